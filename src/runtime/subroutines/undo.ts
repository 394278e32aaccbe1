import { PlatformMeshError } from '../../errors.js';
import { changeInventory, farewells, isRemoval, managersOf, outcomeOfKept, remove, survey, type Change, type Outcome } from '../apply/index.js';
import { keyOf } from '../../kubernetes/index.js';
import { webhookSecretOf } from './authorization-webhook.js';
import { abortedAt, CLUSTER_TARGETS, FIELD_MANAGER, placeIn, type Clusters } from './session.js';

/** What is taken away. */
export interface Undoing {
  readonly clusters: Clusters;
  readonly instance: { readonly name: string; readonly namespace: string };
  /** Secret with the kubeconfig of the authorization webhook. */
  readonly webhookSecretName: string;
  /** Until when is waited for objects to be gone. */
  readonly deadline: Date;
  /** From then on nothing is begun. @default - never */
  readonly stop?: AbortSignal;
  /** Is told of each object. */
  readonly done: (outcome: Outcome) => void;
}

/**
 * Deletes what `apply` brought, in reverse: custom resources, releases, and what these are made from; each wave when the
 * one before is gone. Only what the inventory names, and what is still ours.
 *
 * @throws {PlatformMeshError} `nothing-applied` when no inventory is there.
 */
export async function undo({ clusters, instance, webhookSecretName, deadline, stop, done }: Undoing): Promise<readonly Outcome[]> {
  const placeOf = placeIn(clusters, instance);
  const context = { placeOf, rules: { fieldManager: FIELD_MANAGER }, prune: true, patience: abortedAt(deadline), ...(stop ? { stop } : {}) };
  const situation = await survey([], CLUSTER_TARGETS, context);
  // Another platform of the namespace needs it still.
  const isNeeded = (situation.others.get('runtime')?.size ?? 0) > 0;
  const secret = isNeeded ? [] : await webhookSecret(clusters, instance.namespace, webhookSecretName);
  if (secret.length === 0 && [...situation.inventories.values()].every(({ size }) => size === 0)) {
    throw new PlatformMeshError('nothing-applied', `PlatformMesh ${instance.namespace}/${instance.name}: there is no list of what was applied for it on cluster "${clusters.runtime.name}"`, {
      hint: 'it may be deleted already, or have another name, namespace or cluster; only what apply brought is deleted, and an installation of the operator once apply has taken it over',
    });
  }
  const changes: readonly Change[] = [...farewells([], situation, context), ...secret];
  const kept = changes.filter((change) => !isRemoval(change)).map(outcomeOfKept);
  for (const outcome of kept) done(outcome);
  const removed = await remove(changes.filter(isRemoval), context, kept.some(({ result }) => result === 'failed'), done);
  for (const [target, inventory] of situation.inventories) {
    const gone = new Set([...kept, ...removed].filter((outcome) => outcome.target === target && outcome.result === 'done').map(({ id }) => keyOf(id)));
    const live = situation.live.get(target);
    const isThere = (key: string): boolean => live?.objects.has(key) === true || live?.hidden.has(key) === true;
    const isForgotten = (key: string): boolean => inventory.has(key) && (gone.has(key) || !isThere(key));
    await changeInventory(placeOf(target), (before) => new Map([...before].filter(([key]) => !isForgotten(key))), inventory);
  }
  return [...kept, ...removed];
}

/** Only one that apply made; one of the user's own stays. */
async function webhookSecret({ runtime }: Clusters, namespace: string, name: string): Promise<readonly Change[]> {
  const secret = await webhookSecretOf(runtime, { namespace, secretName: name });
  if (!secret?.isOurs || !managersOf(secret.object).includes(FIELD_MANAGER)) return [];
  return [{ target: 'runtime', id: { apiVersion: 'v1', kind: 'Secret', namespace, name }, verdict: { action: 'prune', before: secret.object } }];
}
