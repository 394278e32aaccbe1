import { detachedApp, manifestsOf, PlatformMeshChart, SOURCE_PLACEHOLDER, type Manifest } from '../../../charts/index.js';
import type { Blueprint, RuntimeValues } from '../../../profile/index.js';

/** What is rendered for the clusters, and why parts of it must not be written yet. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  /** Reasons by manifest. */
  readonly withheld: ReadonlyMap<Manifest, string>;
}

const LAST = new WeakMap<Blueprint, { readonly key: string; readonly rendered: Rendered }>();

/** Renders the manifests of the clusters; what has not changed is not rendered again. */
export function renderForClusters(blueprint: Blueprint, values: RuntimeValues): Rendered {
  const key = JSON.stringify(values);
  const last = LAST.get(blueprint);
  if (last?.key === key) return last.rendered;
  const app = detachedApp();
  new PlatformMeshChart(app, blueprint.instance.name, { blueprint, runtimeValues: values });
  const manifests = manifestsOf(app).filter(({ target }) => !target.startsWith('kcp/'));
  const charts = new Map(blueprint.components.map(({ name, ocm }) => [name, ocm.chart?.name]));
  const withheld = new Map(manifests.flatMap((manifest) => {
    const { object } = manifest;
    if (object.kind !== 'Application' || !JSON.stringify(object['spec']).includes(SOURCE_PLACEHOLDER)) return [];
    const resource = charts.get(object.metadata.name);
    return [[manifest, `its source is not known: OCM Resource ${resource ?? 'for it'} has not found it yet`] as const];
  }));
  const rendered = { manifests, withheld };
  LAST.set(blueprint, { key, rendered });
  return rendered;
}
