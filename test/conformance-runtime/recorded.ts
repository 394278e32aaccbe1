import type { RecordedCase, RecordedWrite } from '../../scripts/conformance-runtime/recorded-case.ts';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';

/** A case of a deployment that was done, unless something else is said. */
export function recordedCase(given: Partial<RecordedCase> = {}): RecordedCase {
  return {
    name: 'case',
    title: 'a case',
    step: 'DeploymentSubroutine',
    flags: {},
    passes: 1,
    outcome: 'done',
    message: '',
    writes: [],
    instance: { kind: 'PlatformMesh', metadata: { name: 'mesh', namespace: 'mesh-ns' }, spec: {} },
    profile: {},
    state: { runtime: [], infra: [], kcp: [] },
    files: { instance: 'platformmesh.yaml', profile: 'profile.yaml' },
    ...given,
  };
}

const PLURALS: Readonly<Record<string, readonly [api: string, plural: string]>> = {
  AppProject: ['/apis/argoproj.io/v1alpha1', 'appprojects'],
  Application: ['/apis/argoproj.io/v1alpha1', 'applications'],
  ConfigMap: ['/api/v1', 'configmaps'],
  GitRepository: ['/apis/source.toolkit.fluxcd.io/v1', 'gitrepositories'],
  HelmRelease: ['/apis/helm.toolkit.fluxcd.io/v2', 'helmreleases'],
  Lease: ['/apis/coordination.k8s.io/v1', 'leases'],
  OCIRepository: ['/apis/source.toolkit.fluxcd.io/v1', 'ocirepositories'],
  Pod: ['/api/v1', 'pods'],
  Resource: ['/apis/delivery.ocm.software/v1alpha1', 'resources'],
  Secret: ['/api/v1', 'secrets'],
};

/** A write of the reference in the namespace of the instance. */
export function write(kind: string, name: string, fields: JsonMap = {}, more: Partial<RecordedWrite> = {}): RecordedWrite {
  const { metadata = {}, ...rest } = fields;
  const object = { kind, metadata: { name, namespace: 'mesh-ns', ...(metadata as JsonMap) }, ...rest };
  return { cluster: 'runtime', verb: 'apply', path: pathOf(kind, name), object, ...more };
}

export function pathOf(kind: string, name: string): string {
  const [api, plural] = PLURALS[kind]!;
  return `${api}/namespaces/mesh-ns/${plural}/${name}`;
}
