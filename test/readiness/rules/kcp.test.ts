import { describeKind } from '../cases.ts';

describeKind('tenancy.kcp.io/v1alpha1', 'Workspace', [
  { it: 'there', object: 'status: {phase: Ready}', state: 'ready' },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'without a shard',
    object: `
      status:
        phase: Scheduling
        conditions:
          - {type: WorkspaceScheduled, status: "False", reason: Unschedulable, message: No available shards to schedule the workspace}`,
    state: 'progressing',
    reason: 'Unschedulable',
    says: 'shards',
  },
  {
    it: 'held by an initializer',
    object: `
      status:
        phase: Initializing
        initializers: [root:security]
        conditions: [{type: WorkspaceInitialized, status: "False", reason: InitializerExists, message: Initializers still exist}]`,
    state: 'progressing',
    reason: 'Initializing',
    says: 'root:security',
  },
  {
    it: 'not to be reached',
    object: `
      status:
        phase: Unavailable
        conditions:
          - {type: Ready, status: "False"}
          - {type: WorkspaceMountReady, status: "False", reason: MountObjectNotFound, message: Mount object not found}`,
    state: 'progressing',
    reason: 'MountObjectNotFound',
  },
  { it: 'being taken down', object: 'status: {phase: Terminating}', state: 'progressing', reason: 'Terminating' },
]);

describeKind('core.kcp.io/v1alpha1', 'LogicalCluster', [
  { it: 'there', object: 'status: {phase: Ready}', state: 'ready' },
  {
    it: 'held by an initializer',
    object: `
      status: {phase: Initializing, initializers: [root:security]}`,
    state: 'progressing',
    reason: 'Initializing',
    says: 'root:security',
  },
]);

describeKind('apis.kcp.io/v1alpha2', 'APIBinding', [
  {
    it: 'bound',
    object: `
      status: {phase: Bound, conditions: [{type: InitialBindingCompleted, status: "True"}, {type: BindingUpToDate, status: "True"}]}`,
    state: 'ready',
  },
  {
    it: 'bound to an export that is gone',
    object: `
      status: {phase: Bound, conditions: [{type: APIExportValid, status: "False", reason: APIExportNotFound}]}`,
    state: 'ready',
  },
  {
    it: 'without its export',
    object: `
      status:
        phase: Binding
        conditions:
          - {type: Ready, status: "False", reason: WaitingForEstablished}
          - type: APIExportValid
            status: "False"
            reason: APIExportNotFound
            message: APIExport root:platform-mesh-system:core.platform-mesh.io not found`,
    state: 'progressing',
    reason: 'APIExportNotFound',
    says: 'core.platform-mesh.io not found',
  },
  {
    it: 'in the way of others',
    object: `
      status:
        phase: Binding
        conditions:
          - type: InitialBindingCompleted
            status: "False"
            reason: NamingConflicts
            message: "Unable to bind APIs: naming conflict with CRD"`,
    state: 'failed',
    reason: 'NamingConflicts',
  },
  {
    it: 'bound, but not to the newest schemas',
    object: `
      status:
        phase: Bound
        conditions:
          - {type: BindingUpToDate, status: "False", reason: WaitingForEstablished, message: Waiting for API(s) to be established}`,
    state: 'progressing',
    reason: 'WaitingForEstablished',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
]);

/** A bound APIBinding with two accepted claims and a rejected one. */
const claims = (status: string): string => `
  spec:
    permissionClaims:
      - {resource: secrets, verbs: ["*"], selector: {matchAll: true}, state: Accepted}
      - {group: tenancy.kcp.io, resource: workspaces, identityHash: 4f0c, verbs: [get], selector: {matchAll: true}, state: Accepted}
      - {resource: configmaps, verbs: ["*"], selector: {matchAll: true}, state: Rejected}
  status:
    phase: Bound
${status}`;

const SECRETS = '{resource: secrets, verbs: ["*"], state: Accepted}';
const WORKSPACES = '{group: tenancy.kcp.io, resource: workspaces, identityHash: 4f0c, verbs: [get], state: Accepted}';

describeKind('apis.kcp.io/v1alpha2', 'APIBinding', [
  {
    it: 'with its claims applied',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}, ${WORKSPACES}]
    conditions: [{type: PermissionClaimsValid, status: "True"}, {type: PermissionClaimsApplied, status: "True"}]`),
    state: 'ready',
  },
  {
    it: 'with a claim that its export does not ask for',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}]
    conditions:
      - type: PermissionClaimsValid
        status: "False"
        severity: Error
        reason: InvalidPermissionClaims
        message: 'unexpected/invalid claim for workspaces.tenancy.kcp.io (identity "4f0c")'
      - {type: PermissionClaimsApplied, status: "True"}`),
    state: 'progressing',
    reason: 'InvalidPermissionClaims',
    says: 'workspaces.tenancy.kcp.io',
  },
  {
    it: 'with claims that are not all applied',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}]
    conditions:
      - {type: PermissionClaimsValid, status: "True"}
      - {type: PermissionClaimsApplied, status: "False", reason: InternalError, message: Permission claims have not been fully applied}`),
    state: 'progressing',
    reason: 'InternalError',
    says: 'not been fully applied',
  },
  {
    it: 'with a claim that kcp has not looked at',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}]
    conditions: [{type: PermissionClaimsValid, status: "True"}, {type: PermissionClaimsApplied, status: "True"}]`),
    state: 'progressing',
    reason: 'PermissionClaimsNotApplied',
    says: 'workspaces.tenancy.kcp.io (identity 4f0c)',
  },
  {
    it: 'with a claim of another identity than was applied',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}, ${WORKSPACES.replace('4f0c', '77e1')}]`),
    state: 'progressing',
    reason: 'PermissionClaimsNotApplied',
  },
  {
    it: 'with fewer verbs than its export asks for, which is a warning',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}, ${WORKSPACES}]
    conditions: [{type: PermissionClaimsValid, status: "False", severity: Warning, reason: PermissionClaimsMismatch}]`),
    state: 'ready',
  },
  {
    it: 'with a warning that hides an invalid claim',
    object: claims(`
    appliedPermissionClaims: [${SECRETS}]
    conditions: [{type: PermissionClaimsValid, status: "False", severity: Warning, reason: PermissionClaimsMismatch}]`),
    state: 'progressing',
    reason: 'PermissionClaimsNotApplied',
  },
]);

describeKind('apis.kcp.io/v1alpha2', 'APIExport', [
  { it: 'with an identity', object: '{status: {identityHash: 4f0c, conditions: [{type: IdentityValid, status: "True"}]}}', state: 'ready' },
  {
    it: 'without an identity',
    object: `
      status: {conditions: [{type: IdentityValid, status: "False", reason: IdentityVerificationFailed, message: secret not found}]}`,
    state: 'progressing',
    reason: 'IdentityVerificationFailed',
  },
  {
    it: 'without URLs',
    object: `
      status:
        conditions:
          - {type: IdentityValid, status: "True"}
          - {type: VirtualWorkspaceURLsReady, status: "False", reason: ErrorGeneratingURLs}`,
    state: 'progressing',
    reason: 'ErrorGeneratingURLs',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
]);

describeKind('apis.kcp.io/v1alpha1', 'APIExportEndpointSlice', [
  { it: 'of an export that nobody has bound', object: '{status: {conditions: [{type: APIExportValid, status: "True"}]}}', state: 'ready' },
  {
    it: 'of an export that is not there',
    object: `
      status: {conditions: [{type: APIExportValid, status: "False", reason: APIExportNotFound, message: Error getting APIExport}]}`,
    state: 'progressing',
    reason: 'APIExportNotFound',
  },
]);

describeKind('tenancy.kcp.io/v1alpha1', 'WorkspaceType', [
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'with URLs',
    object: '{status: {conditions: [{type: Ready, status: "True"}, {type: VirtualWorkspaceURLsReady, status: "True"}]}}',
    state: 'ready',
  },
  {
    it: 'without URLs',
    object: `
      status: {conditions: [{type: VirtualWorkspaceURLsReady, status: "False", reason: ErrorGeneratingURLs}]}`,
    state: 'progressing',
    reason: 'ErrorGeneratingURLs',
  },
]);

for (const kind of ['RootShard', 'Shard', 'FrontProxy']) {
  describeKind('operator.kcp.io/v1alpha1', kind, [
    {
      it: 'available',
      object: `
        status: {phase: Running, conditions: [{type: Available, status: "True", reason: ReplicasUp, observedGeneration: 2}]}`,
      state: 'ready',
    },
    {
      it: 'available, before it was changed',
      object: `
        status: {phase: Running, conditions: [{type: Available, status: "True", reason: ReplicasUp, observedGeneration: 1}]}`,
      state: 'progressing',
      reason: 'NotObserved',
    },
    {
      it: 'without pods',
      object: `
        status:
          phase: Provisioning
          conditions:
            - type: Available
              status: "False"
              reason: ReplicasUnavailable
              observedGeneration: 2
              message: Deployment mesh/frontproxy is not in desired replica state.`,
      state: 'progressing',
      reason: 'ReplicasUnavailable',
      says: 'frontproxy',
    },
    { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  ]);
}

describeKind('operator.kcp.io/v1alpha1', 'FrontProxy', [
  {
    it: 'without its root shard',
    object: `
      status:
        conditions:
          - type: RootShard
            status: "False"
            reason: InvalidReference
            observedGeneration: 2
            message: "Failed to retrieve RootShard: not found."
          - {type: Available, status: "False", reason: DeploymentUnavailable, observedGeneration: 2}`,
    state: 'progressing',
    reason: 'InvalidReference',
    says: 'RootShard',
  },
]);

describeKind('operator.kcp.io/v1alpha1', 'Kubeconfig', [
  { it: 'of an operator that writes no status', object: 'spec: {}', state: 'ready' },
  { it: 'being made', object: 'status: {phase: Provisioning}', state: 'progressing', reason: 'Provisioning' },
  { it: 'given up', object: 'status: {phase: Failed}', state: 'failed', reason: 'Failed' },
]);
