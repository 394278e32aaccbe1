import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { detachedApp, manifestsOf, PlatformMeshChart, type Manifest, type Target } from '../../../src/charts/index.js';
import {
  defineBlueprint,
  loadBlueprint,
  type Blueprint,
  type FeatureToggleName,
  type KcpDefinition,
  type RuntimeValues,
} from '../../../src/profile/index.js';
import type { Settings } from '../../../src/settings.js';

/** What a test says of a platform; the rest is the least that works. */
export interface GivenKcp {
  readonly toggles?: readonly FeatureToggleName[];
  readonly kcp?: KcpDefinition;
  readonly settings?: Settings;
  readonly baseDomain?: string;
  readonly values?: RuntimeValues;
}

/** Every value that a platform asks for, whatever its toggles. */
export const KNOWN: RuntimeValues = {
  identityHashes: { 'root:tenancy.kcp.io': 'a1'.repeat(32), 'root:platform-mesh-system:core.platform-mesh.io': 'b2'.repeat(32) },
  caBundles: {
    'account-operator-webhook-server-cert': 'ACCOUNT PEM\n',
    'security-operator-ca-secret': 'SECURITY PEM\n',
    'domain-certificate': 'DOMAIN PEM\n',
  },
  audiences: { welcome: ['portal', 'kubectl'] },
};

export interface KcpManifests {
  /** Those that go into kcp, in their order. */
  readonly manifests: readonly Manifest[];
  /** Names of the values that were missing. */
  readonly unresolved: readonly string[];
}

export function kcpOf({
  toggles = [],
  kcp = {},
  settings = {},
  baseDomain = 'mesh.example.com',
  values = KNOWN,
}: GivenKcp = {}): KcpManifests {
  const { blueprint } = defineBlueprint({
    name: 'mesh',
    namespace: 'mesh-system',
    exposure: { baseDomain, port: 443 },
    featureToggles: toggles,
    kcp,
    settings,
  });
  return kcpOfBlueprint(blueprint, values);
}

export function kcpOfExample(example: string, values: RuntimeValues): KcpManifests {
  return kcpOfBlueprint(loadBlueprint({ files: [`examples/${example}`] }).blueprint, values);
}

export function kcpOfBlueprint(blueprint: Blueprint, runtimeValues: RuntimeValues): KcpManifests {
  const app = detachedApp();
  const { unresolved } = new PlatformMeshChart(app, 'mesh', { blueprint, runtimeValues });
  return { manifests: manifestsOf(app).filter(({ target }) => target.startsWith('kcp/')), unresolved: unresolved.map(({ name }) => name) };
}

export const SYSTEM = 'kcp/root:platform-mesh-system';

/** The one object of a kind and name in a workspace. */
export function find({ manifests }: KcpManifests, target: Target, kind: string, name: string): KubernetesObject {
  const found = manifests.filter(
    (manifest) => manifest.target === target && manifest.object.kind === kind && manifest.object.metadata.name === name,
  );
  if (!found[0] || found.length > 1) throw new Error(`${found.length} of ${kind} ${name} in ${target}`);
  return found[0].object;
}

/** Kind and name of everything, with its workspace. */
export function names({ manifests }: KcpManifests): readonly string[] {
  return manifests.map(({ target, object }) => `${target} ${object.kind} ${object.metadata.name}`);
}
