import { PlatformMeshError } from '../../../errors.js';
import { refOf } from '../../../kubernetes/index.js';
import { changeSet, execute, managersOf, type KnownInventories, type Outcome, type PlannedChange } from '../../apply/index.js';
import { isApiError } from '../../cluster/index.js';
import { CLUSTER_TARGETS, FIELD_MANAGER, storeOf, type KnownTarget, type InstanceContext } from '../context.js';
import { webhookRefs } from './authorization-webhook.js';
import { scopeOf, stateOf } from './deployment.js';
import { knownTargets, reachableTargets } from './inventories.js';
import { isOurs } from './webhook-plan.js';

/**
 * One pass of a deletion: deletes what the inventories name, wave by wave.
 *
 * @returns what came of each object; an error where a server could not be asked now, and may be later
 * @throws {PlatformMeshError} `nothing-applied` when there is nothing to delete
 */
export async function teardown(context: InstanceContext): Promise<readonly Outcome[] | PlatformMeshError> {
  const isFirst = context.memory.inventories === undefined;
  context.memory.inventories = await knownTargets(context);
  const failure = [...context.memory.inventories.values()].find((known) => known instanceof PlatformMeshError);
  if (failure instanceof PlatformMeshError) {
    if (isFirst || !(isApiError(failure) && failure.retryable)) throw failure;
    return failure;
  }
  const known = reachableTargets(context);
  await observeApplied(known, context);
  const secret = webhookSecret(known, context);
  if (isFirst && secret.length === 0 && [...known.values()].every(({ own }) => own.entries.size === 0)) throw nothingApplied(context);
  return removeAll(known, secret, context);
}

async function removeAll(
  known: ReadonlyMap<string, KnownTarget>,
  secret: readonly PlannedChange[],
  context: InstanceContext,
): Promise<readonly Outcome[]> {
  const scope = scopeOf({ ...context, policy: { ...context.policy, prune: true, allowMassPrune: true } });
  const { levels, candidates } = changeSet([], stateOf(context, known, scope), scope.policy);
  const inventories: KnownInventories = new Map([...known].map(([target, { own }]) => [target, own]));
  const outcomes = await execute({ levels, candidates: [...candidates, ...secret] }, inventories, scope, (outcome) =>
    context.emit({ type: 'outcome', outcome }),
  );
  context.memory.inventories = new Map(
    [...known].map(([target, entry]) => [target, { ...entry, own: inventories.get(target) ?? entry.own }]),
  );
  return outcomes;
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

function nothingApplied({ instance, clusters }: InstanceContext): PlatformMeshError {
  return new PlatformMeshError(
    'nothing-applied',
    `PlatformMesh ${instance.namespace}/${instance.name}: no inventory of it exists on cluster "${clusters.runtime.name}"`,
    {
      hint: 'it may be deleted already, or have another name, namespace or cluster; to delete an installation of the operator, run apply first',
    },
  );
}
