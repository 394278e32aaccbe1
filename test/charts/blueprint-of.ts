import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { detachedApp, manifestsOf, PlatformMeshChart, type Manifest } from '../../src/charts/index.js';
import type { ArgoProject, Blueprint, Component, OcmResource, ReleaseSettings, RuntimeValues } from '../../src/profile/index.js';
import type { Settings } from '../../src/settings.js';

/** What a test says of a component; the rest is the least that works. */
export type GivenComponent = Partial<Omit<Component, 'release' | 'ocm'>> & {
  readonly name: string;
  readonly release?: Partial<ReleaseSettings> | 'none';
  readonly ocm?: Component['ocm'];
};

/** What a test says of a platform. */
export interface GivenBlueprint {
  readonly components?: readonly GivenComponent[];
  readonly argoProject?: ArgoProject;
  readonly settings?: Settings;
  readonly runtimeValues?: RuntimeValues;
  readonly isInGit?: boolean;
}

export const NAMESPACE = 'mesh-system';
export const SERVER = 'https://kubernetes.default.svc';

/** A Blueprint as `profile/` would have resolved it: every default is there already. */
export function blueprintOf({ components = [], argoProject, settings = {} }: GivenBlueprint): Blueprint {
  return {
    instance: { name: 'mesh', namespace: NAMESPACE },
    exposure: {
      baseDomain: 'portal.localhost',
      port: 8443,
      protocol: 'https',
      baseDomainPort: 'portal.localhost:8443',
      baseDomainWithPort: 'portal.localhost:8443',
    },
    settings,
    components: components.map(componentOf),
    kcp: { extraWorkspaces: [], extraDefaultApiBindings: [], connections: [] },
    toggles: [],
    provenance: { history: () => [], children: () => [] },
    ...(argoProject ? { argoProject } : {}),
  };
}

function componentOf({ release = {}, ...given }: GivenComponent): Component {
  return {
    key: given.name,
    section: 'services',
    technology: 'fluxcd',
    source: { kind: 'oci', chart: given.name },
    ocm: { images: [] },
    ...given,
    release:
      release === 'none'
        ? release
        : {
            targetNamespace: NAMESPACE,
            interval: '1m',
            timeout: '15m',
            wave: 1,
            syncOptions: ['CreateNamespace=true'],
            destinationServer: SERVER,
            ...release,
          },
  };
}

export function ocmResource(name: string, more: Partial<OcmResource> = {}): OcmResource {
  return {
    name,
    component: 'platform-mesh',
    repository: 'platform-mesh',
    referencePath: [{ name: 'portal' }],
    resource: 'chart',
    labels: {},
    annotations: {},
    localized: false,
    ...more,
  };
}

/** The OCM Resource of a chart in a registry, as the profile makes it. */
export function chartOf(name: string, annotations: Readonly<Record<string, string>> = {}): OcmResource {
  return ocmResource(`${name}-chart`, { labels: { artifact: 'chart', repo: 'oci' }, annotations });
}

/** The OCM Resource of an image, as a profile writes it. */
export function imageOf(name: string, annotations: Readonly<Record<string, string>> = {}, more: Partial<OcmResource> = {}): OcmResource {
  return ocmResource(name, { annotations: { artifact: 'image', repo: 'oci', ...annotations }, ...more });
}

/** The manifests of a platform without those of kcp, which are the same for all components. */
export function manifestsOfBlueprint(given: GivenBlueprint): readonly Manifest[] {
  const app = detachedApp();
  const { runtimeValues = {}, isInGit = false } = given;
  new PlatformMeshChart(app, 'mesh', { blueprint: blueprintOf(given), runtimeValues, isInGit });
  return manifestsOf(app).filter(({ target }) => !target.startsWith('kcp/'));
}

/** The one object of a kind and name. */
export function objectOf(given: GivenBlueprint, kind: string, name: string): KubernetesObject {
  const manifests = manifestsOfBlueprint(given);
  const found = manifests.filter(({ object }) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1 || !found[0])
    throw new Error(
      `${found.length} of ${kind} ${name} among ${manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ')}`,
    );
  return found[0].object;
}

/** A field of the spec, the path written with dots. */
export function specOf(object: KubernetesObject, path = ''): unknown {
  let at: unknown = object['spec'];
  for (const key of path.split('.').filter((part) => part !== '')) at = (at as Readonly<Record<string, unknown>> | undefined)?.[key];
  return at;
}
