import { describeKind } from '../cases.ts';

const SOURCE = 'source: {repoURL: ghcr.io/mesh, chart: portal, targetRevision: 0.5.1}';

describeKind('argoproj.io/v1alpha1', 'Application', [
  { it: 'Synced and Healthy', object: `{spec: {${SOURCE}}, status: {sync: {status: Synced, revision: 0.5.1, comparedTo: {${SOURCE}}}, health: {status: Healthy}, operationState: {phase: Succeeded}}}`, state: 'ready' },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'compared with the version before',
    object: `{spec: {${SOURCE}}, status: {sync: {status: Synced, comparedTo: {source: {repoURL: ghcr.io/mesh, chart: portal, targetRevision: 0.5.0}}}, health: {status: Healthy}}}`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'current spec yet: source.targetRevision differs',
  },
  {
    it: 'syncing',
    object: `
      status:
        sync: {status: OutOfSync}
        health: {status: Missing}
        operationState: {phase: Running, message: waiting for completion of hook batch/Job/migrate}`,
    state: 'progressing',
    reason: 'Syncing',
    says: 'migrate',
  },
  {
    it: 'different from its source',
    object: `
      status: {sync: {status: OutOfSync}, health: {status: Healthy}}`,
    state: 'progressing',
    reason: 'OutOfSync',
  },
  {
    it: 'not to be synced to this revision',
    object: `
      status:
        sync: {status: OutOfSync, revision: 0.5.1}
        health: {status: Missing}
        operationState: {phase: Failed, message: one or more objects failed to apply, syncResult: {revision: 0.5.1}}`,
    state: 'failed',
    reason: 'SyncFailed',
    says: 'failed to apply',
  },
  {
    it: 'not to be synced to the revision before',
    object: `
      status:
        sync: {status: OutOfSync, revision: 0.5.1}
        health: {status: Missing}
        operationState: {phase: Failed, message: one or more objects failed to apply, syncResult: {revision: 0.5.0}}`,
    state: 'progressing',
    reason: 'SyncFailed',
  },
  {
    it: 'not to be compared',
    object: `
      status:
        sync: {status: Unknown}
        health: {status: Healthy}
        conditions: [{type: ComparisonError, message: "failed to load target state: chart not found"}]`,
    state: 'progressing',
    reason: 'ComparisonError',
    says: 'chart not found',
  },
  {
    it: 'not allowed by its project',
    object: `
      status:
        sync: {status: Unknown}
        health: {status: Unknown}
        conditions: [{type: InvalidSpecError, message: application repo ghcr.io/mesh is not permitted in project platform-mesh-runtime}]`,
    state: 'failed',
    reason: 'InvalidSpecError',
    says: 'not permitted',
  },
  {
    it: 'Degraded, with the objects that make it so',
    object: `
      status:
        sync: {status: Synced}
        health: {status: Degraded}
        resources:
          - {kind: Deployment, name: portal, health: {status: Degraded, message: exceeded its progress deadline}}
          - {kind: Service, name: portal, health: {status: Healthy}}`,
    state: 'failed',
    reason: 'Degraded',
    says: 'Deployment portal: exceeded its progress deadline',
  },
  { it: 'Missing', object: '{status: {sync: {status: Synced}, health: {status: Missing}}}', state: 'progressing', reason: 'Missing' },
  {
    it: 'Progressing',
    object: `
      status: {sync: {status: Synced}, health: {status: Progressing, message: Waiting for rollout to finish}}`,
    state: 'progressing',
    reason: 'Progressing',
    says: 'rollout',
  },
  {
    it: 'Suspended',
    object: `
      status: {sync: {status: Synced}, health: {status: Suspended}}`,
    state: 'progressing',
    reason: 'Suspended',
    says: 'resumes',
  },
  {
    it: 'of a health that nobody knows',
    object: `
      status: {sync: {status: Synced}, health: {status: constructor}}`,
    state: 'progressing',
    reason: 'Unknown',
  },
]);

describeKind('argoproj.io/v1alpha1', 'AppProject', [{ it: 'there', object: 'spec: {sourceRepos: ["*"]}', state: 'ready' }]);
