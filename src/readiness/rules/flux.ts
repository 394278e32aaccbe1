import type { Observed } from '../observed.js';
import { asFailure, asProgress, findCondition, NOT_OBSERVED, SUSPENDED, trueCondition, type Condition } from '../conditions.js';
import { at, numberAt, textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from '../readiness.js';
import type { Rule, Rules } from './rule.js';

/**
 * helm-controller's reasons for a release that went wrong, of which it tries again as often as it was told. All others,
 * such as `DependencyNotReady`, `SourceNotReady` or `ArtifactFailed`, are tried again for ever.
 */
const RELEASE_FAILED = new Set(['InstallFailed', 'UpgradeFailed', 'TestFailed', 'RollbackSucceeded', 'RollbackFailed', 'UninstallSucceeded', 'UninstallFailed']);

/** kustomize-controller builds again at every interval, but the same revision comes out the same. */
const BUILD_FAILED = 'BuildFailed';

const helmRelease: Rule = (object) => {
  const suspended = suspension(object, 'helm-controller');
  if (suspended) return suspended;
  const ready = findCondition(object, 'Ready');
  return ready && ready.status === 'False' && RELEASE_FAILED.has(ready.reason) ? releaseFailed(object, ready) : byFluxReady(object);
};

/**
 * The controller sets `Stalled` a moment after its last attempt, and not at all in some versions; so the attempts are
 * counted here by its own rule: they are used up when there were more failures than retries. It counts those that got
 * as far as Helm's storage; what fails before, such as a template or a kind that is not there, is tried for ever.
 */
function releaseFailed(object: Observed, ready: Condition): Readiness {
  const action = textAt(object, 'status', 'lastAttemptedReleaseAction') === 'upgrade' ? 'upgrade' : 'install';
  const failures = numberAt(object, 'status', `${action}Failures`) ?? 0;
  const retries = numberAt(object, 'spec', action, 'remediation', 'retries') ?? 0;
  // A remediation went well, but what had to be remedied tells more.
  const released = findCondition(object, 'Released');
  const { reason, message = 'it went wrong' } = released?.status === 'False' ? released : ready;
  const endless = retries < 0 || failures === 0 || textAt(object, 'spec', action, 'strategy', 'name') === 'RetryOnFailure';
  if (endless) return progressing(reason, `${message} (failed ${numberAt(object, 'status', 'failures') ?? failures} times; it is tried again)`);
  const attempts = `attempt ${failures} of ${retries + 1}`;
  return failures <= retries ? progressing(reason, `${message} (${attempts}; it is tried again)`) : failed(reason, `${message} (${attempts}; it is not tried again)`);
}

const kustomization: Rule = (object) => {
  const suspended = suspension(object, 'kustomize-controller');
  if (suspended) return suspended;
  const ready = findCondition(object, 'Ready');
  return ready && ready.status === 'False' && ready.reason === BUILD_FAILED ? asFailure(ready) : byFluxReady(object);
};

const source: Rule = (object) => suspension(object, 'source-controller') ?? byFluxReady(object);

/** A HelmRepository of type `oci` is only read by others; its controller writes no status. */
const helmRepository: Rule = (object) => (textAt(object, 'spec', 'type') === 'oci' && !findCondition(object, 'Ready') ? READY : source(object));

/** What is suspended is not looked at, so its status, even a good one, is about the past. */
function suspension(object: Observed, controller: string): Readiness | undefined {
  if (at(object, 'spec', 'suspend') !== true) return undefined;
  const last = findCondition(object, 'Ready')?.message;
  return progressing(SUSPENDED, `spec.suspend is true, so ${controller} leaves it alone until it is false${last === undefined ? '' : `; last: ${last}`}`);
}

/** While `Reconciling` is true, Ready may still be that of the revision before. */
function byFluxReady(object: Observed): Readiness {
  const ready = findCondition(object, 'Ready');
  const reconciling = trueCondition(object, 'Reconciling');
  if (ready && ready.status !== 'True') return asProgress(ready);
  if (reconciling) return asProgress(reconciling);
  return ready ? READY : progressing(NOT_OBSERVED, 'its controller has not looked at it yet');
}

export const HELM: Rules = { HelmRelease: helmRelease };
export const KUSTOMIZE: Rules = { Kustomization: kustomization };
export const SOURCES: Rules = { OCIRepository: source, GitRepository: source, HelmRepository: helmRepository, HelmChart: source, Bucket: source };
