/** The access rights of the runtime, derived from the objects that it writes. */
export { RbacChart, type RbacChartProps } from './rbac-chart.js';
