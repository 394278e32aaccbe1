import { BINARIES, PACKAGED, type BinaryName, type CrdFamily, type ServerName } from './binaries.ts';
import { crdFolder, locate } from './locate.ts';
import { isLeftOut } from './time-budget.ts';

/** A server that a suite needs, with all that belongs to it. */
export type Need = 'kube' | 'kube with controllers' | 'kcp' | 'flux' | 'argocd' | 'nodes' | 'registry' | 'helm' | 'kubectl';

const BINARIES_OF: Readonly<Record<Need, readonly ServerName[]>> = {
  kube: ['etcd', 'kube-apiserver'],
  'kube with controllers': ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  kcp: ['kcp'],
  flux: ['source-controller', 'kustomize-controller', 'helm-controller'],
  argocd: ['argocd', 'redis', 'helm', 'kubectl'],
  nodes: ['kwok'],
  registry: ['registry', 'helm'],
  helm: ['helm'],
  kubectl: ['kubectl'],
};

/** What is not there of what is needed. */
export function missing(needs: readonly Need[]): readonly string[] {
  const binaries = needs
    .flatMap((need) => BINARIES_OF[need])
    .filter((name) => !locate(name))
    .map((name) => (isBinary(name) ? name : `${PACKAGED[name]} (a package of the system)`));
  const crds = FAMILIES.filter((family) => needs.includes(family) && crdFolder(family) === undefined);
  return [...new Set(binaries), ...crds.map((family) => `the CRDs of ${family}`)];
}

const FAMILIES: readonly CrdFamily[] = ['flux', 'argocd'];

/** Whether what is missing was not built because this run of CI is short of time. */
export function isLeftToNextRun(absent: string): boolean {
  return isBinary(absent) && isLeftOut(absent, process.env, Date.now());
}

const isBinary = <Name extends string>(name: Name): name is Name & BinaryName => name in BINARIES;
