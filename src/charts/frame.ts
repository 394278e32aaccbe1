import type { IConstruct } from 'constructs';
import { refOf, type ObjectRef } from '../kubernetes/index.js';
import type { Blueprint, RuntimeValues } from '../profile/index.js';
import type { UnresolvedValue, ValueSource } from './known-values.js';
import { detachedApp, manifestsOf, type Manifest } from './manifest.js';
import { PlatformMeshChart } from './platform-mesh-chart.js';
import type { TargetChart } from './target.js';

/** What belongs to no component: the project of Argo CD, the certificate of the authorization webhook, and what goes into kcp. */
export interface Frame {
  /** The ids of all charts in their order, also of those that hold components. */
  readonly charts: readonly string[];
  /** By the position of a chart: the positions of the charts that it comes after, directly or not. */
  readonly chartsBefore: readonly ReadonlySet<number>[];
  /** By the id of their chart. */
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  readonly unresolved: readonly UnresolvedValue[];
  readonly sources: readonly ValueSource[];
  /** Why a manifest must not be written yet: it holds placeholders. */
  readonly placeholders: ReadonlyMap<Manifest, { readonly object: ObjectRef; readonly reason: string }>;
}

/** Makes the frame of a platform: its chart without components. */
export function makeFrame(blueprint: Blueprint, runtimeValues: RuntimeValues, isInGit: boolean): Frame {
  const app = detachedApp();
  const { charts, unresolved, sources } = new PlatformMeshChart(app, blueprint.instance.name, {
    blueprint: { ...blueprint, components: [] },
    runtimeValues,
    isInGit,
  });
  const manifests = manifestsOf(app);
  return {
    charts: charts.map(({ node }) => node.id),
    chartsBefore: chartsBefore(charts),
    manifests: Map.groupBy(manifests, ({ chart }) => chart),
    unresolved,
    sources,
    placeholders: new Map(manifests.flatMap((manifest) => placeholdersIn(manifest, unresolved))),
  };
}

function chartsBefore(charts: readonly TargetChart[]): readonly ReadonlySet<number>[] {
  const before: ReadonlySet<number>[] = [];
  const positions = new Map<IConstruct, number>(charts.map((chart, position) => [chart, position]));
  for (const { node } of charts) {
    const direct = node.dependencies.flatMap((dependency) => positions.get(dependency) ?? []);
    before.push(new Set(direct.flatMap((position) => [position, ...(before[position] ?? [])])));
  }
  return before;
}

function placeholdersIn(
  manifest: Manifest,
  unresolved: readonly UnresolvedValue[],
): readonly (readonly [Manifest, { readonly object: ObjectRef; readonly reason: string }])[] {
  const text = unresolved.length === 0 ? '' : JSON.stringify(manifest.object);
  const missing = unresolved.filter(({ name }) => text.includes(`\${${name}:=`));
  if (missing.length === 0) return [];
  return [
    [manifest, { object: refOf(manifest.object), reason: `not known yet: ${missing.map(({ description }) => description).join('; ')}` }],
  ];
}
