import type { OwnedFields } from './managed-fields.js';

/**
 * Writers of content that we would write ourselves:
 * - `ourselves`: we, by a merge patch;
 * - `applier`: who applies whole objects that `synth` wrote or that the reference rendered;
 * - `resource-controller`: the reference's controller of OCM Resources, under a name that nobody else has;
 * - `operator-binary`: the same by a plain update, under the name of its binary, which other operators have as well.
 */
export type Writer = 'ourselves' | 'applier' | 'resource-controller' | 'operator-binary';

/** The manager with which kubectl updates its annotation after a change from client-side to server-side apply. */
const LAST_APPLIED = 'kubectl-last-applied';

/** By server-side apply. */
const APPLIERS = new Set([
  'kubectl',
  LAST_APPLIED,
  'kustomize-controller',
  'platform-mesh-deployment',
  'platform-mesh-kcp-setup',
  'platform-mesh-operator',
]);

/** By create, update or patch. */
const UPDATERS = new Set(['before-first-apply', 'kubectl-client-side-apply', 'kubectl-create', 'kubectl-replace']);

/** The name of the reference's binary. The field manager of a client defaults to the name of its binary. */
const OPERATOR_BINARIES = new Set(['manager', 'platform-mesh-operator']);

const RESOURCE_CONTROLLER = /^platform-mesh-resource(?:-|$)/u;

/** Controllers that complete objects: they write fields that are theirs alone, such as the logical cluster of a Workspace. */
const COMPLETERS = new Set(['cert-manager-cainjector', 'kcp', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);

/** The role of a writer; undefined for people and unknown controllers. */
export function writerOf({ manager, operation, subresource }: OwnedFields, fieldManager: string): Writer | undefined {
  if (subresource !== '') return undefined;
  if (RESOURCE_CONTROLLER.test(manager)) return 'resource-controller';
  const isApply = operation === 'Apply';
  if (manager === fieldManager) return isApply ? undefined : 'ourselves';
  if ((isApply ? APPLIERS : UPDATERS).has(manager)) return 'applier';
  return !isApply && OPERATOR_BINARIES.has(manager) ? 'operator-binary' : undefined;
}

/** Whether a writer only keeps a record of what was applied; it goes with what it is about. */
export function isRecord({ manager }: OwnedFields): boolean {
  return manager === LAST_APPLIED;
}

/** Whether a writer only completes objects that others wrote. */
export function isCompleter({ manager, operation }: OwnedFields): boolean {
  return operation === 'Update' && COMPLETERS.has(manager);
}
