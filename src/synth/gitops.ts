import {
  ARGO_STEPS_FOLDER,
  ArgoGitOpsChart,
  ArgoStepsChart,
  detachedApp,
  FluxGitOpsChart,
  fluxStepFolder,
  manifestsOf,
  type GitOpsProps,
  type GitOpsStep,
} from '../charts/index.js';
import { kustomizationText } from './kustomization.js';
import { printManifest } from './print-yaml.js';

/** Which controller applies the folder that is written, and where it finds it. */
export interface GitOps extends Omit<GitOpsProps, 'steps'> {
  readonly tool: 'flux' | 'argocd';
}

/** The files below `gitops/` by which a cluster applies the others from Git. */
export function gitOpsFiles({ tool, ...props }: GitOps, steps: readonly GitOpsStep[]): ReadonlyMap<string, string> {
  const app = detachedApp();
  const chartProps = { ...props, steps };
  if (tool === 'flux') {
    new FluxGitOpsChart(app, 'flux', chartProps);
    return new Map([
      ['gitops/flux.yaml', text(app)],
      ['gitops/kustomization.yaml', kustomizationText(['flux.yaml'])],
      ...steps.map(
        (step) => [`${fluxStepFolder(step)}/kustomization.yaml`, kustomizationText(step.files.map((file) => `../../../${file}`))] as const,
      ),
    ]);
  }
  new ArgoGitOpsChart(app, 'argocd', chartProps);
  const stepsApp = detachedApp();
  new ArgoStepsChart(stepsApp, 'argocd-steps', chartProps);
  return new Map([
    ['gitops/argocd.yaml', text(app)],
    ['gitops/kustomization.yaml', kustomizationText(['argocd.yaml'])],
    [`${ARGO_STEPS_FOLDER}/steps.yaml`, text(stepsApp)],
    [`${ARGO_STEPS_FOLDER}/kustomization.yaml`, kustomizationText(['steps.yaml'])],
  ]);
}

function text(app: ReturnType<typeof detachedApp>): string {
  return manifestsOf(app)
    .map(({ object }) => printManifest(object))
    .join('---\n');
}
