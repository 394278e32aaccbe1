import { detachedApp, manifestsOf, PlatformMeshChart, type Manifest } from '../../src/charts/index.js';
import { graphOf, type Graph } from '../../src/graph/index.js';
import { blueprintFrom, type Blueprint } from '../../src/profile/index.js';
import { fileSource } from '../../src/profile/read/source-text.js';

/** A platform as the graph takes it. */
export interface Platform {
  readonly blueprint: Blueprint;
  readonly manifests: readonly Manifest[];
  readonly graph: Graph;
}

const PLATFORM_MESH = `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata: {name: NAME, namespace: platform-mesh-system}
spec:
  exposure: {baseDomain: portal.example.com, port: 8443, protocol: https}
`;

const INFRA = ['certManager', 'etcdDruid', 'gatewayApi', 'opentelemetryOperator', 'prometheusOperatorCRDs', 'traefikCRDs', 'traefik'];

const SUBJECTS =
  'account identity billing search audit edge metering catalog quota policy registry backup ingress secrets tenant storage network'
    .split(' ')
    .concat('compute', 'database', 'messaging');
const ROLES = 'api operator controller webhook ui worker exporter proxy scheduler migrator importer gateway cache indexer'.split(' ');

/** What a test says of a platform's profile. */
export interface Shape {
  readonly technology?: 'fluxcd' | 'argocd';
  /** Lines of YAML below `components.services`, as text. */
  readonly services: string;
  /** Keys of infra components. */
  readonly infra?: readonly string[];
  readonly name?: string;
}

export function platformOf({ technology = 'fluxcd', services, infra = [], name = 'mesh' }: Shape): Platform {
  const profile = [
    'infra:',
    `  deploymentTechnology: ${technology}`,
    ...infra.map((key) => `  ${key}: {enabled: true, values: {replicas: 1}}`),
    'components:',
    `  deploymentTechnology: ${technology}`,
    `  services:${services.trim() === '' ? ' {}' : ''}`,
    services,
  ].join('\n');
  const { blueprint } = blueprintFrom({
    sources: [fileSource('platform-mesh.yaml', PLATFORM_MESH.replace('NAME', name))],
    profile: [fileSource('profile.yaml', profile)],
  });
  return fromBlueprint(blueprint);
}

export function fromBlueprint(blueprint: Blueprint): Platform {
  const app = detachedApp();
  new PlatformMeshChart(app, 'mesh', { blueprint });
  const manifests = manifestsOf(app);
  return { blueprint, manifests, graph: graphOf(blueprint, manifests) };
}

/** The platform without what goes into kcp. */
export function withoutKcp({ blueprint, manifests }: Platform): Platform {
  const rest = manifests.filter(({ target }) => !target.startsWith('kcp/'));
  return { blueprint, manifests: rest, graph: graphOf(blueprint, rest) };
}

/** The platform with so many workspaces more: four organizations, and accounts within them and within each other. */
export function withWorkspaces({ blueprint }: Platform, count: number): Platform {
  const organizations = ['acme', 'globex', 'initech', 'umbrella'];
  const open = organizations.map((name) => `root:orgs:${name}`);
  const accounts = Array.from({ length: count - organizations.length }, (_, index) => {
    const parent = open[(index * 7) % Math.min(open.length, 14)] ?? '';
    const name = `${SUBJECTS[index % SUBJECTS.length] ?? ''}-${index}`;
    open.push(`${parent}:${name}`);
    return { parent, name, type: { name: 'account', path: 'root' } };
  });
  const depth = ({ parent }: { readonly parent: string }): number => parent.split(':').length;
  const extraWorkspaces = [
    ...organizations.map((name) => ({ parent: 'root:orgs', name, type: { name: 'org', path: 'root' } })),
    ...accounts.sort((a, b) => depth(a) - depth(b)),
  ];
  const extraDefaultApiBindings = [{ workspaceTypePath: 'root:account', export: 'widgets.example.com', path: 'root:providers:widgets' }];
  return fromBlueprint({ ...blueprint, kcp: { ...blueprint.kcp, extraWorkspaces, extraDefaultApiBindings } });
}

/** A platform of so many components, the same for the same number: some infra, then services in layers. */
export function platformWith(count: number, technology: 'fluxcd' | 'argocd' = 'fluxcd'): Platform {
  const infra = INFRA.slice(0, count < 20 ? 3 : INFRA.length);
  const names = Array.from({ length: count - infra.length }, (_, index) => serviceName(index));
  const services = names.map((name, index) => service(name, index, names));
  return platformOf({ technology, infra, services: services.join('\n'), name: count < 20 ? 'quickstart' : 'production' });
}

function serviceName(index: number): string {
  const subject = SUBJECTS[(index * 7) % SUBJECTS.length] ?? '';
  const role = ROLES[Math.floor(index / SUBJECTS.length) % ROLES.length] ?? '';
  const round = Math.floor(index / (SUBJECTS.length * ROLES.length));
  return `${subject}-${role}${round === 0 ? '' : `-${round}`}`;
}

function service(name: string, index: number, names: readonly string[]): string {
  const layer = index % 5;
  const needs =
    layer === 0
      ? []
      : [index - 1, ...(index % 3 === 0 ? [index - (index % 5)] : []), ...(index % 7 === 0 ? [(index >> 2) - ((index >> 2) % 5)] : [])];
  const dependsOn = [...new Set(needs.filter((need) => need >= 0 && need < index))].map((need) => names[need] ?? '');
  return [
    `    ${name}:`,
    '      enabled: true',
    ...(index % 11 === 4 ? ['      suspend: true'] : []),
    ...(dependsOn.length === 0 ? [] : [`      dependsOn: [${dependsOn.join(', ')}]`]),
    '      imageResources:',
    `      - annotations: {repo: oci, artifact: image, for: ${name}}`,
    ...(index % 4 === 1
      ? [`      - {name: ${name}-migration-image, annotations: {repo: oci, artifact: image, path: migration.image.tag}}`]
      : []),
    '      values:',
    `        replicas: ${1 + (index % 3)}`,
    '        image:',
    `          repository: registry.example.com/${name}`,
    '          pullPolicy: IfNotPresent',
    `        host: '${name}.{{ .baseDomain }}'`,
    '        resources:',
    '          requests: {cpu: 50m, memory: 64Mi}',
  ].join('\n');
}
