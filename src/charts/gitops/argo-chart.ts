import type { Construct } from 'constructs';
import { Application, type ApplicationSpec, type ApplicationSpecIgnoreDifferences } from '../../imports/application-argoproj.io.js';
import { groupOf } from '../../kubernetes/index.js';
import { COMMAND_LINE_DEFAULTS } from '../../settings.js';
import { ARGO_NAMESPACE } from '../argo-project-chart.js';
import { claimedFields } from '../ocm/claimed-fields.js';
import { TargetChart, type Target } from '../target.js';
import { hasPlaceholders, pathIn, workspaceOf, type GitOpsProps, type GitOpsStep } from './git-ops.js';
import { ignoredFields } from './ignored-fields.js';

/** The cluster where Argo CD runs. */
const HERE = 'https://kubernetes.default.svc';

/** Folder of the Applications of the steps, below the folder that was written. */
export const ARGO_STEPS_FOLDER = 'gitops/applications';

/** The Application of all others: the only one that is applied by hand. */
export class ArgoGitOpsChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint, folder }: GitOpsProps) {
    super(scope, id, { target: 'infra' });
    const name = `${blueprint.instance.name}-gitops`;
    new Application(this, name, {
      metadata: { name, namespace: ARGO_NAMESPACE },
      spec: {
        project: 'default',
        source: {
          repoUrl: folder.repository,
          targetRevision: folder.branch ?? COMMAND_LINE_DEFAULTS.gitopsBranch,
          path: pathIn(folder, ARGO_STEPS_FOLDER),
        },
        destination: { server: HERE, namespace: ARGO_NAMESPACE },
        ...sync(true),
      },
    });
  }
}

const IN_KCP: readonly ApplicationSpecIgnoreDifferences[] = [
  // Schemas of APIs never change: one that is there already, from the reference, stays as it is.
  { group: 'apis.kcp.io', kind: 'APIResourceSchema', jsonPointers: ['/spec'] },
  // kcp counts every apply of a binding with permission claims as a change, even one that changes nothing, and writes labels of its
  // own again and again. Ours have none.
  { group: 'apis.kcp.io', kind: 'APIBinding', jsonPointers: ['/metadata/generation', '/metadata/labels'] },
];

/**
 * The API server adds `policy: Propagate` to each entry of this list. Argo CD takes a default within a list for a difference,
 * and would sync for ever.
 */
const DEFAULTS: readonly ApplicationSpecIgnoreDifferences[] = [
  { group: 'delivery.ocm.software', kind: 'Resource', jqPathExpressions: ['.spec.ocmConfig[]?.policy'] },
];

/**
 * Files that were made without what OCM resolved lack these kinds, or the step that holds them. That must not delete them,
 * and what they deployed.
 */
const SOMETIMES_LEFT_OUT = new Set(['Application', 'OCIRepository', 'GitRepository', 'HelmRepository']);

/**
 * The API server says what differs. Argo CD by itself needs OpenAPI version 2 of the kinds that it applies on the server side,
 * and kcp publishes none of its own kinds there: Argo CD would never know whether they are in sync. To tell apart what webhooks
 * change it needs the same, so what they change counts.
 */
const BY_DRY_RUN = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true,IncludeMutationWebhook=true' } as const;

const STAYS = { 'argocd.argoproj.io/sync-options': 'Prune=false' } as const;

function ignored(ignoreDifferences: readonly ApplicationSpecIgnoreDifferences[]): Pick<ApplicationSpec, 'ignoreDifferences'> {
  return ignoreDifferences.length === 0 ? {} : { ignoreDifferences: [...ignoreDifferences] };
}

/**
 * An Application for each step, in waves. Argo CD replaces no placeholders, so a step that holds some is left out.
 *
 * Fields that OCM Resources decide about are made as the files have them, and belong to others from then on.
 */
export class ArgoStepsChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint, folder, steps }: GitOpsProps) {
    super(scope, id, { target: 'infra' });
    const { name: instance, namespace } = blueprint.instance;
    const runtime = blueprint.argoProject?.destinationServer ?? HERE;
    const claimed = claimedFields(blueprint);
    steps.forEach((step, index) => {
      if (hasPlaceholders(step)) return;
      const name = `${instance}-${step.name}`;
      const inKcp = workspaceOf(step.target) !== undefined;
      new Application(this, name, {
        metadata: {
          name,
          namespace: ARGO_NAMESPACE,
          annotations: {
            'argocd.argoproj.io/sync-wave': String(index),
            ...(inKcp ? BY_DRY_RUN : {}),
            ...(step.objects.some(({ kind }) => SOMETIMES_LEFT_OUT.has(kind)) ? STAYS : {}),
          },
          ...(inKcp ? {} : { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
        },
        spec: {
          project: 'default',
          source: {
            repoUrl: folder.repository,
            targetRevision: folder.branch ?? COMMAND_LINE_DEFAULTS.gitopsBranch,
            path: pathIn(folder, folderOf(step)),
            directory: { include: include(step) },
          },
          destination: { ...destination(step.target, instance, runtime), namespace },
          // A workspace is never pruned: everything that its users made would go with it.
          // A source is made of a value that may be missing for a while.
          ...sync(!inKcp && step.name !== 'sources'),
          ...ignored([...defaultsIn(step), ...(inKcp ? IN_KCP : []), ...ignoredFields(step.objects, claimed)]),
        },
      });
    });
  }
}

function defaultsIn({ objects }: GitOpsStep): readonly ApplicationSpecIgnoreDifferences[] {
  return DEFAULTS.filter(({ group, kind }) => objects.some((object) => object.kind === kind && groupOf(object.apiVersion) === group));
}

function destination(target: Target, instance: string, runtime: string): ApplicationSpec['destination'] {
  const workspace = workspaceOf(target);
  if (workspace !== undefined) return { name: `${instance}-kcp-${workspace.replaceAll(':', '.')}` };
  return { server: target === 'runtime' ? runtime : HERE };
}

/** It heals and tries again for ever, since parts of a platform wait for each other; a kind may come later than its objects. */
function sync(prune: boolean): Pick<ApplicationSpec, 'syncPolicy'> {
  return {
    syncPolicy: {
      automated: { prune, selfHeal: true },
      syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true', 'RespectIgnoreDifferences=true'],
      retry: { limit: -1, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
    },
  };
}

/** All files of a step lie in the folder of its target. */
function folderOf({ files }: GitOpsStep): string {
  return (files[0] ?? '').replace(/\/[^/]*$/u, '');
}

/**
 * A pattern of Argo CD that takes the files of a step and no other. It names no numbers: a later commit may have one step more
 * before this one, and Argo CD would deploy nothing until it has got round to the new pattern, which may wait for this step.
 */
function include(step: GitOpsStep): string {
  const names = step.files.map((file) =>
    file.slice(folderOf(step).length + 1).replace(/^\d+-/u, (number) => `${'?'.repeat(number.length - 1)}-`),
  );
  return names.length === 1 ? (names[0] ?? '') : `{${names.join(',')}}`;
}
