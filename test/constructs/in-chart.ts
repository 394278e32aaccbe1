import { App, Chart } from 'cdk8s';
import type { KubernetesObject } from '../../src/kubernetes/index.js';

/** The objects of a chart as plain data. */
export function objectsIn(write: (chart: Chart) => unknown): readonly KubernetesObject[] {
  const chart = new Chart(new App({ outdir: 'unused' }), 'chart');
  write(chart);
  return chart.toJson() as readonly KubernetesObject[];
}

/** The one object of a chart. */
export function objectIn(write: (chart: Chart) => unknown): KubernetesObject {
  const [object, ...others] = objectsIn(write);
  if (!object || others.length > 0) throw new Error('not one object');
  return object;
}
