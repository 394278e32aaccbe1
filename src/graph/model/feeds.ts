import type { Graph, ResourceNode } from './graph.js';

/** OCM Resources by the id of the component that they feed. */
export type Feeds = ReadonlyMap<string, readonly ResourceNode[]>;

/** What feeds each component. */
export function feedsOf({ resources, edges }: Graph): Feeds {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const feeds = edges.flatMap(({ kind, from, to }) => (kind === 'feeds' ? [{ to, resource: byId.get(from) }] : []));
  return new Map([...Map.groupBy(feeds, ({ to }) => to)].map(([to, own]) => [to, own.flatMap(({ resource }) => resource ?? [])]));
}

/** Such as `chart, 3 images`. */
export function feedText(resources: readonly ResourceNode[]): string {
  const images = resources.filter(({ artifact }) => artifact === 'image').length;
  const charts = resources.length - images;
  return [counted(charts, 'chart'), counted(images, 'image')].filter((text) => text !== '').join(', ');
}

function counted(count: number, noun: string): string {
  if (count === 0) return '';
  return count === 1 ? noun : `${count} ${noun}s`;
}
