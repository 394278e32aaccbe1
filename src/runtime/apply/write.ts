import type { KubernetesObject } from '../../kubernetes/index.js';
import { isApiError } from '../cluster/index.js';
import type { ApplyContext, Change, Desired, Outcome } from './change.js';
import { hasEmptied } from './fields/index.js';
import { judge, refusal } from './judge.js';
import { changeOf, type Judgeable, type Situation } from './plan.js';
import { remove } from './remove.js';

/**
 * Makes one object be as it is wanted. What is not there is written without a question; about what is there, the server
 * is asked first, so that it is known what changes, and whose.
 */
export async function applyOne(wanted: Desired, situation: Situation, context: ApplyContext): Promise<Outcome> {
  const change = await changeOf(wanted, situation, context);
  if ('verdict' in change) return outcomeOf(change);
  const { live, ...written } = change;
  if (context.stop?.aborted === true) return { ...written, verdict: { action: 'blocked', reason: 'it was not begun' }, result: 'stopped' };
  if (!live) return write(change, { action: 'create', after: change.object }, context, false);
  return carryOut(change, live, context);
}

async function carryOut(change: Judgeable, live: KubernetesObject, context: ApplyContext): Promise<Outcome> {
  const { placeOf, rules } = context;
  const verdict = await judge(placeOf(change.target).cluster, change.object, live, rules);
  switch (verdict.action) {
    case 'create':
    case 'update':
    case 'adopt':
      return write(change, verdict, context, 'takes' in verdict && verdict.takes.length > 0);
    case 'recreate':
      return recreate(change, verdict, context);
    default:
      return outcomeOf({ ...change, verdict });
  }
}

/** What comes of an object that is not written. */
function outcomeOf(change: Change): Outcome {
  const { verdict } = change;
  if (verdict.action === 'conflict' || verdict.action === 'failed') return { ...change, result: 'failed', error: verdict.error };
  return { ...change, result: verdict.action === 'blocked' ? 'waiting' : 'done' };
}

async function recreate(change: Judgeable, verdict: Change['verdict'] & { readonly action: 'recreate' }, context: ApplyContext): Promise<Outcome> {
  const [gone] = await remove([{ ...change, verdict: { action: 'prune', before: verdict.before } }], context, false, () => undefined);
  if (gone?.result !== 'done') return { ...change, verdict, result: gone?.result ?? 'failed', ...(gone?.error ? { error: gone.error } : {}) };
  return write(change, verdict, context, false);
}

async function write(change: Judgeable, verdict: Change['verdict'], { placeOf, rules }: ApplyContext, force: boolean): Promise<Outcome> {
  const { target, object, live } = change;
  try {
    const apply = (): Promise<KubernetesObject> => placeOf(target).cluster.apply(object, { fieldManager: rules.fieldManager, force });
    const written = await apply();
    if (live && hasEmptied(object, written)) await apply();
    return { ...change, verdict, result: 'done' };
  } catch (error) {
    if (!isApiError(error)) throw error;
    return outcomeOf({ ...change, verdict: refusal(object, live, { ...rules, recreate: false }, error) });
  }
}
