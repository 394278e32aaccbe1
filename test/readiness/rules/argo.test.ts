import { describeKind } from '../cases.ts';

const SOURCE = 'source: {repoURL: ghcr.io/mesh, chart: portal, targetRevision: 0.5.1}';
const SYNCED = 'sync: {status: Synced}, health: {status: Healthy}';

describeKind('argoproj.io/v1alpha1', 'Application', [
  {
    it: 'Synced and Healthy',
    object: `
  spec: {${SOURCE}}
  status:
    sync: {status: Synced, revision: 0.5.1, comparedTo: {${SOURCE}}}
    health: {status: Healthy}
    operationState: {phase: Succeeded}`,
    state: 'ready',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'syncing',
    object: `
  status:
    sync: {status: OutOfSync}
    health: {status: Missing}
    operationState: {phase: Running, message: "waiting for completion of hook batch/Job/migrate"}`,
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
    it: 'not allowed in its namespace by its project',
    object: `
      status:
        conditions:
          - {type: UnknownError, message: application 'portal' in namespace 'mesh' is not allowed to use project 'platform-mesh-runtime'}`,
    state: 'progressing',
    reason: 'UnknownError',
    says: "is not allowed to use project 'platform-mesh-runtime'",
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
    state: 'progressing',
    reason: 'Degraded',
    says: 'Deployment portal: exceeded its progress deadline',
  },
  { it: 'Missing', object: '{status: {sync: {status: Synced}, health: {status: Missing}}}', state: 'progressing', reason: 'Missing' },
  {
    it: 'Progressing',
    object: '{status: {sync: {status: Synced}, health: {status: Progressing, message: "Waiting for rollout to finish"}}}',
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

const CREATED = 'metadata: {name: portal, namespace: mesh, creationTimestamp: "2026-01-01T00:00:00Z"}';

describeKind('argoproj.io/v1alpha1', 'Application', [
  {
    it: 'without a status for a while, as in a namespace that Argo CD does not watch',
    object: `{${CREATED}, spec: {project: platform-mesh-runtime}}`,
    now: '2026-01-01T00:00:05Z',
    state: 'progressing',
    reason: 'NotObserved',
    says: '--application-namespaces with mesh, and AppProject platform-mesh-runtime needs mesh in spec.sourceNamespaces',
  },
  {
    it: 'without a status for some seconds',
    object: `{${CREATED}, spec: {project: platform-mesh-runtime}}`,
    now: '2026-01-01T00:00:04Z',
    changesIn: 1000,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'Argo CD has not compared it with its source yet',
  },
  {
    it: 'with a status that is not complete, though it is old',
    object: `{${CREATED}, status: {health: {status: Unknown}}}`,
    now: '2026-01-01T01:00:00Z',
    state: 'progressing',
    reason: 'NotObserved',
    says: 'Argo CD has not compared it with its source yet',
  },
  {
    it: 'that names no project and no age',
    object: 'metadata: {name: portal, namespace: mesh}',
    now: '2026-01-01T01:00:00Z',
    state: 'progressing',
    reason: 'NotObserved',
    says: 'Argo CD has not compared it with its source yet',
  },
]);

/** An Application that Argo CD compared with a spec. */
const compared = (spec: string, comparedTo: string): string =>
  `{spec: {${spec}}, status: {${SYNCED.replace('Synced}', `Synced, comparedTo: {${comparedTo}}}`)}}}`;
const helm = (fields: string): string => `source: {repoURL: ghcr.io/mesh, chart: portal, targetRevision: 0.5.1, helm: {${fields}}}`;
const DESTINATION = 'destination: {server: "https://kubernetes.default.svc", namespace: mesh}';
const IGNORED = 'ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]';

describeKind('argoproj.io/v1alpha1', 'Application', [
  ...(
    [
      ['the version before', SOURCE, SOURCE.replace('0.5.1', '0.5.0'), 'source.targetRevision'],
      ['another repository', SOURCE, SOURCE.replace('ghcr.io', 'quay.io'), 'source.repoURL'],
      [
        'another server',
        `${SOURCE}, ${DESTINATION}`,
        `${SOURCE}, ${DESTINATION.replace('kubernetes.default.svc', 'other')}`,
        'destination.server',
      ],
      [
        'another namespace',
        `${SOURCE}, ${DESTINATION}`,
        `${SOURCE}, ${DESTINATION.replace('namespace: mesh', 'namespace: other')}`,
        'destination.namespace',
      ],
      ['a destination by its name', `${SOURCE}, destination: {name: edge}`, `${SOURCE}, destination: {name: core}`, 'destination.name'],
      ['nothing ignored', `${SOURCE}, ${IGNORED}`, SOURCE, 'spec.ignoreDifferences'],
      [
        'other differences ignored',
        `${SOURCE}, ${IGNORED}`,
        `${SOURCE}, ${IGNORED.replace('replicas', 'paused')}`,
        'spec.ignoreDifferences',
      ],
      ['other values', helm('values: "replicas: 2"'), helm('values: "replicas: 1"'), 'source.helm.values'],
      ['no values', helm('values: "replicas: 2"'), SOURCE, 'source.helm.values'],
      ['values that are no YAML', helm('values: "{{"'), helm('values: "{"'), 'source.helm.values'],
      ['other values as an object', helm('valuesObject: {replicas: 2}'), helm('valuesObject: {replicas: 1}'), 'source.helm.valuesObject'],
      ['another parameter', helm('parameters: [{name: a, value: x}]'), helm('parameters: [{name: a, value: y}]'), 'source.helm.parameters'],
      ['its CRDs', helm('skipCrds: true'), SOURCE, 'source.helm.skipCrds'],
      ['one source where it has two now', 'sources: [{repoURL: a}, {repoURL: b}]', 'sources: [{repoURL: a}]', 'sources'],
      ['another second source', 'sources: [{repoURL: a}, {repoURL: b}]', 'sources: [{repoURL: a}, {repoURL: c}]', 'source.repoURL'],
    ] as const
  ).map(([it, spec, comparedTo, field]) => ({
    it: `compared with ${it}`,
    object: compared(spec, comparedTo),
    state: 'progressing' as const,
    reason: 'NotObserved',
    says: `current spec yet: ${field} differs`,
  })),
  ...(
    [
      ['the same', `${SOURCE}, ${DESTINATION}, ${IGNORED}`, `${SOURCE}, ${DESTINATION}, ${IGNORED}`],
      ['what is left of empty fields', helm('values: "", skipCrds: false, parameters: [], valuesObject: {}'), SOURCE],
      [
        'the same values in another order and other quotes',
        helm(String.raw`values: "b: 'x'\na: 1\n"`),
        helm(String.raw`values: "a: 1 # one\nb: x\n"`),
      ],
      ['the same values as an object in another order', helm('valuesObject: {a: 1, b: 2}'), helm('valuesObject: {b: 2, a: 1}')],
      [
        'the same parameters, with what Argo CD leaves out',
        helm('parameters: [{name: a, value: x, forceString: false}]'),
        helm('parameters: [{name: a, value: x}]'),
      ],
      ['a source with fields that tell no version', helm('version: v3'), helm('passCredentials: false')],
      ['the same sources', 'sources: [{repoURL: a}, {repoURL: b}]', 'sources: [{repoURL: a}, {repoURL: b}]'],
    ] as const
  ).map(([it, spec, comparedTo]) => ({ it: `compared with ${it}`, object: compared(spec, comparedTo), state: 'ready' as const })),
]);

/** An Application after a sync that failed. */
const failedSync = (sync: string, result: string, more = ''): string => `
  spec: {${SOURCE}, syncPolicy: {automated: {selfHeal: true}, syncOptions: [CreateNamespace=true]}}
  status:
    sync: {${sync}}
    health: {status: Healthy}
    operationState:
      phase: Failed
      message: one or more objects failed to apply
      syncResult: {${result}}
      ${more}`;

describeKind('argoproj.io/v1alpha1', 'Application', [
  {
    it: 'not to be synced to this revision',
    object: failedSync(
      'status: OutOfSync, revision: 0.5.1',
      `revision: 0.5.1, ${SOURCE}`,
      'operation: {sync: {syncOptions: [CreateNamespace=true]}}',
    ),
    state: 'failed',
    reason: 'SyncFailed',
    says: 'failed to apply',
  },
  {
    it: 'not to be synced to the revision before',
    object: failedSync('status: OutOfSync, revision: 0.5.1', 'revision: 0.5.0'),
    state: 'progressing',
    reason: 'SyncFailed',
  },
  {
    it: 'not to be synced with the values before',
    object: failedSync('status: OutOfSync, revision: 0.5.1', `revision: 0.5.1, ${helm('values: "replicas: 2"')}`),
    state: 'progressing',
    reason: 'SyncFailed',
  },
  {
    it: 'not to be synced with the sync options before, which starts no other sync',
    object: failedSync('status: OutOfSync, revision: 0.5.1', `revision: 0.5.1, ${SOURCE}`, 'operation: {sync: {syncOptions: []}}'),
    state: 'failed',
    reason: 'SyncFailed',
    says: 'it ran before spec.syncPolicy.syncOptions changed: start a sync',
  },
  {
    it: 'mended by hand after a sync that failed',
    object: failedSync('status: Synced, revision: 0.5.1', `revision: 0.5.1, ${SOURCE}`),
    state: 'ready',
  },
  {
    it: 'Synced, with a hook that failed',
    object: failedSync(
      'status: Synced, revision: 0.5.1',
      `revision: 0.5.1, ${SOURCE}, resources: [{kind: Service, name: portal, status: Synced}, ` +
        '{kind: Job, name: migrate, hookType: PostSync, hookPhase: Failed, message: BackoffLimitExceeded}]',
    ),
    state: 'failed',
    reason: 'HookFailed',
    says: 'PostSync hook Job migrate failed: BackoffLimitExceeded',
  },
  {
    it: 'Synced, with a hook that failed for the version before',
    object: failedSync(
      'status: Synced, revision: 0.5.1',
      'revision: 0.5.0, resources: [{kind: Job, name: migrate, hookType: PostSync, hookPhase: Failed}]',
    ),
    state: 'ready',
  },
  {
    it: 'different from its source, which nobody syncs',
    object: `{spec: {${SOURCE}, syncPolicy: {}}, status: {sync: {status: OutOfSync}}}`,
    state: 'progressing',
    reason: 'OutOfSync',
    says: 'somebody has to start a sync',
  },
]);

const INVALID =
  'sync: {status: Unknown}, conditions: [{type: InvalidSpecError, message: "repo ghcr.io/mesh is not permitted in project mesh"}]';
const WRITTEN =
  'metadata: {name: portal, managedFields: [{manager: mesh, time: "2026-01-01T00:00:00Z", fieldsV1: {"f:spec": {"f:source": {}}}}]}';

describeKind('argoproj.io/v1alpha1', 'Application', [
  {
    it: 'not allowed by its project',
    object: `{status: {${INVALID}}}`,
    state: 'failed',
    reason: 'InvalidSpecError',
    says: 'not permitted',
  },
  {
    it: 'not allowed by its project, some time after its spec was written',
    object: `{${WRITTEN}, status: {${INVALID}}}`,
    now: '2026-01-01T00:00:05Z',
    state: 'failed',
    reason: 'InvalidSpecError',
  },
  {
    it: 'not allowed by its project, by a condition that is not older than its spec',
    object: `{${WRITTEN}, status: {${INVALID.replace('{type: I', '{lastTransitionTime: "2026-01-01T00:00:00Z", type: I')}}}`,
    now: '2026-01-01T00:00:01Z',
    state: 'failed',
    reason: 'InvalidSpecError',
  },
  {
    it: 'not allowed by its project, by an older condition, which may be about the spec before',
    object: `{${WRITTEN}, status: {${INVALID}}}`,
    now: '2026-01-01T00:00:04Z',
    changesIn: 1000,
    state: 'progressing',
    reason: 'InvalidSpecError',
    says: 'not permitted',
  },
]);

describeKind('argoproj.io/v1alpha1', 'AppProject', [{ it: 'there', object: 'spec: {sourceRepos: ["*"]}', state: 'ready' }]);
