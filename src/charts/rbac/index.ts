/** Who may bring a platform to its clusters: the access rights that the runtime needs, read off what it writes. */
export { RbacChart, type RbacChartProps } from './rbac-chart.js';
