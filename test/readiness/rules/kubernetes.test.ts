import { expect, it } from '@jest/globals';
import { readinessOf } from '../../../src/readiness/index.js';
import { describeKind } from '../cases.ts';

describeKind('apps/v1', 'Deployment', [
  {
    it: 'rolled out',
    object: `
      spec: {replicas: 2}
      status:
        observedGeneration: 2
        replicas: 2
        updatedReplicas: 2
        readyReplicas: 2
        availableReplicas: 2
        conditions:
          - {type: Available, status: "True", reason: MinimumReplicasAvailable}
          - {type: Progressing, status: "True", reason: NewReplicaSetAvailable}`,
    state: 'ready',
  },
  { it: 'scaled to nothing', object: '{spec: {replicas: 0}, status: {observedGeneration: 2}}', state: 'ready' },
  { it: 'just made', object: 'spec: {replicas: 2}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'half there',
    object: `
      spec: {replicas: 2}
      status: {observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1}`,
    state: 'progressing',
    reason: 'TooFew',
    says: '1 of 2 pods ready',
  },
  {
    it: 'not rid of its old pods',
    object: `
      spec: {replicas: 1}
      status: {observedGeneration: 2, replicas: 2, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2}`,
    state: 'progressing',
    reason: 'OldPods',
  },
  {
    it: 'past its deadline',
    object: `
      status:
        observedGeneration: 2
        replicas: 1
        unavailableReplicas: 1
        conditions:
          - type: Progressing
            status: "False"
            reason: ProgressDeadlineExceeded
            message: ReplicaSet "portal-5d" has timed out progressing.`,
    state: 'failed',
    reason: 'ProgressDeadlineExceeded',
    says: 'portal-5d',
  },
  {
    it: 'past its deadline, before it was changed',
    object: `
      status:
        observedGeneration: 1
        replicas: 1
        conditions: [{type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: timed out}]`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'not finished generation 2 yet, only 1',
  },
  {
    it: 'without quota',
    object: `
      status:
        observedGeneration: 2
        conditions: [{type: ReplicaFailure, status: "True", reason: FailedCreate, message: "pods is forbidden: exceeded quota"}]`,
    state: 'progressing',
    reason: 'FailedCreate',
    says: 'quota',
  },
  {
    it: 'paused half way',
    object: `
      spec: {replicas: 2, paused: true}
      status: {observedGeneration: 2, replicas: 2, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2}`,
    state: 'progressing',
    reason: 'Paused',
    says: 'spec.paused',
  },
]);

describeKind('apps/v1', 'StatefulSet', [
  {
    it: 'rolled out',
    object: `
      spec: {replicas: 3}
      status: {observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentRevision: a, updateRevision: a}`,
    state: 'ready',
  },
  {
    it: 'not updated',
    object: `
      spec: {replicas: 3}
      status: {observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 1}`,
    state: 'progressing',
    reason: 'TooFew',
    says: '1 of 3 pods updated',
  },
  {
    it: 'updated as far as its partition says',
    object: `
      spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}
      status: {observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 1}`,
    state: 'ready',
  },
  {
    it: 'one whose pods somebody replaces by hand',
    object: `
      spec: {replicas: 1, updateStrategy: {type: OnDelete}}
      status: {observedGeneration: 2, replicas: 1, readyReplicas: 1}`,
    state: 'ready',
  },
  {
    it: 'on its first pod',
    object: `
      spec: {replicas: 3}
      status: {observedGeneration: 2, replicas: 1}`,
    state: 'progressing',
    reason: 'TooFew',
    says: '1 of 3 pods exist',
  },
]);

describeKind('apps/v1', 'DaemonSet', [
  {
    it: 'on all nodes',
    object: `
      status:
        observedGeneration: 2
        desiredNumberScheduled: 2
        currentNumberScheduled: 2
        updatedNumberScheduled: 2
        numberReady: 2
        numberAvailable: 2`,
    state: 'ready',
  },
  { it: 'for no node', object: '{status: {observedGeneration: 2, desiredNumberScheduled: 0}}', state: 'ready' },
  {
    it: 'not up on one node',
    object: `
      status:
        observedGeneration: 2
        desiredNumberScheduled: 2
        currentNumberScheduled: 2
        updatedNumberScheduled: 2
        numberReady: 1
        numberAvailable: 1`,
    state: 'progressing',
    reason: 'TooFew',
    says: '1 of 2 pods ready',
  },
]);

describeKind('apps/v1', 'ReplicaSet', [
  {
    it: 'there',
    object: `
      spec: {replicas: 1}
      status: {observedGeneration: 2, replicas: 1, readyReplicas: 1, availableReplicas: 1}`,
    state: 'ready',
  },
  {
    it: 'waiting for pods',
    object: `
      spec: {replicas: 1}
      status: {observedGeneration: 2, replicas: 1}`,
    state: 'progressing',
    reason: 'TooFew',
  },
]);

describeKind('batch/v1', 'Job', [
  {
    it: 'done',
    object: `
      status:
        succeeded: 1
        conditions: [{type: SuccessCriteriaMet, status: "True"}, {type: Complete, status: "True", reason: CompletionsReached}]`,
    state: 'ready',
  },
  {
    it: 'running',
    object: `
      status: {startTime: 2026-01-01T00:00:00Z, active: 1, failed: 2}`,
    state: 'progressing',
    reason: 'Running',
    says: '0 of 1 runs complete, 1 active, 2 failed',
  },
  {
    it: 'given up',
    object: `
      status:
        failed: 7
        conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit}]`,
    state: 'failed',
    reason: 'BackoffLimitExceeded',
  },
  { it: 'suspended', object: 'spec: {suspend: true}', state: 'progressing', reason: 'Suspended' },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
]);

describeKind('batch/v1', 'CronJob', [{ it: 'there', object: 'spec: {schedule: "0 * * * *"}', state: 'ready' }]);

describeKind('v1', 'Pod', [
  { it: 'ready', object: '{status: {phase: Running, conditions: [{type: Ready, status: "True"}]}}', state: 'ready' },
  { it: 'done', object: 'status: {phase: Succeeded}', state: 'ready' },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'without a node',
    object: `
      status:
        phase: Pending
        conditions:
          - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/3 nodes are available: 3 Insufficient memory."}`,
    state: 'progressing',
    reason: 'Unschedulable',
    says: 'memory',
  },
  {
    it: 'pulling',
    object: `
      status: {phase: Pending, containerStatuses: [{name: portal, state: {waiting: {reason: ContainerCreating}}}]}`,
    state: 'progressing',
    reason: 'Pending',
  },
  {
    it: 'turned away once',
    object: `
      status: {phase: Pending, containerStatuses: [{name: portal, state: {waiting: {reason: ErrImagePull, message: pull access denied}}}]}`,
    state: 'progressing',
    reason: 'ErrImagePull',
    says: 'container portal: pull access denied',
  },
  {
    it: 'without its image',
    object: `
      status:
        phase: Pending
        containerStatuses:
          - {name: portal, state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling image "ghcr.io/mesh/portal:9"}}}`,
    state: 'failed',
    reason: 'ImagePullBackOff',
    says: 'ghcr.io/mesh/portal:9',
  },
  {
    it: 'without a Secret',
    object: `
      status:
        phase: Pending
        containerStatuses: [{name: portal, state: {waiting: {reason: CreateContainerConfigError, message: secret "portal" not found}}}]`,
    state: 'progressing',
    reason: 'CreateContainerConfigError',
    says: 'not found',
  },
  {
    it: 'crashing',
    object: `
      status:
        phase: Running
        conditions: [{type: Ready, status: "False"}]
        containerStatuses:
          - name: portal
            restartCount: 5
            state: {waiting: {reason: CrashLoopBackOff, message: back-off 2m40s restarting failed container}}
            lastState: {terminated: {exitCode: 137, reason: OOMKilled, message: password=hunter2}}`,
    state: 'failed',
    reason: 'CrashLoopBackOff',
    says: 'container portal ended 5 times, the last time with exit code 137 (OOMKilled)',
  },
  {
    it: 'crashing before it begins',
    object: `
      status: {phase: Pending, initContainerStatuses: [{name: migrate, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}}]}`,
    state: 'failed',
    reason: 'CrashLoopBackOff',
    says: 'migrate',
  },
  {
    it: 'running but not ready',
    object: `
      status:
        phase: Running
        conditions: [{type: Ready, status: "False", message: "containers with unready status: [portal]"}]
        containerStatuses: [{name: portal, state: {running: {}}}]`,
    state: 'progressing',
    reason: 'NotReady',
    says: '[portal]',
  },
  {
    it: 'evicted',
    object: `
      status: {phase: Failed, reason: Evicted, message: The node was low on resource}`,
    state: 'failed',
    reason: 'Evicted',
  },
  {
    it: 'ended with an error',
    object: `
      status: {phase: Failed, containerStatuses: [{name: migrate, state: {terminated: {exitCode: 1}}}]}`,
    state: 'failed',
    reason: 'Failed',
    says: 'container migrate ended with exit code 1',
  },
]);

describeKind('v1', 'PersistentVolumeClaim', [
  { it: 'bound', object: 'status: {phase: Bound}', state: 'ready' },
  { it: 'pending', object: 'status: {phase: Pending}', state: 'progressing', reason: 'Pending' },
  { it: 'lost', object: 'status: {phase: Lost}', state: 'failed', reason: 'Lost' },
]);

describeKind('v1', 'Service', [
  { it: 'within the cluster', object: 'spec: {type: ClusterIP}', state: 'ready' },
  { it: 'with an address', object: '{spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}}', state: 'ready' },
  {
    it: 'without an address',
    object: `
      spec: {type: LoadBalancer}
      status: {loadBalancer: {}}`,
    state: 'progressing',
    reason: 'NoAddress',
  },
]);

describeKind('v1', 'Namespace', [
  { it: 'there', object: 'status: {phase: Active}', state: 'ready' },
  { it: 'going', object: 'status: {phase: Terminating}', state: 'progressing', reason: 'Terminating' },
]);
describeKind('v1', 'ConfigMap', [{ it: 'there', object: 'data: {}', state: 'ready' }]);
describeKind('v1', 'Secret', [
  {
    it: 'being deleted',
    object: 'metadata: {name: a, deletionTimestamp: "2026-01-01T00:00:00Z"}',
    state: 'progressing',
    reason: 'Terminating',
  },
]);
describeKind('networking.k8s.io/v1', 'Ingress', [{ it: 'without an address', object: 'status: {loadBalancer: {}}', state: 'ready' }]);

describeKind('apiextensions.k8s.io/v1', 'CustomResourceDefinition', [
  {
    it: 'served',
    object: `
      status:
        conditions:
          - {type: NamesAccepted, status: "True", reason: NoConflicts}
          - {type: Established, status: "True", reason: InitialNamesAccepted}`,
    state: 'ready',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'being installed',
    object: `
      status:
        conditions:
          - {type: NamesAccepted, status: "True"}
          - {type: Established, status: "False", reason: Installing, message: the initial names have been accepted}`,
    state: 'progressing',
    reason: 'Installing',
  },
  {
    it: 'of a name that is taken',
    object: `
      status:
        conditions:
          - {type: NamesAccepted, status: "False", reason: PluralConflict, message: '"issuers" is already in use'}
          - {type: Established, status: "False", reason: NotAccepted}`,
    state: 'failed',
    reason: 'PluralConflict',
    says: 'already in use',
  },
]);

describeKind('apiregistration.k8s.io/v1', 'APIService', [
  { it: 'available', object: '{status: {conditions: [{type: Available, status: "True", reason: Passed}]}}', state: 'ready' },
  {
    it: 'without its server',
    object: `
      status:
        conditions:
          - type: Available
            status: "False"
            reason: MissingEndpoints
            message: endpoints for service/metrics in "mesh" have no addresses`,
    state: 'progressing',
    reason: 'MissingEndpoints',
  },
]);

describeKind('example.com/v1', 'Anything', [
  { it: 'without a status', object: 'spec: {}', state: 'ready' },
  { it: 'with other conditions', object: '{status: {conditions: [{type: Accepted, status: "False"}]}}', state: 'ready' },
  { it: 'Ready', object: '{status: {conditions: [{type: Ready, status: "True", reason: Done}]}}', state: 'ready' },
  {
    it: 'not Ready',
    object: `
      status: {conditions: [{type: Ready, status: "False", reason: Busy, message: almost}]}`,
    state: 'progressing',
    reason: 'Busy',
    says: 'almost',
  },
  {
    it: 'at work',
    object: `
      status: {conditions: [{type: Reconciling, status: "True", reason: Busy}]}`,
    state: 'progressing',
    reason: 'Busy',
  },
  {
    it: 'given up',
    object: `
      status: {conditions: [{type: Stalled, status: "True", reason: Broken}]}`,
    state: 'failed',
    reason: 'Broken',
  },
  { it: 'behind', object: 'status: {observedGeneration: 1}', state: 'progressing', reason: 'NotObserved' },
]);

it('does not repeat the last words of a container, which may hold a secret', () => {
  const terminated = { exitCode: 1, reason: 'Error', message: 'password=hunter2' };
  const status = {
    phase: 'Running',
    containerStatuses: [{ name: 'portal', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated } }],
  };

  expect(readinessOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'portal' }, status }).message).not.toContain('hunter2');
});
