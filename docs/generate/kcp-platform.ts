import type { Settings } from '../../src/settings.js';
import type { Manifest, RuntimeValues, UnresolvedValue } from '../../src/index.js';
import { memoryFiles } from './memory-files.ts';
import type { Product } from './product.ts';

/** What goes into kcp for a platform, and the files that it is written to. */
export interface KcpPlatform {
  readonly manifests: readonly Manifest[];
  readonly files: ReadonlyMap<string, string>;
  readonly unresolved: readonly UnresolvedValue[];
}

/** What a platform is made from, besides a profile without components. */
export interface GivenPlatform {
  /** The spec of the PlatformMesh, as JSON or YAML in one line. */
  readonly spec?: string;
  readonly settings?: Settings;
  readonly runtimeValues?: RuntimeValues;
}

export function kcpPlatform(
  { library, testing }: Product,
  { spec = '{}', settings = {}, runtimeValues = {} }: GivenPlatform = {},
): KcpPlatform {
  const files = {
    'platform-mesh.yaml': `apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata: {name: mesh, namespace: platform-mesh-system}\nspec: ${spec}\n`,
    'profile.yaml': 'components: {services: {}}\n',
  };
  const { blueprint } = library.loadBlueprint({
    files: ['platform-mesh.yaml'],
    profile: 'profile.yaml',
    settings,
    from: memoryFiles(files),
  });
  const app = testing.Testing.app();
  const { unresolved } = new library.PlatformMeshChart(app, 'mesh', { blueprint, runtimeValues });
  const all = library.manifestsOf(app);
  return { manifests: all.filter(({ target }) => target.startsWith('kcp/')), files: library.synthesize(all, { unresolved }), unresolved };
}

/** The path of the workspace that a manifest goes to. */
export function workspaceOf({ target }: Manifest): string {
  return target.replace(/^kcp\//u, '');
}

/** A spec with feature toggles. */
export function withToggles(...names: readonly string[]): string {
  return `{featureToggles: [${names.map((name) => `{name: ${name}}`).join(', ')}]}`;
}
