import { textAt, type KubernetesObject } from '../../../kubernetes/index.js';
import { readinessOf } from '../../../readiness/index.js';

/** The next step of a restart of kcp. */
export type RestartStep =
  | { readonly step: 'done' }
  | { readonly step: 'evict'; readonly pod: KubernetesObject }
  | { readonly step: 'wait'; readonly reason: string };

/**
 * kcp reads the kubeconfig of its authorization webhook only once, so its pods are replaced one by one. The next pod is evicted only
 * when all replacements are ready, so at most one pod is missing.
 *
 * @param former UIDs of the pods that have to go
 * @param pods the pods of kcp as they are
 */
export function nextRestartStep(former: readonly string[], pods: readonly KubernetesObject[]): RestartStep {
  if (former.length === 0) return { step: 'done' };
  const leaving = pods.filter(({ metadata }) => former.includes(metadata.uid ?? ''));
  const replacements = pods.filter(({ metadata }) => !former.includes(metadata.uid ?? ''));
  const terminating = leaving.find(isTerminating);
  if (terminating) return { step: 'wait', reason: `Pod ${nameOf(terminating)} of kcp is being replaced` };
  const unready = replacements.find((pod) => !isTerminating(pod) && readinessOf(pod).state !== 'ready');
  if (unready)
    return { step: 'wait', reason: `Pod ${nameOf(unready)} of kcp is not ready${why(unready)}; the restart continues when it is ready` };
  const missing = former.length - leaving.length - replacements.length;
  if (missing > 0 && pods.length > 0)
    return { step: 'wait', reason: `${missing} of ${former.length} pods of kcp ${missing === 1 ? 'has' : 'have'} no replacement yet` };
  // A pod that is not ready serves nobody, so it goes first.
  const pod = leaving.find((each) => readinessOf(each).state !== 'ready') ?? leaving[0];
  if (pod) return { step: 'evict', pod };
  return pods.length === 0 ? { step: 'wait', reason: `${former.length} pods of kcp have no replacement yet` } : { step: 'done' };
}

function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function nameOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function why(pod: KubernetesObject): string {
  const { reason, message } = readinessOf(pod);
  const words = [reason, message].filter((part) => part !== undefined).join(': ');
  return words === '' || textAt(pod, 'status', 'phase') === undefined ? '' : ` (${words})`;
}
