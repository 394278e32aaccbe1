import {
  defineBlueprint,
  INFRA_COMPONENTS,
  type Blueprint,
  type ChartSource,
  type ResolvedResource,
  type Technology,
} from '../../profile/index.js';
import { detachedApp, manifestsOf } from '../manifest.js';
import { PlatformMeshChart } from '../platform-mesh-chart.js';
import type { Target } from '../target.js';

/** A kind that a platform is made of, and where its objects lie. */
export interface EmittedKind {
  readonly target: Target;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** Every kind that any platform may have outside of kcp, derived from a platform that has everything, so no new kind is missing. */
export function emittedKinds(namespace: string, technologies: readonly Technology[]): readonly EmittedKind[] {
  const kinds = technologies.flatMap((technology) => kindsOf(everything(namespace, technology)));
  return [...new Map(kinds.map((kind) => [Object.values(kind).join(' '), kind])).values()];
}

/** All infra components, and a service from each kind of source. */
function everything(namespace: string, deploymentTechnology: Technology): Blueprint {
  return defineBlueprint({
    name: 'everything',
    namespace,
    infra: { deploymentTechnology, ...Object.fromEntries(INFRA_COMPONENTS.map(({ key }) => [key, {}])) },
    components: { deploymentTechnology, services: { registry: {}, helm: { helmRepo: true }, git: { gitRepo: true } } },
  }).blueprint;
}

/** A chart that OCM has found, by the kind of its source: Flux sources are made of it. */
const GIT: ResolvedResource = { access: { repoUrl: 'https://git.example.com/charts', commit: 'c0ffee' } };
const FOUND: Readonly<Record<ChartSource['kind'], ResolvedResource>> = {
  oci: { version: '1.0.0', access: { imageReference: 'registry.example.com/chart' } },
  helm: { version: '1.0.0', access: { helmRepository: 'https://charts.example.com' } },
  git: GIT,
  kustomization: GIT,
};

function kindsOf(blueprint: Blueprint): readonly EmittedKind[] {
  const app = detachedApp();
  const ocmResources = Object.fromEntries(
    blueprint.components.flatMap(({ source, ocm }) => (ocm.chart ? [[ocm.chart.name, FOUND[source.kind]] as const] : [])),
  );
  new PlatformMeshChart(app, 'everything', { blueprint, runtimeValues: { ocmResources } });
  return manifestsOf(app)
    .filter(({ target }) => !target.startsWith('kcp/'))
    .map(({ target, object: { apiVersion, kind, metadata } }) => ({
      target,
      group: apiVersion.split('/')[0] ?? '',
      kind,
      namespace: metadata.namespace ?? blueprint.instance.namespace,
    }));
}
