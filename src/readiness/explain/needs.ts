import { at, groupOf, listAt, textAt } from '../../kubernetes/index.js';
import type { Need } from '../object-state.js';
import type { Observed } from '../readiness.js';

const HELM = 'helm.toolkit.fluxcd.io/v2';
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1';
const SOURCE = 'source.toolkit.fluxcd.io/v1';
const OCM = 'delivery.ocm.software/v1alpha1';
const OPERATOR = 'operator.kcp.io/v1alpha1';

type Needs = (object: Observed) => readonly Need[];

/** What objects of a kind need, as their specs name it. */
const NEEDS: Readonly<Record<string, Needs>> = {
  'helm.toolkit.fluxcd.io/HelmRelease': (object) => [
    ...dependsOn(object, { apiVersion: HELM, kind: 'HelmRelease' }),
    ...reference(object, ['chartRef'], { apiVersion: SOURCE }),
    ...reference(object, ['chart', 'spec', 'sourceRef'], { apiVersion: SOURCE }),
  ],
  'kustomize.toolkit.fluxcd.io/Kustomization': (object) => [
    ...dependsOn(object, { apiVersion: KUSTOMIZE, kind: 'Kustomization' }),
    ...reference(object, ['sourceRef'], { apiVersion: SOURCE }),
  ],
  'source.toolkit.fluxcd.io/HelmChart': (object) => reference(object, ['sourceRef'], { apiVersion: SOURCE }),
  'delivery.ocm.software/Resource': (object) => reference(object, ['componentRef'], { apiVersion: OCM, kind: 'Component' }),
  'delivery.ocm.software/Component': (object) => reference(object, ['repositoryRef'], { apiVersion: OCM, kind: 'Repository' }),
  'cert-manager.io/Certificate': (object) => reference(object, ['issuerRef'], { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' }),
  'operator.kcp.io/Shard': (object) => reference(object, ['rootShard', 'ref'], { apiVersion: OPERATOR, kind: 'RootShard' }),
  'operator.kcp.io/FrontProxy': (object) => reference(object, ['rootShard', 'ref'], { apiVersion: OPERATOR, kind: 'RootShard' }),
  'operator.kcp.io/Kubeconfig': (object) => [
    ...reference(object, ['target', 'rootShardRef'], { apiVersion: OPERATOR, kind: 'RootShard' }),
    ...reference(object, ['target', 'shardRef'], { apiVersion: OPERATOR, kind: 'Shard' }),
    ...reference(object, ['target', 'frontProxyRef'], { apiVersion: OPERATOR, kind: 'FrontProxy' }),
  ],
  'apis.kcp.io/APIBinding': (object) =>
    inWorkspace(at(object, 'spec', 'reference', 'export'), { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport' }),
  'providers.platform-mesh.io/ManagedProvider': (object) =>
    reference(object, ['platformMeshRef'], { apiVersion: 'core.platform-mesh.io/v1alpha1', kind: 'PlatformMesh' }),
};

/** The objects without which this one cannot become ready. */
export function needsOf(object: Observed): readonly Need[] {
  const key = `${groupOf(object.apiVersion)}/${object.kind}`;
  return (Object.hasOwn(NEEDS, key) ? NEEDS[key] : undefined)?.(object) ?? [];
}

interface Defaults {
  readonly apiVersion: string;
  readonly kind?: string;
}

function dependsOn(object: Observed, defaults: Defaults): readonly Need[] {
  return listAt(object, 'spec', 'dependsOn').flatMap((dependency) => named(object, dependency, defaults));
}

/** The object that a reference at a path below `spec` names. */
function reference(object: Observed, path: readonly string[], defaults: Defaults): readonly Need[] {
  return named(object, at(object, 'spec', ...path), defaults);
}

/** The object that a reference names, in the namespace of the object unless the reference names another one. */
function named(object: Observed, target: unknown, defaults: Defaults): readonly Need[] {
  const name = textAt(target, 'name');
  const kind = textAt(target, 'kind') ?? defaults.kind;
  if (name === undefined || kind === undefined) return [];
  // A kind without namespaces has none, whatever the reference or the object says.
  const namespace = kind.startsWith('Cluster') ? undefined : (textAt(target, 'namespace') ?? textAt(object, 'metadata', 'namespace'));
  return [{ apiVersion: defaults.apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name }];
}

function inWorkspace(target: unknown, kind: Required<Defaults>): readonly Need[] {
  const [name, path] = [textAt(target, 'name'), textAt(target, 'path')];
  return name === undefined ? [] : [{ ...kind, name, ...(path === undefined ? {} : { place: `kcp/${path}` }) }];
}
