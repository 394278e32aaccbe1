/** An object, and whether the API server takes it. */
export interface AdmissionCase {
  readonly name: string;
  readonly object: Readonly<Record<string, unknown>>;
  readonly accepted: boolean;
  /** It has an entry that cannot work: the API server takes it, so that the rest works, and `validate` refuses it. @default false */
  readonly unusable?: true;
}

type Fields = Readonly<Record<string, unknown>>;

export function platformMesh(spec: unknown): Fields {
  return {
    apiVersion: 'core.platform-mesh.io/v1alpha1',
    kind: 'PlatformMesh',
    metadata: { name: 'platform-mesh', namespace: 'platform-mesh-system' },
    spec,
  };
}

export function provider(name: string, spec: unknown = {}): Fields {
  return { apiVersion: 'providers.platform-mesh.io/v1alpha1', kind: 'Provider', metadata: { name }, spec };
}

export function managedProvider(spec: Fields): Fields {
  return {
    apiVersion: 'providers.platform-mesh.io/v1alpha1',
    kind: 'ManagedProvider',
    metadata: { name: 'wildwest', namespace: 'platform-mesh-system' },
    spec: { platformMeshRef: { name: 'platform-mesh' }, runtimeDeployments: [], ...spec },
  };
}

/** The PlatformMesh of the reference's end-to-end test. */
export const E2E_PLATFORM_MESH = platformMesh({
  exposure: { port: 8443, baseDomain: 'portal.localhost', protocol: 'https' },
  ocm: { repo: { name: 'platform-mesh' }, component: { name: 'platform-mesh' }, referencePath: [] },
  featureToggles: [
    { name: 'feature-enable-getting-started' },
    { name: 'feature-disable-email-verification' },
    { name: 'feature-accounts-in-accounts' },
  ],
  kcp: {},
});

const good = (name: string, object: Fields): AdmissionCase => ({ name, object, accepted: true });
const unusable = (name: string, object: Fields): AdmissionCase => ({ name, object, accepted: true, unusable: true });
const bad = (name: string, object: Fields): AdmissionCase => ({ name, object, accepted: false });

const exposure = (fields: unknown) => platformMesh({ exposure: fields });
const connection = (fields: Fields) => platformMesh({ kcp: { providerConnections: [{ secret: 'portal-kubeconfig', ...fields }] } });
const extraConnection = (fields: Fields) =>
  platformMesh({ kcp: { extraProviderConnections: [{ secret: 'portal-kubeconfig', ...fields }] } });
const extraWorkspace = (fields: Fields) => platformMesh({ kcp: { extraWorkspaces: [fields] } });
const extraBinding = (fields: Fields) => platformMesh({ kcp: { extraDefaultAPIBindings: [fields] } });
const wait = (fields: Fields) => platformMesh({ wait: { resourceTypes: [fields] } });
const flat = { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' };
const flux = { registry: 'ghcr.io', chart: 'org/charts/wildwest', version: '0.1.0' };
const ocm = { registry: 'ghcr.io/org', component: 'example.com/wildwest', version: '0.1.0' };
const path = 'root:platform-mesh-system';

const PLATFORM_MESH_CASES: readonly AdmissionCase[] = [
  good('the PlatformMesh of the end-to-end test', E2E_PLATFORM_MESH),
  good('no spec', { ...platformMesh(undefined), spec: undefined }),
  good('an empty spec', platformMesh({})),
  good(
    'null for every optional field',
    platformMesh({
      exposure: null,
      kcp: null,
      values: null,
      infraValues: null,
      ocm: null,
      featureToggles: null,
      wait: null,
      profileConfigMap: null,
    }),
  ),
  bad('a spec that is a list', platformMesh([])),
  bad('a spec that is a text', platformMesh('none')),

  good('an empty exposure', exposure({})),
  good('empty texts and port 0, which mean the defaults', exposure({ baseDomain: '', protocol: '', port: 0 })),
  good('null within the exposure', exposure({ baseDomain: null, protocol: null, port: null })),
  good('port 1', exposure({ port: 1 })),
  good('port 65535', exposure({ port: 65535 })),
  bad('port 65536', exposure({ port: 65536 })),
  bad('port -1', exposure({ port: -1 })),
  bad('a fraction as port', exposure({ port: 80.5 })),
  bad('a port in quotes', exposure({ port: '443' })),
  bad('a port in words', exposure({ port: 'eighty' })),
  good('http', exposure({ protocol: 'http' })),
  bad('HTTPS', exposure({ protocol: 'HTTPS' })),
  bad('ftp', exposure({ protocol: 'ftp' })),
  bad('https with its slashes', exposure({ protocol: 'https://' })),
  good('a domain of one label', exposure({ baseDomain: 'localhost' })),
  good('an IP address as domain', exposure({ baseDomain: '10.0.0.1' })),
  bad('a domain with a port', exposure({ baseDomain: 'example.com:8443' })),
  bad('a URL as domain', exposure({ baseDomain: 'https://example.com' })),
  bad('a domain in capitals', exposure({ baseDomain: 'Example.com' })),
  bad('a domain with an empty label', exposure({ baseDomain: 'example..com' })),
  bad('a domain that ends in a dot', exposure({ baseDomain: 'example.com.' })),
  bad('a domain with an underscore', exposure({ baseDomain: 'my_domain.com' })),
  bad('a domain with a line break', exposure({ baseDomain: 'example.com\n' })),
  bad('a domain that is too long', exposure({ baseDomain: 'a'.repeat(254) })),

  good(
    'values of any shape',
    platformMesh({
      values: { services: { portal: { values: { replicas: 2, list: [1, 'a', null], deep: { x: true } } } } },
      infraValues: [1, 2],
    }),
  ),
  good('values that are a text', platformMesh({ values: 'text', infraValues: 1.5 })),

  good('an admin connection', connection({ path, adminAuth: true })),
  good('an admin connection by raw path', connection({ rawPath: '/services/marketplace', adminAuth: true })),
  good('an admin connection by endpoint slice', connection({ path, endpointSliceName: 'core.platform-mesh.io', adminAuth: true })),
  good('an external connection in a namespace', connection({ path, adminAuth: true, external: true, namespace: 'other' })),
  good('a scoped connection by endpoint slice', connection({ path, endpointSliceName: 'core.platform-mesh.io' })),
  good('a scoped connection by apiExportName', connection({ path, apiExportName: 'core.platform-mesh.io', adminAuth: false })),
  good(
    'a scoped connection by apiExportNames',
    connection({ path, apiExportNames: ['core.platform-mesh.io', 'terminal.platform-mesh.io'] }),
  ),
  good('the empty spelling of the other source', connection({ path, apiExportName: '', endpointSliceName: 'core.platform-mesh.io' })),
  good('an empty list as the other source', connection({ path, apiExportNames: [], endpointSliceName: 'core.platform-mesh.io' })),
  good(
    'null as the other source',
    connection({ path, apiExportName: null, apiExportNames: null, endpointSliceName: 'core.platform-mesh.io' }),
  ),
  good('null as adminAuth of a scoped connection', connection({ path, adminAuth: null, apiExportName: 'core.platform-mesh.io' })),
  good('an empty raw path in a scoped connection', connection({ path, apiExportName: 'core.platform-mesh.io', rawPath: '' })),
  bad('a connection without a Secret', platformMesh({ kcp: { providerConnections: [{ path, adminAuth: true }] } })),
  bad('a connection with an empty Secret name', connection({ secret: '', path, adminAuth: true })),
  bad('null as Secret name', connection({ secret: null, path, adminAuth: true })),
  good('a blank as the other source', connection({ path, endpointSliceName: ' ', apiExportName: 'a' })),
  unusable('a blank as the only source', connection({ path, endpointSliceName: ' ' })),
  unusable('both spellings in an admin connection', connection({ path, adminAuth: true, apiExportName: 'a', apiExportNames: ['a'] })),
  unusable('a scoped connection without a source', connection({ path })),
  unusable('a scoped connection with an empty source', connection({ path, apiExportName: '' })),
  unusable('a scoped connection with an empty list of exports', connection({ path, apiExportNames: [] })),
  unusable('a scoped connection with two sources', connection({ path, apiExportName: 'a', endpointSliceName: 'b' })),
  unusable('a scoped connection with both spellings', connection({ path, apiExportName: 'a', apiExportNames: ['a'] })),
  unusable('a scoped connection without a path', connection({ apiExportName: 'a' })),
  unusable('a scoped connection with an empty path', connection({ path: '', apiExportName: 'a' })),
  good('a scoped connection with a raw path, which it does not use', connection({ path, apiExportName: 'a', rawPath: '/services/x' })),
  bad('an empty export name in the list', connection({ path, apiExportNames: [''] })),
  good(
    'a connection for the initializer of a workspace type',
    connection({ path: 'root', workspaceType: { name: 'org', virtualWorkspace: 'initializing' } }),
  ),
  bad('another virtual workspace', connection({ path: 'root', workspaceType: { name: 'org', virtualWorkspace: 'other' } })),
  unusable(
    'a scoped connection to a workspace type and an export',
    connection({ path, apiExportName: 'a', workspaceType: { name: 'org', virtualWorkspace: 'terminating' } }),
  ),
  bad('null in the list of exports', connection({ path, apiExportNames: [null] })),
  bad('a path with a slash', connection({ path: 'root/orgs', adminAuth: true })),
  bad('a path with an empty segment', connection({ path: 'root::orgs', adminAuth: true })),
  bad('a path in capitals', connection({ path: 'root:Orgs', adminAuth: true })),
  bad('adminAuth in quotes', connection({ path, adminAuth: 'true' })),
  bad('null as connection', platformMesh({ kcp: { providerConnections: [null] } })),
  bad('connections that are a map', platformMesh({ kcp: { providerConnections: { secret: 'a' } } })),
  good('an extra admin connection', extraConnection({ path: 'root:orgs:extra1', external: true, adminAuth: true })),
  unusable('an extra connection as the older documents have it', extraConnection({ path: 'root:orgs' })),

  good('an extra workspace', extraWorkspace({ path: 'root:orgs:extra1', type: { name: 'org', path: 'root' } })),
  bad('an extra workspace without a parent', extraWorkspace({ path: 'mine', type: { name: 'org', path: 'root' } })),
  bad('an extra workspace without a type', extraWorkspace({ path: 'root:orgs:extra1' })),
  bad('an extra workspace without the workspace of its type', extraWorkspace({ path: 'root:orgs:extra1', type: { name: 'org' } })),
  bad('an extra workspace with a slash', extraWorkspace({ path: 'root/orgs', type: { name: 'org', path: 'root' } })),
  good('an extra binding', extraBinding({ workspaceTypePath: 'root:org', export: 'core.platform-mesh.io', path })),
  bad('an extra binding to a type without a workspace', extraBinding({ workspaceTypePath: 'org', export: 'core.platform-mesh.io', path })),
  bad('an extra binding without an export', extraBinding({ workspaceTypePath: 'root:org', path })),
  bad('an extra binding with a slash', extraBinding({ workspaceTypePath: 'root:org', export: 'core.platform-mesh.io', path: 'root/orgs' })),

  good('the same toggle twice', platformMesh({ featureToggles: [{ name: 'a' }, { name: 'a', parameters: { b: 'c' } }, {}] })),
  bad('a toggle parameter that is a boolean', platformMesh({ featureToggles: [{ name: 'a', parameters: { b: true } }] })),
  bad('a toggle that is a text', platformMesh({ featureToggles: ['feature-enable-getting-started'] })),

  good('a profile ConfigMap', platformMesh({ profileConfigMap: { name: 'my-profile' } })),
  good('a profile ConfigMap in another namespace', platformMesh({ profileConfigMap: { name: 'my-profile', namespace: 'other' } })),
  good('a profile ConfigMap in an empty namespace', platformMesh({ profileConfigMap: { name: 'my-profile', namespace: '' } })),
  bad('a profile ConfigMap with an empty name', platformMesh({ profileConfigMap: { name: '' } })),
  bad('a profile ConfigMap without a name', platformMesh({ profileConfigMap: { namespace: 'other' } })),

  good('an empty OCM section', platformMesh({ ocm: {} })),
  good('empty OCM names', platformMesh({ ocm: { repo: {}, component: {}, referencePath: [{ name: 'core' }] } })),
  bad('a reference without a name', platformMesh({ ocm: { referencePath: [{}] } })),
  bad('a reference that is a text', platformMesh({ ocm: { referencePath: ['core'] } })),

  good('an empty wait', platformMesh({ wait: {} })),
  good('a wait for nothing', platformMesh({ wait: { resourceTypes: [] } })),
  good('a flat wait item', wait({ ...flat, namespace: 'default', conditionType: 'Ready', conditionStatus: 'True' })),
  good(
    'a flat wait item with labels',
    wait({
      ...flat,
      matchLabels: { app: 'portal' },
      matchExpressions: [
        { key: 'a', operator: 'In', values: ['b'] },
        { key: 'c', operator: 'Exists' },
      ],
    }),
  ),
  good('a flat wait item of the core group', wait({ group: '', version: 'v1', kind: 'Pod', name: 'a', namespace: 'b' })),
  good(
    'the nested wait item of the README',
    wait({
      apiVersions: { versions: ['v2'] },
      groupKind: { group: flat.group, kind: flat.kind },
      labelSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
      conditionType: 'Ready',
      conditionStatus: 'True',
    }),
  ),
  bad('a wait item without a kind', wait({ group: 'apps', version: 'v1' })),
  bad('a wait item without a version', wait({ group: 'apps', kind: 'Deployment' })),
  bad('an empty wait item', wait({})),
  bad('a nested wait item without versions', wait({ groupKind: { group: 'apps', kind: 'Deployment' } })),
  bad('a wait item in both forms', wait({ ...flat, groupKind: { kind: 'HelmRelease' }, apiVersions: { versions: ['v2'] } })),
  bad('a nested wait item with an empty list of versions', wait({ groupKind: { kind: 'Pod' }, apiVersions: { versions: [] } })),
  bad('a wait item with labels in both forms', wait({ ...flat, matchLabels: { a: 'b' }, labelSelector: { matchLabels: { a: 'b' } } })),
  good('null as a label', wait({ ...flat, matchLabels: { a: null } })),
  bad('a wait label that is a number', wait({ ...flat, matchLabels: { a: 1 } })),
  bad('a wait expression without an operator', wait({ ...flat, matchExpressions: [{ key: 'a' }] })),

  good('a name of 63 characters', { ...platformMesh({}), metadata: { name: 'a'.repeat(63) } }),
  bad('a name of 64 characters', { ...platformMesh({}), metadata: { name: 'a'.repeat(64) } }),
  bad('a name with an empty part', { ...platformMesh({}), metadata: { name: 'a..b' } }),
  good('an unknown field, which is pruned', platformMesh({ exposur: { port: 1 } })),
];

const PROVIDER_CASES: readonly AdmissionCase[] = [
  good('a Provider', provider('wildwest')),
  good(
    'a Provider with everything',
    provider('wildwest', {
      providerKubeconfigSecret: { name: 'a', namespace: 'b', key: 'c' },
      hostOverride: 'https://kcp.example.com:8443',
    }),
  ),
  good('a Provider with an empty hostOverride', provider('wildwest', { hostOverride: '' })),
  good('a Provider name of 46 characters', provider('a'.repeat(46))),
  bad('a Provider name of 47 characters', provider('a'.repeat(47))),
  bad('a Provider name with a dot', provider('wild.west')),
  bad('a Provider without a spec', { ...provider('wildwest'), spec: undefined }),
  bad('a Provider with half a Secret', provider('wildwest', { providerKubeconfigSecret: { name: 'a' } })),
];

const MANAGED_PROVIDER_CASES: readonly AdmissionCase[] = [
  good('a ManagedProvider that deploys nothing', managedProvider({})),
  good('a Flux deployment', managedProvider({ runtimeDeployments: [{ flux }] })),
  good(
    'a Flux deployment from a Helm repository',
    managedProvider({
      runtimeDeployments: [{ flux: { ...flux, type: 'helm', registry: 'https://charts.example.com', values: { a: [1] }, insecure: true } }],
    }),
  ),
  good('an OCM deployment', managedProvider({ runtimeDeployments: [{ ocm }] })),
  good(
    'an OCM deployment in the older spelling',
    managedProvider({ runtimeDeployments: [{ ocm: { registry: ocm.registry, componentName: ocm.component, version: ocm.version } }] }),
  ),
  good(
    'an OCM deployment with everything',
    managedProvider({
      runtimeDeployments: [
        { ocm: { ...ocm, name: 'a', resourceName: 'chart', referencePath: [{ name: 'b' }], values: {}, insecure: false } },
      ],
    }),
  ),
  good(
    'a Provider elsewhere',
    managedProvider({
      provider: { path: 'root:providers:system', name: 'wildwest' },
      providerHostOverride: '',
      providerKubeconfigSecret: { name: 'a', key: 'b' },
      runtimeKubeconfigSecretName: 'c',
      cleanupOnDelete: true,
    }),
  ),
  good('a Provider without a name of its own', managedProvider({ provider: { path: 'root:providers:system', name: '' } })),
  good('null as the other deployment', managedProvider({ runtimeDeployments: [{ flux, ocm: null }] })),
  good('null as the other spelling', managedProvider({ runtimeDeployments: [{ ocm: { ...ocm, componentName: null } }] })),
  bad('null as the only deployment', managedProvider({ runtimeDeployments: [{ flux: null }] })),
  bad('a ManagedProvider without a spec', { ...managedProvider({}), spec: undefined }),
  bad(
    'a ManagedProvider whose Provider has a name of 47 characters',
    managedProvider({ provider: { path: 'root', name: 'a'.repeat(47) } }),
  ),
  bad('a ManagedProvider whose name cannot be that of a Provider', { ...managedProvider({}), metadata: { name: 'wild.west' } }),
  good('a ManagedProvider with a name that its Provider does not share', {
    ...managedProvider({ provider: { path: 'root', name: 'wildwest' } }),
    metadata: { name: 'wild.west' },
  }),
  bad('both deployments', managedProvider({ runtimeDeployments: [{ flux, ocm }] })),
  bad('no deployment', managedProvider({ runtimeDeployments: [{}] })),
  bad('no list of deployments', managedProvider({ runtimeDeployments: null })),
  bad('no PlatformMesh', managedProvider({ platformMeshRef: null })),
  bad('an unknown Flux type', managedProvider({ runtimeDeployments: [{ flux: { ...flux, type: 'git' } }] })),
  bad('a Flux deployment without a version', managedProvider({ runtimeDeployments: [{ flux: { registry: 'a', chart: 'b' } }] })),
  bad('both OCM spellings', managedProvider({ runtimeDeployments: [{ ocm: { ...ocm, componentName: 'a' } }] })),
  bad('no OCM component', managedProvider({ runtimeDeployments: [{ ocm: { registry: 'a', version: 'b' } }] })),
  bad('a Provider with an empty path', managedProvider({ provider: { path: '', name: 'a' } })),
  bad('a Provider with a bad path', managedProvider({ provider: { path: 'root/providers', name: 'a' } })),
  bad('a Provider without a name', managedProvider({ provider: { path: 'root:providers:system' } })),
];

/** What both must agree on: `validate`, and the API server with our CRDs. */
export const ADMISSION_CASES: readonly AdmissionCase[] = [...PLATFORM_MESH_CASES, ...PROVIDER_CASES, ...MANAGED_PROVIDER_CASES];
