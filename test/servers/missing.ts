import type { BinaryName } from './binaries.ts';
import { fluxCrds, locate } from './locate.ts';

/** A server that a suite needs, with all that belongs to it. */
export type Need = 'kube' | 'kube with controllers' | 'kcp' | 'flux' | 'nodes' | 'registry' | 'kubectl';

const BINARIES_OF: Readonly<Record<Need, readonly BinaryName[]>> = {
  kube: ['etcd', 'kube-apiserver'],
  'kube with controllers': ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  kcp: ['kcp'],
  flux: ['source-controller', 'kustomize-controller', 'helm-controller'],
  nodes: ['kwok'],
  registry: ['registry', 'helm'],
  kubectl: ['kubectl'],
};

/** What is not there of what is needed. */
export function missing(needs: readonly Need[]): readonly string[] {
  const binaries = needs.flatMap((need) => BINARIES_OF[need]).filter((name) => !locate(name));
  return needs.includes('flux') && fluxCrds() === undefined ? [...binaries, 'the CRDs of Flux'] : binaries;
}
