import { groupOf, refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { DesiredObject, Handover } from '../../apply/index.js';

/** What deploys with Flux, by group. */
const FLUX: Readonly<Record<string, string>> = {
  'helm.toolkit.fluxcd.io': 'HelmRelease',
  'kustomize.toolkit.fluxcd.io': 'Kustomization',
};

/** With one of these, Argo CD deletes what an Application deployed before the Application itself is gone. */
const CASCADES = 'resources-finalizer.argocd.argoproj.io';

/**
 * Where Argo CD takes over what Flux has deployed, or Flux what Argo CD has, the leaving one has to let go of it: deleting a
 * HelmRelease, a Kustomization or an Application takes along all that it deployed. Flux leaves it alone when it is suspended,
 * Argo CD when the Application has no finalizer that asks for it.
 */
export function handoverTo(desired: readonly DesiredObject[]): (leaving: KubernetesObject) => Handover | undefined {
  const successors = Map.groupBy(
    desired.map(({ object }) => refOf(object)).filter((ref) => technologyOf(ref) !== undefined),
    ({ namespace = '', name }) => `${namespace}/${name}`,
  );
  return (leaving) => {
    const { namespace = '', name } = leaving.metadata;
    const from = technologyOf(leaving);
    const to = successors.get(`${namespace}/${name}`)?.find((ref) => technologyOf(ref) !== from);
    if (from === undefined || to === undefined) return undefined;
    return { to, ...(from === 'fluxcd' ? suspended(leaving) : withoutCascade(leaving)) };
  };
}

function technologyOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): 'fluxcd' | 'argocd' | undefined {
  const group = groupOf(apiVersion);
  if (FLUX[group] === kind) return 'fluxcd';
  return group === 'argoproj.io' && kind === 'Application' ? 'argocd' : undefined;
}

function suspended({ spec }: KubernetesObject): Pick<Handover, 'patch' | 'undo'> {
  const { suspend = null } = (spec ?? {}) as { readonly suspend?: boolean };
  return { patch: { spec: { suspend: true } }, undo: { spec: { suspend } } };
}

/** Lists of a merge patch replace what is there, so it counts only for the version that was read. */
function withoutCascade({ metadata: { finalizers = [], resourceVersion } }: KubernetesObject): Pick<Handover, 'patch' | 'undo'> {
  const others = finalizers.filter((finalizer) => finalizer !== CASCADES && !finalizer.startsWith(`${CASCADES}/`));
  return { patch: { metadata: { finalizers: others, resourceVersion } }, undo: { metadata: { finalizers } } };
}
