import { describeKind } from '../cases.ts';

describeKind('core.platform-mesh.io/v1alpha1', 'PlatformMesh', [
  {
    it: 'up',
    object: `
      status:
        conditions:
          - {type: DeploymentSubroutine, status: "True", reason: Complete, observedGeneration: 2}
          - {type: Ready, status: "True", reason: Complete, observedGeneration: 2}`,
    state: 'ready',
  },
  {
    it: 'waiting in a step',
    object: `
      status:
        conditions:
          - {type: DeploymentSubroutine, status: "True", reason: Complete}
          - {type: KcpsetupSubroutine, status: "False", reason: Stopped, message: RootShard root is not ready}
          - {type: WaitSubroutine, status: Unknown, reason: Unknown}
          - {type: Ready, status: "False", reason: Stopped, message: stopped}`,
    state: 'progressing',
    reason: 'Stopped',
    says: 'KcpsetupSubroutine: RootShard root is not ready',
  },
  {
    it: 'wrong in a step',
    object: `
      status:
        conditions:
          - {type: DeploymentSubroutine, status: "False", reason: Error, message: profile.yaml is no YAML}
          - {type: Ready, status: "False", reason: Error}`,
    state: 'failed',
    reason: 'Error',
    says: 'DeploymentSubroutine: profile.yaml is no YAML',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
]);

for (const kind of ['Provider', 'ManagedProvider']) {
  describeKind('providers.platform-mesh.io/v1alpha1', kind, [
    { it: 'up', object: '{status: {phase: Ready, conditions: [{type: Ready, status: "True", reason: Complete}]}}', state: 'ready' },
    { it: 'told by its phase only', object: 'status: {phase: Ready}', state: 'ready' },
    { it: 'in a phase', object: 'status: {phase: WaitingForPlatformMesh}', state: 'progressing', reason: 'WaitingForPlatformMesh' },
    {
      it: 'in a phase that failed',
      object: `
        status: {phase: CopyingKubeconfigFailed}`,
      state: 'failed',
      reason: 'CopyingKubeconfigFailed',
    },
  ]);
}

describeKind('core.platform-mesh.io/v1alpha1', 'Account', [
  { it: 'Ready', object: '{status: {conditions: [{type: Ready, status: "True"}]}}', state: 'ready' },
]);
