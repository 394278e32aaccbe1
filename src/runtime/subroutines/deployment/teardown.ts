import { refOf } from '../../../kubernetes/index.js';
import { managersOf, type Outcome, type PlannedChange } from '../../apply/index.js';
import { CLUSTER_TARGETS, FIELD_MANAGER, storeOf, type InstanceContext, type KnownTarget } from '../context.js';
import { reachableTargets } from '../inventories.js';
import { holdApplied, removeApplied, type RemovalArea } from '../removal.js';
import { webhookRefs } from './authorization-webhook.js';
import { isOurs } from './webhook-plan.js';

/** What is deployed, as it is observed. */
export interface Deployed {
  readonly isEmpty: boolean;
  /** The Secret of the webhook, which no inventory names. */
  readonly secret: readonly PlannedChange[];
}

/** Reads what the inventories of the clusters name. They are known already. */
export async function deployedObjects(context: InstanceContext): Promise<Deployed> {
  const known = reachableTargets(context, CLUSTER_TARGETS);
  await observeApplied(known, context);
  const secret = webhookSecret(known, context);
  return { isEmpty: secret.length === 0 && [...known.values()].every(({ own }) => own.entries.size === 0), secret };
}

/**
 * One pass that deletes what is deployed, wave by wave.
 *
 * @param isHeld whether something else must go first
 */
export function removeDeployed(
  context: InstanceContext,
  { secret }: Deployed,
  isHeld: boolean,
): Promise<readonly Outcome[]> | readonly Outcome[] {
  const area: RemovalArea = { targets: CLUSTER_TARGETS, fieldManager: FIELD_MANAGER, extra: secret };
  return isHeld ? holdApplied(context, area) : removeApplied(context, area);
}

async function observeApplied(known: ReadonlyMap<string, KnownTarget>, context: InstanceContext): Promise<void> {
  await Promise.all(
    CLUSTER_TARGETS.map(async (target) => {
      const applied = [...(known.get(target)?.own.entries.values() ?? [])].map(({ ref }) => ref);
      const [secret] = webhookRefs(context.webhook);
      await storeOf(context, target).ensure({ refs: target === 'runtime' ? [...applied, secret] : applied });
    }),
  );
}

/** The Secret of the webhook, if apply created it and no other platform of the namespace needs it. */
function webhookSecret(known: ReadonlyMap<string, KnownTarget>, context: InstanceContext): readonly PlannedChange[] {
  if ((known.get('runtime')?.others.size ?? 0) > 0) return [];
  const [ref] = webhookRefs(context.webhook);
  const observed = storeOf(context, 'runtime').observe(ref);
  if (observed.state !== 'present' || !isOurs(observed.object) || !managersOf(observed.object).includes(FIELD_MANAGER)) return [];
  return [{ target: 'runtime', id: refOf(observed.object), planned: { action: 'prune', before: observed.object } }];
}
