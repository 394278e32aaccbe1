import type { KubernetesObject } from '../../kubernetes/index.js';
import { isDeepStrictEqual } from 'node:util';
import type { PlatformMeshError } from '../../errors.js';
import { isApiError, type ApiError, type Cluster, type FieldConflict } from '../cluster/index.js';
import { appliedFields, isApplied, managersOf } from './fields/index.js';
import { writtenFields } from './written-fields.js';

/** How objects are written. */
export interface WriteRules {
  /** Whose fields ours are. */
  readonly fieldManager: string;
  /** Take fields over from everybody. @default false */
  readonly force?: boolean;
  /** Delete and create anew what cannot be changed. @default false */
  readonly recreate?: boolean;
}

/** What an apply would do to an object, by the word of the server. */
export type Verdict =
  | { readonly action: 'create'; readonly after: KubernetesObject }
  /** `takes` are the managers that lose fields to us, `from` those that wrote it where none of it was ours so far. */
  | { readonly action: 'update'; readonly before: KubernetesObject; readonly after: KubernetesObject; readonly takes: readonly string[]; readonly from: readonly string[] }
  /** No value changes, but from now on the object is ours too; `takes` are the managers that the server sees a conflict with all the same. */
  | { readonly action: 'adopt'; readonly before: KubernetesObject; readonly takes: readonly string[]; readonly from: readonly string[] }
  | { readonly action: 'recreate'; readonly before: KubernetesObject; readonly after: KubernetesObject; readonly reason: string }
  | { readonly action: 'unchanged'; readonly before: KubernetesObject }
  | { readonly action: 'conflict'; readonly before: KubernetesObject; readonly conflicts: readonly FieldConflict[]; readonly error: ApiError }
  /**
   * It cannot be written yet: the cluster does not serve the kind, or something in it is not known, or it is being
   * deleted. With `error`, the server could not do it just now.
   */
  | { readonly action: 'blocked'; readonly reason: string; readonly error?: ApiError }
  | { readonly action: 'failed'; readonly error: PlatformMeshError };

/** Asks the server, by a dry run, unless what is there tells already that nothing would change. */
export async function judge(cluster: Cluster, wanted: KubernetesObject, live: KubernetesObject | undefined, rules: WriteRules): Promise<Verdict> {
  if (live?.metadata.deletionTimestamp !== undefined) return { action: 'blocked', reason: goingReason(live) };
  if (live && (await isKnownToBeApplied(cluster, wanted, live, rules.fieldManager))) return { action: 'unchanged', before: live };
  const dryRun = (force: boolean): Promise<KubernetesObject> => cluster.apply(wanted, { fieldManager: rules.fieldManager, force, dryRun: true });
  try {
    const after = await dryRun(false);
    return live ? verdictOf(live, after, rules, []) : { action: 'create', after };
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.code !== 'apply-conflict' || !live) return refusal(wanted, live, rules, error);
    return judgeConflict(live, error, rules, () => dryRun(true));
  }
}

/** Taken where that is wanted, and where it is about nothing: a list in which the server has added its defaults is another one to it. */
async function judgeConflict(live: KubernetesObject, error: ApiError, rules: WriteRules, force: () => Promise<KubernetesObject>): Promise<Verdict> {
  const conflict: Verdict = { action: 'conflict', before: live, conflicts: error.conflicts, error };
  const others = [...new Set(error.conflicts.map(({ manager }) => manager))];
  try {
    const verdict = verdictOf(live, await force(), rules, others);
    return rules.force === true || verdict.action === 'adopt' ? verdict : conflict;
  } catch (refused) {
    // That it is refused for another reason as well, whoever resolves the conflict gets to know.
    if (isApiError(refused)) return conflict;
    throw refused;
  }
}

/** The schema is asked for only where it may help; it is one request for all kinds of a version. */
async function isKnownToBeApplied(cluster: Cluster, wanted: KubernetesObject, live: KubernetesObject, manager: string): Promise<boolean> {
  if (isApplied(wanted, live, manager)) return true;
  const schema = await cluster.schemaFor(wanted);
  return schema !== undefined && isApplied(wanted, live, manager, schema);
}

/** An apply would be accepted, and gone with the object. */
function goingReason({ metadata: { finalizers = [] } }: KubernetesObject): string {
  return finalizers.length === 0 ? 'it is being deleted' : `it is being deleted, and goes when ${finalizers.join(', ')} ${finalizers.length === 1 ? 'is' : 'are'} done with it`;
}

function verdictOf(live: KubernetesObject, after: KubernetesObject, { fieldManager }: WriteRules, takes: readonly string[]): Verdict {
  const former = appliedFields(live, fieldManager);
  const others = managersOf(live).filter((manager) => manager !== fieldManager);
  if (!isDeepStrictEqual(writtenFields(live), writtenFields(after))) return { action: 'update', before: live, after, takes, from: former === undefined ? others : [] };
  const owned = isDeepStrictEqual(former, appliedFields(after, fieldManager));
  return owned ? { action: 'unchanged', before: live } : { action: 'adopt', before: live, takes, from: others };
}

/** What a refusal by the server means. */
export function refusal(wanted: KubernetesObject, live: KubernetesObject | undefined, rules: WriteRules, error: ApiError): Verdict {
  if (error.code === 'unknown-kind') return { action: 'blocked', reason: error.message };
  // Such as a webhook that comes with the platform itself.
  if (error.retryable) return { action: 'blocked', reason: error.message, error };
  if (live && isImmutable(error) && rules.recreate === true) return { action: 'recreate', before: live, after: wanted, reason: error.message };
  return { action: 'failed', error };
}

/** Whether the server refuses a change of the field rather than its value. */
function isImmutable({ code, message }: ApiError): boolean {
  return code === 'invalid' && /\bimmutable\b/u.test(message);
}
