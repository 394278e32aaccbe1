import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PlatformMeshError } from '../errors.js';
import type { KubernetesObject } from '../kubernetes/index.js';
import type { Target, TargetChart } from './target.js';

/** One Kubernetes object, where it goes and when. */
export interface Manifest {
  /** Where it goes. */
  readonly target: Target;
  /** The object itself. */
  readonly object: KubernetesObject;
  /** Id of the chart that it belongs to, such as `infra-components`. */
  readonly chart: string;
  /** Position of its chart in an order of the charts, from 0, in which none depends on a later one. */
  readonly order: number;
}

/**
 * Every object below a construct, in the order in which it may be applied.
 *
 * The order is that of the cdk8s dependencies, between charts and within one; what no dependency decides stays in the
 * order in which it was written.
 *
 * @throws {PlatformMeshError} `duplicate-object` when two objects of one target have the same kind, namespace and name;
 * `dependency-cycle` when objects or charts wait for each other; `invalid-construct` when a construct finds itself wrong; `no-target`
 * when a chart with objects is bound to no target.
 */
export function manifestsOf(scope: IConstruct): readonly Manifest[] {
  const seen = new Map<string, string>();
  const all = scope.node.findAll();
  for (const construct of all) {
    const [error] = construct.node.validate();
    if (error !== undefined) throw new PlatformMeshError('invalid-construct', `${construct.node.path}: ${error}`);
  }
  const objects = Map.groupBy(
    all.filter((construct) => ApiObject.isApiObject(construct)),
    ({ chart }) => chart,
  );
  const edges = dependencies(all);
  const charts = inOrder(
    all.filter((construct) => Chart.isChart(construct)),
    edges.charts,
  );
  return charts.flatMap((chart, order) =>
    inOrder(objects.get(chart) ?? [], edges.objects).map((object) => manifestOf(object, chart, order, seen)),
  );
}

function isTargetChart(chart: Chart): chart is TargetChart {
  return 'target' in chart;
}

function manifestOf(object: ApiObject, chart: Chart, order: number, seen: Map<string, string>): Manifest {
  if (!isTargetChart(chart)) {
    throw new PlatformMeshError('no-target', `${object.node.path}: its chart has no target`, { hint: 'put it into a TargetChart' });
  }
  const json = object.toJson() as KubernetesObject;
  const identity = [chart.target, object.apiGroup, json.kind, json.metadata.namespace ?? '', json.metadata.name].join(' ');
  const other = seen.get(identity);
  if (other !== undefined) {
    throw new PlatformMeshError(
      'duplicate-object',
      `${json.kind} ${json.metadata.namespace ?? ''}/${json.metadata.name}: written twice, by ${other} and ${object.node.path}`,
    );
  }
  seen.set(identity, object.node.path);
  return { target: chart.target, object: json, chart: chart.node.id, order };
}

type Edges<T> = ReadonlyMap<T, ReadonlySet<T>>;

/** What each chart and each object comes after: a dependency of a construct holds for everything below it. */
function dependencies(constructs: readonly IConstruct[]): { readonly charts: Edges<Chart>; readonly objects: Edges<ApiObject> } {
  const charts = new Map<Chart, Set<Chart>>();
  const objects = new Map<ApiObject, Set<ApiObject>>();
  for (const source of constructs) {
    for (const target of source.node.dependencies) {
      connect(charts, chartsOf(source), chartsOf(target));
      if (chartsOf(source)[0] === chartsOf(target)[0]) connect(objects, objectsBelow(source), objectsBelow(target));
    }
  }
  return { charts, objects };
}

function connect<T>(edges: Map<T, Set<T>>, sources: readonly T[], targets: readonly T[]): void {
  for (const source of sources) {
    const known = edges.get(source) ?? new Set<T>();
    edges.set(source, known);
    for (const target of targets) if (target !== source) known.add(target);
  }
}

/** The chart that a construct lies in, or those that lie in it. */
function chartsOf(construct: IConstruct): readonly Chart[] {
  const around = construct.node.scopes.findLast((scope) => Chart.isChart(scope));
  return around ? [around] : construct.node.findAll().filter((below) => Chart.isChart(below));
}

function objectsBelow(construct: IConstruct): readonly ApiObject[] {
  return construct.node.findAll().filter((below) => ApiObject.isApiObject(below));
}

/** Depth-first with a stack of its own, each construct after those it depends on. */
function inOrder<T extends IConstruct>(constructs: readonly T[], edges: Edges<T>): readonly T[] {
  const known = new Set(constructs);
  const ordered = new Set<T>();
  for (const root of constructs) {
    const path: { readonly construct: T; readonly before: Iterator<T> }[] = [];
    const open = new Set<T>();
    const enter = (construct: T): void => {
      if (ordered.has(construct) || !known.has(construct)) return;
      if (open.has(construct)) throw new PlatformMeshError('dependency-cycle', `${construct.node.path}: its dependencies form a cycle`);
      open.add(construct);
      path.push({ construct, before: (edges.get(construct) ?? new Set<T>()).values() });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.before.next();
      if (next.done !== true) {
        enter(next.value);
        continue;
      }
      ordered.add(top.construct);
      open.delete(top.construct);
      path.pop();
    }
  }
  return [...ordered];
}

/** An app that is never synthesized, because charts need a parent. */
export function detachedApp(): App {
  return new App({ outdir: 'unused' });
}
