import { numberAt, textAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { asFailure, asProgress, type Condition, falseCondition, findCondition, trueCondition } from './conditions.js';
import type { Rule, Rules } from './rule.js';
import { suspension } from './suspension.js';

/**
 * helm-controller's reasons for a failed release, which it retries as often as the spec says. It retries all others for
 * ever, such as `DependencyNotReady`, `SourceNotReady` or `ArtifactFailed`.
 */
const RELEASE_FAILED = new Set([
  'InstallFailed',
  'UpgradeFailed',
  'TestFailed',
  'RollbackSucceeded',
  'RollbackFailed',
  'UninstallSucceeded',
  'UninstallFailed',
]);

/** kustomize-controller builds again at every interval, but the same revision gives the same result. */
const BUILD_FAILED = 'BuildFailed';

const helmRelease: Rule = (object) => {
  const suspended = suspension(object, 'helm-controller');
  if (suspended) return suspended;
  const notReady = falseCondition(object, 'Ready');
  return notReady && RELEASE_FAILED.has(notReady.reason) ? releaseFailed(object, notReady) : byFluxReady(object);
};

/**
 * The controller sets `Stalled` a moment after its last attempt, and some versions never set it. So the attempts are
 * counted here by its own rule: it gives up when there were more failures than retries. It counts only failures that
 * reached Helm's storage; it retries for ever what fails before, such as a template error or a missing kind.
 */
function releaseFailed(object: Observed, ready: Condition): Readiness {
  const action = textAt(object, 'status', 'lastAttemptedReleaseAction') === 'upgrade' ? 'upgrade' : 'install';
  const failures = numberAt(object, 'status', `${action}Failures`) ?? 0;
  const retries = numberAt(object, 'spec', action, 'remediation', 'retries') ?? 0;
  // Ready may be about a successful remediation; Released has the original failure.
  const { reason, message = 'it failed' } = falseCondition(object, 'Released') ?? ready;
  const endless = retries < 0 || failures === 0 || textAt(object, 'spec', action, 'strategy', 'name') === 'RetryOnFailure';
  if (endless) {
    return progressing(reason, `${message} (failed ${numberAt(object, 'status', 'failures') ?? failures} times; the controller retries)`);
  }
  const attempts = `attempt ${failures} of ${retries + 1}`;
  if (failures <= retries) return progressing(reason, `${message} (${attempts}; the controller retries)`);
  return failed(reason, `${message} (${attempts}; the controller does not retry)`);
}

const kustomization: Rule = (object) => {
  const suspended = suspension(object, 'kustomize-controller');
  if (suspended) return suspended;
  const notReady = falseCondition(object, 'Ready');
  return notReady?.reason === BUILD_FAILED ? asFailure(notReady) : byFluxReady(object);
};

const source: Rule = (object) => suspension(object, 'source-controller') ?? byFluxReady(object);

/** source-controller writes no status for a HelmRepository of type `oci`: only others read it. */
const helmRepository: Rule = (object) => {
  const isStatic = textAt(object, 'spec', 'type') === 'oci' && !findCondition(object, 'Ready');
  return isStatic ? READY : source(object);
};

/** While `Reconciling` is true, Ready may still be about the revision before. */
function byFluxReady(object: Observed): Readiness {
  const ready = findCondition(object, 'Ready');
  const reconciling = trueCondition(object, 'Reconciling');
  if (ready && ready.status !== 'True') return asProgress(ready);
  if (reconciling) return asProgress(reconciling);
  return ready ? READY : progressing(NOT_OBSERVED, 'its controller has not observed it yet');
}

export const HELM: Rules = { HelmRelease: helmRelease };
export const KUSTOMIZE: Rules = { Kustomization: kustomization };
export const SOURCES: Rules = {
  OCIRepository: source,
  GitRepository: source,
  HelmRepository: helmRepository,
  HelmChart: source,
  Bucket: source,
};
