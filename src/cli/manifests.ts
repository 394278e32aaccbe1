import type { Manifest } from '../charts/index.js';
import type { Blueprint } from '../profile/index.js';

/** The manifests of a platform. The charts are loaded when a verb needs them. */
export async function manifestsOfBlueprint(blueprint: Blueprint): Promise<readonly Manifest[]> {
  const { detachedApp, manifestsOf, PlatformMeshChart } = await import('../charts/index.js');
  const app = detachedApp();
  new PlatformMeshChart(app, blueprint.instance.name, { blueprint });
  return manifestsOf(app);
}
