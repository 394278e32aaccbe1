import { type ObjectRef, at, groupOf, isMap, listAt, textAt } from '../kubernetes/index.js';
import type { Observed } from './observed.js';

/** An object that another one needs. */
export interface Need extends ObjectRef {
  /** Where it is, when that is elsewhere, such as `kcp/root:platform-mesh-system`. @default - beside the one that needs it */
  readonly place?: string;
}

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
    ...reference(object, at(object, 'spec', 'chartRef'), { apiVersion: SOURCE }),
    ...reference(object, at(object, 'spec', 'chart', 'spec', 'sourceRef'), { apiVersion: SOURCE }),
  ],
  'kustomize.toolkit.fluxcd.io/Kustomization': (object) => [
    ...dependsOn(object, { apiVersion: KUSTOMIZE, kind: 'Kustomization' }),
    ...reference(object, at(object, 'spec', 'sourceRef'), { apiVersion: SOURCE }),
  ],
  'source.toolkit.fluxcd.io/HelmChart': (object) => reference(object, at(object, 'spec', 'sourceRef'), { apiVersion: SOURCE }),
  'delivery.ocm.software/Resource': (object) => reference(object, at(object, 'spec', 'componentRef'), { apiVersion: OCM, kind: 'Component' }),
  'delivery.ocm.software/Component': (object) => reference(object, at(object, 'spec', 'repositoryRef'), { apiVersion: OCM, kind: 'Repository' }),
  'cert-manager.io/Certificate': (object) => reference(object, at(object, 'spec', 'issuerRef'), { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' }),
  'operator.kcp.io/Shard': (object) => reference(object, at(object, 'spec', 'rootShard', 'ref'), { apiVersion: OPERATOR, kind: 'RootShard' }),
  'operator.kcp.io/FrontProxy': (object) => reference(object, at(object, 'spec', 'rootShard', 'ref'), { apiVersion: OPERATOR, kind: 'RootShard' }),
  'operator.kcp.io/Kubeconfig': (object) => [
    ...reference(object, at(object, 'spec', 'target', 'rootShardRef'), { apiVersion: OPERATOR, kind: 'RootShard' }),
    ...reference(object, at(object, 'spec', 'target', 'shardRef'), { apiVersion: OPERATOR, kind: 'Shard' }),
    ...reference(object, at(object, 'spec', 'target', 'frontProxyRef'), { apiVersion: OPERATOR, kind: 'FrontProxy' }),
  ],
  'apis.kcp.io/APIBinding': (object) => inWorkspace(at(object, 'spec', 'reference', 'export'), { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport' }),
  'providers.platform-mesh.io/ManagedProvider': (object) => reference(object, at(object, 'spec', 'platformMeshRef'), { apiVersion: 'core.platform-mesh.io/v1alpha1', kind: 'PlatformMesh' }),
};

/** The objects without which this one cannot be ready. */
export function needsOf(object: Observed): readonly Need[] {
  const key = `${groupOf(object.apiVersion)}/${object.kind}`;
  return (Object.hasOwn(NEEDS, key) ? NEEDS[key] : undefined)?.(object) ?? [];
}

function dependsOn(object: Observed, kind: { readonly apiVersion: string; readonly kind: string }): readonly Need[] {
  return listAt(object, 'spec', 'dependsOn').flatMap((dependency) => reference(object, dependency, kind));
}

/** An object that is named by a reference, in the same namespace unless that says otherwise. */
function reference(object: Observed, named: unknown, defaults: { readonly apiVersion: string; readonly kind?: string }): readonly Need[] {
  const name = textAt(named, 'name');
  const kind = textAt(named, 'kind') ?? defaults.kind;
  if (!isMap(named) || name === undefined || kind === undefined) return [];
  // What has no namespace itself stands in none, whatever names it.
  const namespace = kind.startsWith('Cluster') ? undefined : (textAt(named, 'namespace') ?? textAt(object, 'metadata', 'namespace'));
  return [{ apiVersion: defaults.apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name }];
}

function inWorkspace(named: unknown, kind: { readonly apiVersion: string; readonly kind: string }): readonly Need[] {
  const [name, path] = [textAt(named, 'name'), textAt(named, 'path')];
  return name === undefined ? [] : [{ ...kind, name, ...(path === undefined ? {} : { place: `kcp/${path}` }) }];
}

/** The kinds of sources that are made from OCM Resources, by the value of their `repo`. */
const SOURCES: Readonly<Record<string, string>> = { oci: 'OCIRepository', git: 'GitRepository', helm: 'HelmRepository' };

/**
 * What comes of an object once it is ready: the Flux source that the platform makes from an OCM Resource of a chart.
 *
 * The name of the source is that of the Resource without a last `-image` or else `-chart`; what it is is told by
 * annotations, or else by labels.
 */
export function madeFrom(object: Observed): readonly ObjectRef[] {
  if (groupOf(object.apiVersion) !== 'delivery.ocm.software' || object.kind !== 'Resource' || mark(object, 'artifact') !== 'chart') return [];
  const repo = mark(object, 'repo') ?? '';
  const kind = Object.hasOwn(SOURCES, repo) ? SOURCES[repo] : undefined;
  const [name, namespace] = [textAt(object, 'metadata', 'name'), textAt(object, 'metadata', 'namespace')];
  if (kind === undefined || name === undefined) return [];
  const source = name.endsWith('-image') ? name.slice(0, -'-image'.length) : name.replace(/-chart$/u, '');
  return [{ apiVersion: SOURCE, kind, ...(namespace === undefined ? {} : { namespace }), name: source }];
}

function mark(object: Observed, key: string): string | undefined {
  return textAt(object, 'metadata', 'annotations', key) ?? textAt(object, 'metadata', 'labels', key);
}
