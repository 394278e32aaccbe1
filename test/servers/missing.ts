import { BINARIES, type BinaryName, type CrdFamily } from './binaries.ts';
import { crdFolder, locate } from './locate.ts';
import { isLeftOut } from './time-budget.ts';

/** A server that a suite needs, with all that belongs to it. */
export type Need = 'kube' | 'kube with controllers' | 'kcp' | 'flux' | 'argocd' | 'nodes' | 'registry' | 'helm' | 'kubectl';

const BINARIES_OF: Readonly<Record<Need, readonly BinaryName[]>> = {
  kube: ['etcd', 'kube-apiserver'],
  'kube with controllers': ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  kcp: ['kcp'],
  flux: ['source-controller', 'kustomize-controller', 'helm-controller'],
  argocd: ['argocd', 'miniredis', 'helm', 'kubectl'],
  nodes: ['kwok'],
  registry: ['registry', 'helm'],
  helm: ['helm'],
  kubectl: ['kubectl'],
};

/** What is not there of what is needed. */
export function missing(needs: readonly Need[]): readonly string[] {
  const binaries = needs.flatMap((need) => BINARIES_OF[need]).filter((name) => !locate(name));
  const crds = FAMILIES.filter((family) => needs.includes(family) && crdFolder(family) === undefined);
  return [...new Set(binaries), ...crds.map((family) => `the CRDs of ${family}`)];
}

const FAMILIES: readonly CrdFamily[] = ['flux', 'argocd'];

/** Whether what is missing was not built because this run of CI is short of time. */
export function isLeftToNextRun(absent: string): boolean {
  return isBinary(absent) && isLeftOut(absent, process.env, Date.now());
}

const isBinary = (name: string): name is BinaryName => name in BINARIES;
