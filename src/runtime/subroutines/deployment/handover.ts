import { groupOf, keyOf, refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { DesiredObject, Handover } from '../../apply/index.js';

/** What Flux deploys with, by group. */
const DEPLOYERS: Readonly<Record<string, string>> = {
  'helm.toolkit.fluxcd.io': 'HelmRelease',
  'kustomize.toolkit.fluxcd.io': 'Kustomization',
};

/**
 * Where Argo CD takes over what Flux has deployed, Flux has to let go of it: what it deletes takes along all that it
 * installed, unless it is suspended. The other way round there is no hand-over, since Helm refuses to take over what it
 * did not install.
 */
export function handoverTo(desired: readonly DesiredObject[]): (leaving: KubernetesObject) => Handover | undefined {
  const successors = new Map(desired.map(({ object }) => refOf(object)).map((ref) => [keyOf(ref), ref]));
  return ({ apiVersion, kind, metadata: { namespace, name }, spec }) => {
    if (DEPLOYERS[groupOf(apiVersion)] !== kind) return undefined;
    const to = successors.get(keyOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace, name }));
    const { suspend = null } = (spec ?? {}) as { readonly suspend?: boolean };
    return to && { to, patch: { spec: { suspend: true } }, undo: { spec: { suspend } } };
  };
}
