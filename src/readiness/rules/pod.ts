import { at, listAt, numberAt, textAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { falseCondition, findCondition, trueCondition } from './conditions.js';
import type { Rule, Rules } from './rule.js';

/**
 * Reasons of containers that only a change of the image, its name or the program mends. The kubelet retries them ever
 * more rarely. `ErrImagePull` is not one of them, as it is a first try, and neither is `CreateContainerConfigError`, as the
 * missing Secret or ConfigMap may still come.
 */
const LASTING = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RunContainerError',
  'CreateContainerError',
]);

const pod: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase');
  if (phase === 'Succeeded') return READY;
  if (phase === 'Failed') return podFailed(object);
  if (phase === 'Running' && trueCondition(object, 'Ready')) return READY;
  return byContainers(object) ?? byPhase(object, phase);
};

function podFailed(object: Observed): Readiness {
  const message = textAt(object, 'status', 'message') ?? exitOf(object) ?? 'its containers ended with errors';
  return failed(textAt(object, 'status', 'reason') ?? 'Failed', message);
}

function byPhase(object: Observed, phase: string | undefined): Readiness {
  if (phase === undefined) return progressing(NOT_OBSERVED, 'nobody has observed it yet');
  const unscheduled = falseCondition(object, 'PodScheduled');
  if (unscheduled) return progressing(unscheduled.reason, unscheduled.message);
  if (phase !== 'Running') return progressing(phase, findCondition(object, 'Initialized')?.message);
  return progressing('NotReady', findCondition(object, 'Ready')?.message ?? 'its containers run, but do not report ready');
}

/** The first container that waits for a reason other than its start. */
function byContainers(object: Observed): Readiness | undefined {
  for (const container of containers(object)) {
    const reason = textAt(container, 'state', 'waiting', 'reason');
    if (reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing') continue;
    return (LASTING.has(reason) ? failed : progressing)(reason, waitingMessage(container, reason));
  }
  return undefined;
}

function waitingMessage(container: unknown, reason: string): string {
  const name = `container ${textAt(container, 'name') ?? ''}`;
  if (reason !== 'CrashLoopBackOff') return `${name}: ${textAt(container, 'state', 'waiting', 'message') ?? reason}`;
  const code = numberAt(container, 'lastState', 'terminated', 'exitCode');
  // Only the reason: the message holds the last output of the program, and may hold a secret.
  const last = textAt(container, 'lastState', 'terminated', 'reason');
  const why = [code === undefined ? undefined : `with exit code ${code}`, last === undefined ? undefined : `(${last})`];
  const words = why.filter((part) => part !== undefined).join(' ');
  return `${name} ended ${numberAt(container, 'restartCount') ?? 0} times${words === '' ? '' : `, the last time ${words}`}`;
}

function exitOf(object: Observed): string | undefined {
  const ended = containers(object).find((container) => (numberAt(container, 'state', 'terminated', 'exitCode') ?? 0) !== 0);
  const code = numberAt(ended, 'state', 'terminated', 'exitCode');
  return code === undefined ? undefined : `container ${textAt(ended, 'name') ?? ''} ended with exit code ${code}`;
}

function containers(object: Observed): readonly unknown[] {
  const status = at(object, 'status');
  return [...listAt(status, 'initContainerStatuses'), ...listAt(status, 'containerStatuses')];
}

export const PODS: Rules = { Pod: pod };
