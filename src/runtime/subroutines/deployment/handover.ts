import { groupOf, keyOf, refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { DesiredObject, Handover } from '../../apply/index.js';

/** The kinds that deploy for Flux, by group. */
const DEPLOYERS: Readonly<Record<string, string>> = {
  'helm.toolkit.fluxcd.io': 'HelmRelease',
  'kustomize.toolkit.fluxcd.io': 'Kustomization',
};

/**
 * The hand-over from Flux to Argo CD. When a HelmRelease or Kustomization is deleted, Flux uninstalls what it deployed, unless it is
 * suspended. From Argo CD to Flux there is no hand-over, because Helm does not take over what it did not install.
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
