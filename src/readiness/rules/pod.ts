import type { Observed } from '../observed.js';
import { findCondition, trueCondition, NOT_OBSERVED } from '../conditions.js';
import { at, listAt, numberAt, textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from '../readiness.js';
import type { Rule, Rules } from './rule.js';

/**
 * Why the kubelet does not run a container although it has tried more than once, or cannot at all. It goes on trying,
 * ever more rarely; what has to change is the image, its name or the program. `ErrImagePull` is a first try, and
 * `CreateContainerConfigError` a Secret or ConfigMap that may still come.
 */
const HOPELESS = new Set(['CrashLoopBackOff', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RunContainerError', 'CreateContainerError']);

const pod: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase');
  if (phase === 'Succeeded') return READY;
  if (phase === 'Failed') return failed(textAt(object, 'status', 'reason') ?? 'Failed', textAt(object, 'status', 'message') ?? exits(object) ?? 'its containers have ended with errors');
  if (phase === 'Running' && trueCondition(object, 'Ready')) return READY;
  return byContainers(object) ?? byPhase(object, phase);
};

function byPhase(object: Observed, phase: string | undefined): Readiness {
  if (phase === undefined) return progressing(NOT_OBSERVED, 'nobody has looked at it yet');
  const scheduled = findCondition(object, 'PodScheduled');
  if (scheduled?.status === 'False') return progressing(scheduled.reason, scheduled.message);
  if (phase === 'Running') return progressing('NotReady', findCondition(object, 'Ready')?.message ?? 'its containers run, but do not say that they are ready');
  return progressing(phase, findCondition(object, 'Initialized')?.message);
}

/** The first container that waits for something worth telling. */
function byContainers(object: Observed): Readiness | undefined {
  for (const container of containers(object)) {
    const reason = textAt(container, 'state', 'waiting', 'reason');
    if (reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing') continue;
    return (HOPELESS.has(reason) ? failed : progressing)(reason, waitingMessage(container, reason));
  }
  return undefined;
}

function waitingMessage(container: unknown, reason: string): string {
  const name = `container ${textAt(container, 'name') ?? ''}`;
  const message = textAt(container, 'state', 'waiting', 'message') ?? '';
  if (reason !== 'CrashLoopBackOff') return `${name}: ${message === '' ? reason : message}`;
  const code = numberAt(container, 'lastState', 'terminated', 'exitCode');
  // Not its last words: they may hold a secret.
  const last = textAt(container, 'lastState', 'terminated', 'reason');
  const why = [code === undefined ? undefined : `with exit code ${code}`, last === undefined ? undefined : `(${last})`].filter((part) => part !== undefined).join(' ');
  return `${name} has ended ${numberAt(container, 'restartCount') ?? 0} times${why === '' ? '' : `, last ${why}`}`;
}

function exits(object: Observed): string | undefined {
  const ended = containers(object).find((container) => (numberAt(container, 'state', 'terminated', 'exitCode') ?? 0) !== 0);
  return ended === undefined ? undefined : `container ${textAt(ended, 'name') ?? ''} has ended with exit code ${numberAt(ended, 'state', 'terminated', 'exitCode') ?? 0}`;
}

function containers(object: Observed): readonly unknown[] {
  const status = at(object, 'status');
  return [...listAt(status, 'initContainerStatuses'), ...listAt(status, 'containerStatuses')];
}

export const PODS: Rules = { Pod: pod };
