/** The objects by which a cluster applies a platform from Git. */
export { ARGO_STEPS_FOLDER, ArgoGitOpsChart, ArgoStepsChart } from './argo-chart.js';
export { FluxGitOpsChart, fluxStepFolder } from './flux-chart.js';
export { hasPlaceholders } from './git-ops.js';
export type { GitFolder, GitOpsProps, GitOpsStep, Wait } from './git-ops.js';
