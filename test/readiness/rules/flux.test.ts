import { describeKind } from '../cases.ts';

describeKind('helm.toolkit.fluxcd.io/v2', 'HelmRelease', [
  {
    it: 'installed',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - type: Ready
            status: "True"
            reason: InstallSucceeded
            observedGeneration: 2
            message: Helm install succeeded for release mesh/portal.v1 with chart portal@0.5.1
          - {type: Released, status: "True", reason: InstallSucceeded, observedGeneration: 2, message: Helm install succeeded}`,
    state: 'ready',
  },
  {
    it: 'just made, with the default of the CRD',
    object: `
      status: {observedGeneration: -1}`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'not observed it yet',
  },
  { it: 'just made, without any status', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'changed since it was ready',
    object: `
      status:
        observedGeneration: 1
        conditions: [{type: Ready, status: "True", reason: InstallSucceeded, observedGeneration: 1, message: done}]`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'generation 2',
  },
  {
    it: 'waiting for another release, which leaves observedGeneration where it is',
    object: `
      status:
        observedGeneration: -1
        conditions:
          - {type: Reconciling, status: "True", reason: Progressing, observedGeneration: 2, message: Fulfilling prerequisites}
          - type: Ready
            status: "False"
            reason: DependencyNotReady
            observedGeneration: 2
            message: dependency 'mesh/keycloak' is not ready`,
    state: 'progressing',
    reason: 'DependencyNotReady',
    says: "dependency 'mesh/keycloak' is not ready",
  },
  {
    it: 'without the source of its chart',
    object: `
      status:
        observedGeneration: -1
        conditions:
          - type: Ready
            status: "False"
            reason: ArtifactFailed
            observedGeneration: 2
            message: 'could not get Source object: ocirepositories.source.toolkit.fluxcd.io "portal" not found'`,
    state: 'progressing',
    reason: 'ArtifactFailed',
    says: 'ocirepositories',
  },
  {
    it: 'installing',
    object: `
      status:
        observedGeneration: -1
        conditions:
          - type: Reconciling
            status: "True"
            reason: Progressing
            observedGeneration: 2
            message: Running 'install' action with timeout of 15m0s
          - type: Ready
            status: Unknown
            reason: Progressing
            observedGeneration: 2
            message: Running 'install' action with timeout of 15m0s`,
    state: 'progressing',
    reason: 'Progressing',
    says: 'timeout of 15m0s',
  },
  {
    it: 'installed in vain, with retries for ever',
    object: `
      spec: {install: {remediation: {retries: -1}}}
      status:
        observedGeneration: 2
        failures: 4
        installFailures: 3
        lastAttemptedReleaseAction: install
        conditions:
          - type: Ready
            status: "False"
            reason: UninstallSucceeded
            observedGeneration: 2
            message: Helm uninstall remediation for release mesh/portal.v1 succeeded
          - type: Released
            status: "False"
            reason: InstallFailed
            observedGeneration: 2
            message: "Helm install failed for release mesh/portal: context deadline exceeded"
          - type: Remediated
            status: "True"
            reason: UninstallSucceeded
            observedGeneration: 2
            message: Helm uninstall remediation succeeded`,
    state: 'progressing',
    reason: 'InstallFailed',
    says: 'context deadline exceeded (failed 4 times; the controller retries)',
  },
  {
    it: 'upgraded in vain, with one retry left',
    object: `
      spec: {upgrade: {remediation: {retries: 3}}}
      status:
        observedGeneration: 2
        upgradeFailures: 3
        lastAttemptedReleaseAction: upgrade
        conditions:
          - {type: Ready, status: "False", reason: UpgradeFailed, observedGeneration: 2, message: Helm upgrade failed}`,
    state: 'progressing',
    reason: 'UpgradeFailed',
    says: 'attempt 3 of 4',
  },
  {
    it: 'upgraded in vain as often as it may be, before its controller says so',
    object: `
      spec: {upgrade: {remediation: {retries: 3}}}
      status:
        observedGeneration: 2
        upgradeFailures: 4
        lastAttemptedReleaseAction: upgrade
        conditions:
          - {type: Ready, status: "False", reason: UpgradeFailed, observedGeneration: 2, message: Helm upgrade failed}`,
    state: 'failed',
    reason: 'UpgradeFailed',
    says: 'does not retry',
  },
  {
    it: 'not to be rendered, which is tried for ever, though no retries were asked for',
    object: `
      status:
        observedGeneration: -1
        failures: 6
        lastAttemptedReleaseAction: install
        conditions:
          - type: Reconciling
            status: "True"
            reason: Progressing
            observedGeneration: 2
            message: Running 'install' action with timeout of 5m0s
          - type: Ready
            status: "False"
            reason: InstallFailed
            observedGeneration: 2
            message: "Helm install failed: execution error at (bad/templates/all.yaml:1:3)"
          - type: Released
            status: "False"
            reason: InstallFailed
            observedGeneration: 2
            message: "Helm install failed: execution error at (bad/templates/all.yaml:1:3)"`,
    state: 'progressing',
    reason: 'InstallFailed',
    says: 'failed 6 times; the controller retries',
  },
  {
    it: 'installed in vain, to be tried again after an interval',
    object: `
      spec: {install: {strategy: {name: RetryOnFailure}}}
      status:
        observedGeneration: 2
        installFailures: 1
        conditions: [{type: Ready, status: "False", reason: RetryAfterInterval, observedGeneration: 2, message: Will retry after 5m0s}]`,
    state: 'progressing',
    reason: 'RetryAfterInterval',
  },
  {
    it: 'given up',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Stalled, status: "True", reason: RetriesExceeded, observedGeneration: 2, message: Failed to install after 1 attempt(s)}
          - {type: Ready, status: "False", reason: InstallFailed, observedGeneration: 2, message: Helm install failed}`,
    state: 'failed',
    reason: 'RetriesExceeded',
    says: 'after 1 attempt(s)',
  },
  {
    it: 'given up, in the generation before this one',
    object: `
      status:
        observedGeneration: 1
        conditions:
          - {type: Stalled, status: "True", reason: RetriesExceeded, observedGeneration: 1, message: Failed to install after 1 attempt(s)}
          - {type: Ready, status: "False", reason: InstallFailed, observedGeneration: 1, message: Helm install failed}`,
    state: 'progressing',
    reason: 'NotObserved',
  },
  {
    it: 'suspended since it was ready',
    object: `
      spec: {suspend: true}
      status:
        observedGeneration: 1
        conditions: [{type: Ready, status: "True", reason: InstallSucceeded, observedGeneration: 1, message: Helm install succeeded}]`,
    state: 'progressing',
    reason: 'Suspended',
    says: 'spec.suspend is true',
  },
  {
    it: 'suspended from the beginning',
    object: `
      spec: {suspend: true}
      status: {observedGeneration: -1}`,
    state: 'progressing',
    reason: 'Suspended',
    says: 'helm-controller does nothing until',
  },
  {
    it: 'suspended by somebody',
    object: `
      metadata:
        name: portal
        generation: 2
        managedFields:
          - {manager: platform-mesh, operation: Apply, fieldsV1: {"f:spec": {"f:interval": {}}}}
          - {manager: flux, operation: Update, time: "2026-01-01T00:00:00Z", fieldsV1: {"f:spec": {"f:suspend": {}}}}
      spec: {suspend: true}`,
    state: 'progressing',
    reason: 'Suspended',
    says: 'spec.suspend is true, set by flux: helm-controller does nothing until it is false',
  },
  {
    it: 'being deleted',
    object: `
      metadata: {name: portal, generation: 3, deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: [finalizers.fluxcd.io]}
      status:
        observedGeneration: 3
        conditions: [{type: Ready, status: "True", reason: InstallSucceeded, observedGeneration: 3}]`,
    state: 'progressing',
    reason: 'Terminating',
    says: 'held by finalizers.fluxcd.io',
  },
]);

describeKind('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', [
  {
    it: 'applied',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - type: Ready
            status: "True"
            reason: ReconciliationSucceeded
            observedGeneration: 2
            message: "Applied revision: main@sha1:1234"`,
    state: 'ready',
  },
  {
    it: 'without its source',
    object: `
      status:
        observedGeneration: -1
        conditions:
          - type: Ready
            status: "False"
            reason: ArtifactFailed
            observedGeneration: 2
            message: Source artifact not found, retrying in 30s`,
    state: 'progressing',
    reason: 'ArtifactFailed',
  },
  {
    it: 'waiting for what it applied',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - type: Ready
            status: "False"
            reason: HealthCheckFailed
            observedGeneration: 2
            message: "timeout waiting for: [Deployment/mesh/portal status: InProgress]"`,
    state: 'progressing',
    reason: 'HealthCheckFailed',
    says: 'Deployment/mesh/portal',
  },
  {
    it: 'unable to build, which leaves observedGeneration where it is',
    object: `
      status:
        observedGeneration: -1
        conditions:
          - {type: Ready, status: "False", reason: BuildFailed, observedGeneration: 2, message: "kustomize build failed: no such file"}`,
    state: 'failed',
    reason: 'BuildFailed',
    says: 'no such file',
  },
  {
    it: 'suspended',
    object: `
      spec: {suspend: true}
      status: {observedGeneration: 1}`,
    state: 'progressing',
    reason: 'Suspended',
    says: 'kustomize-controller does nothing until',
  },
]);

describeKind('source.toolkit.fluxcd.io/v1', 'OCIRepository', [
  {
    it: 'stored',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Ready, status: "True", reason: Succeeded, observedGeneration: 2, message: stored artifact for digest 0.5.1@sha256:1}`,
    state: 'ready',
  },
  {
    it: 'storing another revision',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Reconciling, status: "True", reason: Progressing, observedGeneration: 2, message: building artifact}
          - {type: Ready, status: "True", reason: Succeeded, observedGeneration: 2, message: stored artifact}`,
    state: 'progressing',
    reason: 'Progressing',
    says: 'building artifact',
  },
  {
    it: 'refused by the registry',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Reconciling, status: "True", reason: ProgressingWithRetry, observedGeneration: 2, message: processing object}
          - type: Ready
            status: "False"
            reason: OCIArtifactPullFailed
            observedGeneration: 2
            message: "failed to determine artifact digest: GET https://ghcr.io/token: DENIED"`,
    state: 'progressing',
    reason: 'OCIArtifactPullFailed',
    says: 'DENIED',
  },
  {
    it: 'given up over its URL',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - type: Stalled
            status: "True"
            reason: URLInvalid
            observedGeneration: 2
            message: URL must be in format oci://<domain>/<org>/<repo>
          - {type: Ready, status: "False", reason: URLInvalid, observedGeneration: 2}`,
    state: 'failed',
    reason: 'URLInvalid',
  },
]);

describeKind('source.toolkit.fluxcd.io/v1', 'HelmRepository', [
  { it: 'of a registry, which gets no status', object: 'spec: {type: oci}', state: 'ready' },
  {
    it: 'with an index that was not read yet',
    object: `
      spec: {url: https://charts.example.com}`,
    state: 'progressing',
    reason: 'NotObserved',
  },
  {
    it: 'with an index that cannot be read',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Ready, status: "False", reason: Failed, observedGeneration: 2, message: "failed to fetch index: 404 Not Found"}`,
    state: 'progressing',
    reason: 'Failed',
    says: '404',
  },
]);

describeKind('source.toolkit.fluxcd.io/v1', 'GitRepository', [
  {
    it: 'stored',
    object: `
      status: {observedGeneration: 2, conditions: [{type: Ready, status: "True", reason: Succeeded, observedGeneration: 2}]}`,
    state: 'ready',
  },
  {
    it: 'not to be cloned',
    object: `
      status:
        observedGeneration: 2
        conditions: [{type: Ready, status: "False", reason: GitOperationFailed, observedGeneration: 2, message: failed to checkout}]`,
    state: 'progressing',
    reason: 'GitOperationFailed',
  },
]);

describeKind('source.toolkit.fluxcd.io/v1', 'HelmChart', [
  {
    it: 'pulled',
    object: `
      status: {observedGeneration: 2, conditions: [{type: Ready, status: "True", reason: ChartPullSucceeded, observedGeneration: 2}]}`,
    state: 'ready',
  },
  {
    it: 'not to be found',
    object: `
      status:
        observedGeneration: 2
        conditions:
          - {type: Ready, status: "False", reason: InvalidChartReference, observedGeneration: 2, message: no chart version found}`,
    state: 'progressing',
    reason: 'InvalidChartReference',
  },
]);
