import type { Construct } from 'constructs';
import { GitRepository } from '../../imports/git-repository-source.toolkit.fluxcd.io.js';
import {
  Kustomization,
  KustomizationSpecPostBuildSubstituteFromKind,
  KustomizationSpecSourceRefKind,
  type KustomizationSpec,
} from '../../imports/kustomization-kustomize.toolkit.fluxcd.io.js';
import { COMMAND_LINE_DEFAULTS } from '../../settings.js';
import { TargetChart } from '../target.js';
import { pathIn, workspaceOf, type GitOpsProps, type GitOpsStep, type Wait } from './git-ops.js';

/** Folder of a step that Flux applies, below the folder that was written. */
export function fluxStepFolder({ name }: GitOpsStep): string {
  return `gitops/steps/${name}`;
}

/**
 * The objects with which Flux applies a platform from Git: the repository, a Kustomization for each step, and one for
 * these objects themselves, so that they have to be applied by hand only once.
 *
 * A step waits for the last one before it of which something has to be ready, and not for each: Flux looks at
 * dependencies every 30 s, so a chain of all steps would take as many half minutes.
 */
export class FluxGitOpsChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint, folder, steps }: GitOpsProps) {
    super(scope, id, { target: 'infra' });
    const { name: instance, namespace } = blueprint.instance;
    const { remoteRuntime } = blueprint.settings;
    const itself = `${instance}-gitops`;
    const add = (name: string, path: string, spec: Partial<KustomizationSpec>): Kustomization =>
      new Kustomization(this, name, {
        metadata: { name, namespace },
        spec: {
          interval: '10m',
          retryInterval: '30s',
          timeout: '5m',
          force: false,
          prune: true,
          path: `./${pathIn(folder, path)}`,
          sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: itself },
          ...spec,
        },
      });
    new GitRepository(this, 'GitRepository', {
      metadata: { name: itself, namespace },
      spec: {
        interval: '1m',
        url: folder.repository,
        ref: { branch: folder.branch ?? COMMAND_LINE_DEFAULTS.gitopsBranch },
        ...(folder.secretName === undefined ? {} : { secretRef: { name: folder.secretName } }),
      },
    });
    add(itself, 'gitops', {});
    steps.forEach((step, index) => {
      const before = steps.slice(0, index).findLast(({ waits }) => waits.length > 0);
      add(nameOf(instance, step), fluxStepFolder(step), {
        ...(before ? { dependsOn: [{ name: nameOf(instance, before) }] } : {}),
        ...reach(step, instance, remoteRuntime),
        ...(workspaceOf(step.target) === undefined ? {} : SCHEMAS_STAY),
        ...health(step.waits),
        ...(step.variables.length > 0
          ? {
              postBuild: {
                substituteFrom: [
                  { kind: KustomizationSpecPostBuildSubstituteFromKind.CONFIG_MAP, name: `${instance}-runtime-values`, optional: true },
                ],
              },
            }
          : {}),
      });
    });
  }
}

function nameOf(instance: string, { name }: GitOpsStep): string {
  return `${instance}-${name}`;
}

/** Schemas of APIs never change: one that is there already, from the reference, stays as it is. */
const SCHEMAS_STAY: Partial<KustomizationSpec> = {
  patches: [
    {
      target: { kind: 'APIResourceSchema' },
      patch: '[{"op": "add", "path": "/metadata/annotations", "value": {"kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent"}}]',
    },
  ],
};

/** How Flux reaches what a step is for. A workspace is never pruned: everything that its users made would go with it. */
function reach(
  { target }: GitOpsStep,
  instance: string,
  remoteRuntime: GitOpsProps['blueprint']['settings']['remoteRuntime'],
): Partial<KustomizationSpec> {
  const workspace = workspaceOf(target);
  if (workspace !== undefined) {
    return { prune: false, kubeConfig: { secretRef: { name: `${instance}-kcp`, key: workspace.replaceAll(':', '.') } } };
  }
  if (target === 'runtime' && remoteRuntime) {
    return { kubeConfig: { secretRef: { name: remoteRuntime.secretName, key: remoteRuntime.secretKey } } };
  }
  return {};
}

function health(waits: readonly Wait[]): Partial<KustomizationSpec> {
  if (waits.length === 0) return {};
  const kinds = new Map(waits.map((wait) => [`${wait.apiVersion} ${wait.kind}`, wait]));
  return {
    healthChecks: waits.map(({ apiVersion, kind, name }) => ({ apiVersion, kind, name })),
    healthCheckExprs: [...kinds.values()].map(({ apiVersion, kind, until }) => ({ apiVersion, kind, current: expression(until) })),
  };
}

function expression(until: Wait['until']): string {
  if ('phase' in until) return `has(status.phase) && status.phase == '${until.phase}'`;
  return `has(status.conditions) && status.conditions.exists(c, c.type == '${until.condition}' && c.status == 'True')`;
}
