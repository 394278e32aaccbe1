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

const ELSEWHERE: ChartPlace = { imageReference: (component) => `oci://registry.example.com/charts/${component}:0.1.0` };

/** Finds what the OCM Resources of a namespace name, as OCM's controllers do. */
export function playOcm(kube: ApiServer, namespace: string, { imageReference, found }: ChartPlace = ELSEWHERE): Player {
  const path = `/apis/delivery.ocm.software/v1alpha1/namespaces/${namespace}/resources`;
  return play(async () => {
    const { items } = (await call(kube, path)).body as { readonly items: readonly Resource[] };
    for (const resource of items.filter(({ status }) => !status?.resource)) {
      const component = resource.metadata.name.replace(/-(?:chart|image)$/u, '');
      await call(kube, `${path}/${resource.metadata.name}/status`, { method: 'PATCH', body: { status: statusOf(resource, imageReference(component)) } });
      if (resource.metadata.labels?.['artifact'] === 'chart') await found?.(component);
    }
  });
}

function statusOf({ metadata }: Resource, imageReference: string): object {
  const condition = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'applied', observedGeneration: metadata.generation, lastTransitionTime: '2025-01-01T00:00:00Z' };
  return { conditions: [condition], observedGeneration: metadata.generation, resource: { name: 'chart', type: 'helmChart', version: '0.1.0', access: { type: 'ociArtifact', imageReference } } };
}
