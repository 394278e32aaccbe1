import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readObjects, type Crd } from './crds.ts';

/** Kinds that others define, where their schemas are not at hand: group, version, kind, plural; all of them namespaced. */
const KINDS: Readonly<Record<string, readonly (readonly [group: string, version: string, kind: string, plural: string])[]>> = {
  flux: [
    ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases'],
    ['source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories'],
  ],
  ocm: [
    ['delivery.ocm.software', 'v1alpha1', 'Repository', 'repositories'],
    ['delivery.ocm.software', 'v1alpha1', 'Component', 'components'],
    ['delivery.ocm.software', 'v1alpha1', 'Resource', 'resources'],
  ],
  'cert-manager': [
    ['cert-manager.io', 'v1', 'Issuer', 'issuers'],
    ['cert-manager.io', 'v1', 'Certificate', 'certificates'],
  ],
  argocd: [
    ['argoproj.io', 'v1alpha1', 'Application', 'applications'],
    ['argoproj.io', 'v1alpha1', 'AppProject', 'appprojects'],
  ],
};

/**
 * CRDs of kinds that others define: the real ones below the folder `CRD_DIR`, else such that take everything.
 *
 * @param families names of folders there, such as `ocm`
 */
export function foreignCrds(...families: readonly string[]): readonly Crd[] {
  return families.flatMap((family) => {
    const folder = join(process.env['CRD_DIR'] ?? '', family);
    const real = process.env['CRD_DIR'] !== undefined && existsSync(folder);
    return real ? (readObjects(join(folder, '*.yaml')) as readonly Crd[]) : (KINDS[family] ?? []).map(permissive);
  });
}

function permissive([group, version, kind, plural]: readonly [string, string, string, string]): Crd {
  const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: anything }, subresources: { status: {} } }],
    },
  } as Crd;
}
