import { isDeepStrictEqual } from 'node:util';
import { PlatformMeshError } from '../../errors.js';
import { describeObject, refOf, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError, type ApiError, type Cluster, type Schema } from '../cluster/index.js';
import { hasMark } from './decide.js';
import type { DesiredObject } from './desired-object.js';
import {
  appliedFields,
  conflictsThatCount,
  isApplied,
  livingApplier,
  managersOf,
  takeOver,
  type TakeOver,
  type TakeOverRules,
} from './fields/index.js';
import { rememberUnchanged } from './known-answers.js';
import type { Planned } from './planned-change.js';
import type { ApplyPolicy } from './scope.js';
import { withoutFields } from './without-fields.js';
import { writtenFields } from './written-fields.js';

/** An Application without a namespace is in the namespace of Argo CD. */
const ARGO_NAMESPACE = 'argocd';

/** What a comparison needs besides the objects. */
export interface CompareContext {
  readonly cluster: Cluster;
  readonly policy: ApplyPolicy;
  readonly owner: string;
}

/** Asks the API server what an apply would do to an object that exists. */
export async function compare(desired: DesiredObject, live: KubernetesObject, context: CompareContext): Promise<Planned> {
  const planned = await compareFields(desired, live, context);
  return planned.action === 'unchanged' && !hasMark(desired, live, context.owner)
    ? { action: 'adopt', before: live, takes: [], from: [], isForced: false }
    : planned;
}

async function compareFields(
  desired: DesiredObject,
  live: KubernetesObject,
  { cluster, policy }: Omit<CompareContext, 'owner'>,
): Promise<Planned> {
  const { object } = desired;
  // The schema tells what the server adds; it is one request for all kinds of a version.
  const schema = await cluster.schemaFor(object);
  const rules = rulesFor(desired, schema);
  const takeover = takeOver(object, live, { ...rules, ...(policy.force === undefined ? {} : { force: policy.force }) });
  if (!takeover && schema !== undefined && isApplied(object, live, desired.fieldManager, schema)) {
    rememberUnchanged(desired, live);
    return { action: 'unchanged', before: live };
  }
  const applier = takeover && takeover.from.length > 0 && policy.force !== true ? await appliedBy(live, cluster) : undefined;
  if (applier) return { action: 'failed', error: applier };
  const planned = await dryRun(desired, live, { takeover, rules, cluster, policy });
  if (planned.action === 'unchanged') rememberUnchanged(desired, live);
  return planned;
}

function rulesFor({ fieldManager, claims = [] }: DesiredObject, schema: Schema | undefined): TakeOverRules {
  return { fieldManager, claims, schema };
}

/** Finds the Kustomization or Application that still applies the object; it would revert each change. */
async function appliedBy(live: KubernetesObject, cluster: Cluster): Promise<PlatformMeshError | undefined> {
  const ref = livingApplier(live);
  if (!ref) return undefined;
  try {
    const applier = await cluster.get({ ...ref, namespace: ref.namespace ?? ARGO_NAMESPACE });
    const { suspend } = (applier?.['spec'] ?? {}) as { readonly suspend?: boolean };
    if (!applier || suspend === true || applier.metadata.deletionTimestamp !== undefined) return undefined;
  } catch (error) {
    if (isApiError(error, 'unknown-kind')) return undefined;
    // A forbidden object may exist.
    if (!isApiError(error)) throw error;
  }
  return new PlatformMeshError('applied-by-another', `${describeObject(refOf(live))}: ${describeObject(ref)} still applies it`, {
    hint: `suspend or delete ${describeObject(ref)} first, or take the object over with --force-conflicts`,
  });
}

interface Question extends Omit<CompareContext, 'owner'> {
  readonly takeover: TakeOver | undefined;
  readonly rules: TakeOverRules;
}

async function dryRun(desired: DesiredObject, live: KubernetesObject, { takeover, rules, cluster, policy }: Question): Promise<Planned> {
  const { object, fieldManager } = desired;
  const ask = (force: boolean): Promise<KubernetesObject> => cluster.apply(object, { fieldManager, force, dryRun: true });
  try {
    return difference(desired, live, await ask(false), { takes: [], takeover, isForced: false });
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.code !== 'apply-conflict') return refusal(object, live, policy, error);
    return conflict(desired, live, { error, takeover, rules, policy, force: () => ask(true) });
  }
}

interface Conflict {
  readonly error: ApiError;
  readonly takeover: TakeOver | undefined;
  readonly rules: TakeOverRules;
  readonly policy: ApplyPolicy;
  readonly force: () => Promise<KubernetesObject>;
}

/** Force only on request, where OCM decides the value, or when both values are equal after defaulting. */
async function conflict(
  desired: DesiredObject,
  live: KubernetesObject,
  { error, takeover, rules, policy, force }: Conflict,
): Promise<Planned> {
  const { conflicts } = error;
  const takes = [...new Set(conflicts.map(({ manager }) => manager))];
  const counting = conflictsThatCount(conflicts, desired.object, live, rules);
  const refused: Planned = { action: 'conflict', before: live, conflicts, error };
  try {
    const planned = difference(desired, live, await force(), { takes, takeover, isForced: true });
    return policy.force === true || counting.length === 0 || planned.action === 'adopt' ? planned : refused;
  } catch (failure) {
    // Report the conflict first; after it is resolved, the next run reports this refusal.
    if (isApiError(failure)) return refused;
    throw failure;
  }
}

interface Answer {
  /** Managers in conflict, which lose fields. */
  readonly takes: readonly string[];
  readonly takeover: TakeOver | undefined;
  readonly isForced: boolean;
}

function difference(
  { fieldManager }: DesiredObject,
  live: KubernetesObject,
  answer: KubernetesObject,
  { takes: inConflict, takeover, isForced }: Answer,
): Planned {
  const after = takeover ? withoutFields(answer, takeover.removes) : answer;
  const former = appliedFields(live, fieldManager);
  const from = former === undefined ? managersOf(live).filter((manager) => manager !== fieldManager) : [];
  const takes = [...new Set([...inConflict, ...(takeover?.from ?? [])])].filter((manager) => !from.includes(manager));
  const writing = { before: live, takes, from, isForced, ...(takeover ? { takeover } : {}) };
  if (!isDeepStrictEqual(writtenFields(live), writtenFields(after))) return { action: 'update', after, ...writing };
  const isOwned = !takeover && isDeepStrictEqual(former, appliedFields(answer, fieldManager));
  return isOwned ? { action: 'unchanged', before: live } : { action: 'adopt', ...writing };
}

/** What a refusal by the API server means for an object. */
export function refusal(desired: KubernetesObject, live: KubernetesObject | undefined, policy: ApplyPolicy, error: ApiError): Planned {
  const wakeOn = [refOf(desired)];
  if (error.code === 'unknown-kind') return { action: 'blocked', reason: error.message, wakeOn };
  // Such as a webhook that comes with the platform itself.
  if (error.retryable || error.code === 'conflict') return { action: 'blocked', reason: error.message, wakeOn, error };
  if (live && isImmutable(error) && policy.recreate === true)
    return { action: 'recreate', before: live, after: desired, reason: error.message };
  return { action: 'failed', error };
}

/** Whether the API server refuses a change of the field rather than its value. */
function isImmutable({ code, message }: ApiError): boolean {
  return code === 'invalid' && /\bimmutable\b/u.test(message);
}
