import { isDeepStrictEqual } from 'node:util';
import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

interface Resource {
  readonly metadata: { readonly name: string; readonly generation: number; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly resource?: object };
}

/** Where charts are, and how a source says so. */
export interface ChartPlace {
  /** Registry and repository of the chart of a component. */
  readonly imageReference: (component: string) => string;
  /** Is told of each chart that was found. @default - nobody is */
  readonly found?: (component: string) => Promise<void>;
}

/** What a Resource leads to: a version, and where it is. */
export interface FoundResource {
  readonly version: string;
  /** As the type of the access has it, such as `imageReference` or `helmRepository`. */
  readonly access: Readonly<Record<string, string>>;
}

const ELSEWHERE: ChartPlace = { imageReference: (component) => `oci://registry.example.com/charts/${component}:0.1.0` };

/** Finds what the OCM Resources of a namespace name, as OCM's controllers do. */
export function playOcm(kube: ApiServer, namespace: string, { imageReference, found }: ChartPlace = ELSEWHERE): Player {
  const path = `/apis/delivery.ocm.software/v1alpha1/namespaces/${namespace}/resources`;
  return play(async () => {
    const { items } = (await call(kube, path)).body as { readonly items: readonly Resource[] };
    for (const resource of items.filter(({ status }) => !status?.resource)) {
      const component = resource.metadata.name.replace(/-(?:chart|image)$/u, '');
      await call(kube, `${path}/${resource.metadata.name}/status`, {
        method: 'PATCH',
        body: {
          status: statusOf(resource, { version: '0.1.0', access: accessOf(resource, imageReference(component)) }),
        },
      });
      if (resource.metadata.labels?.['artifact'] === 'chart') await found?.(component);
    }
  });
}

/** A resource that is in Git has a commit, any other one an image. */
function accessOf({ metadata }: Resource, imageReference: string): FoundResource['access'] {
  if (metadata.labels?.['repo'] !== 'git') return { imageReference, type: 'ociArtifact' };
  return { repoUrl: `https://git.example.com/${metadata.name}`, commit: 'c0ffee'.padEnd(40, '0'), type: 'gitHub' };
}

/** Finds what a catalog has by the names of Resources, and finds it anew when the catalog has another version. */
export function playOcmCatalog(kube: ApiServer, namespace: string, catalog: ReadonlyMap<string, FoundResource>): Player {
  const path = `/apis/delivery.ocm.software/v1alpha1/namespaces/${namespace}/resources`;
  return play(async () => {
    const { items } = (await call(kube, path)).body as { readonly items: readonly Resource[] };
    for (const resource of items) {
      const found = catalog.get(resource.metadata.name);
      if (!found || isDeepStrictEqual(resource.status, statusOf(resource, found))) continue;
      await call(kube, `${path}/${resource.metadata.name}/status`, { method: 'PATCH', body: { status: statusOf(resource, found) } });
    }
  });
}

function statusOf({ metadata }: Resource, { version, access }: FoundResource): object {
  const condition = {
    type: 'Ready',
    status: 'True',
    reason: 'Succeeded',
    message: 'applied',
    observedGeneration: metadata.generation,
    lastTransitionTime: '2025-01-01T00:00:00Z',
  };
  return {
    conditions: [condition],
    observedGeneration: metadata.generation,
    resource: { name: 'chart', type: 'helmChart', version, access },
  };
}
