import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PlatformMeshError } from '../errors.js';
import type { Target, TargetChart } from './target.js';

/** A Kubernetes object as JSON. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** One Kubernetes object, where it goes and when. */
export interface Manifest {
  readonly target: Target;
  readonly object: KubernetesObject;
  /** Id of the chart that it belongs to, such as `infra-components`. */
  readonly chart: string;
  /** Position of its chart in the order of the charts, from 0; nothing depends on a later one. */
  readonly order: number;
}

/**
 * Every object below a construct, in the order in which it may be applied.
 *
 * The order is that of the cdk8s dependencies, between charts and within one; what no dependency decides stays in the
 * order in which it was written.
 *
 * @throws {PlatformMeshError} `duplicate-object` when two objects of one target have the same kind, namespace and name;
 * `no-target` when a chart with objects is bound to no target.
 */
export function manifestsOf(scope: IConstruct): readonly Manifest[] {
  const seen = new Map<string, string>();
  return inOrder(scope.node.findAll().filter((construct) => Chart.isChart(construct))).flatMap((chart, order) =>
    inOrder(objectsOf(chart)).map((object) => manifestOf(object, chart, order, seen)),
  );
}

function isTargetChart(chart: Chart): chart is TargetChart {
  return 'target' in chart;
}

function objectsOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart);
}

function manifestOf(object: ApiObject, chart: Chart, order: number, seen: Map<string, string>): Manifest {
  if (!isTargetChart(chart)) {
    throw new PlatformMeshError('no-target', `${object.node.path}: its chart is bound to no target`, { hint: 'put it into a TargetChart' });
  }
  const json = object.toJson() as KubernetesObject;
  const identity = [chart.target, object.apiGroup, json.kind, json.metadata.namespace ?? '', json.metadata.name].join(' ');
  const other = seen.get(identity);
  if (other !== undefined) {
    throw new PlatformMeshError('duplicate-object', `${json.kind} ${json.metadata.namespace ?? ''}/${json.metadata.name}: written twice, by ${other} and ${object.node.path}`);
  }
  seen.set(identity, object.node.path);
  return { target: chart.target, object: json, chart: chart.node.id, order };
}

/** Depth-first over the dependencies, each construct after those it depends on. */
function inOrder<T extends IConstruct>(constructs: readonly T[]): readonly T[] {
  const pending = new Set<IConstruct>(constructs);
  const ordered: T[] = [];
  const visit = (construct: T): void => {
    if (!pending.delete(construct)) return;
    for (const dependency of construct.node.dependencies) {
      for (const before of dependency.node.findAll()) if (pending.has(before)) visit(before as T);
    }
    ordered.push(construct);
  };
  constructs.forEach(visit);
  return ordered;
}

/** An app that is synthesized by nobody: charts need one to live in. */
export function detachedApp(): App {
  return new App({ outdir: 'unused' });
}
