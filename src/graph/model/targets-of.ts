import type { Manifest, Target } from '../../charts/index.js';
import type { Blueprint } from '../../profile/index.js';
import { TECHNOLOGY_TITLES, type GraphTarget } from './graph.js';

/**
 * The targets that manifests go to, with what each is here.
 *
 * @param used targets of nodes, which count although no manifest goes there
 */
export function targetsOf(
  { components, settings }: Blueprint,
  manifests: readonly Manifest[],
  used: ReadonlySet<Target>,
): readonly GraphTarget[] {
  const kinds = Map.groupBy(manifests, ({ target }) => target);
  const ids = [...new Set<Target>(['infra', 'runtime', ...kinds.keys()])].filter((id) => kinds.has(id) || used.has(id));
  const technologies = [...new Set(components.map(({ technology }) => TECHNOLOGY_TITLES[technology]))];
  const notes: Readonly<Partial<Record<Target, string>>> = {
    infra: technologies.length === 0 ? '' : `where ${technologies.join(' and ')} ${technologies.length === 1 ? 'runs' : 'run'}`,
    runtime: settings.remoteRuntime ? `reached through the Secret ${settings.remoteRuntime.secretName}` : 'the same cluster here',
  };
  return ids.map((id) => ({ id, title: targetTitle(id), note: notes[id] ?? 'kcp workspace', kinds: countKinds(kinds.get(id) ?? []) }));
}

function targetTitle(target: Target): string {
  if (target === 'infra') return 'Infra cluster';
  return target === 'runtime' ? 'Runtime cluster' : target.slice('kcp/'.length);
}

function countKinds(manifests: readonly Manifest[]): GraphTarget['kinds'] {
  const byKind = Map.groupBy(manifests, ({ object }) => object.kind);
  return [...byKind].map(([kind, { length }]) => ({ kind, count: length })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
