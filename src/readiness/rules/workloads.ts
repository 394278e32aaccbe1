import { at, numberAt, textAt } from '../../kubernetes/index.js';
import { NOT_OBSERVED, type Observed, progressing, READY, type Readiness, SUSPENDED } from '../readiness.js';
import { asFailure, asProgress, findCondition, trueCondition } from './conditions.js';
import { atOnce, type Rule, type Rules } from './rule.js';

/** The controllers of Kubernetes write `observedGeneration` with their first look at an object. */
const observed =
  (rule: Rule): Rule =>
  (object) => {
    const isObserved = numberAt(object, 'status', 'observedGeneration') !== undefined;
    return isObserved ? rule(object) : progressing(NOT_OBSERVED, 'its controller has not observed it yet');
  };

const UP = { readyReplicas: 'pods ready', availableReplicas: 'pods available' };

const count = (object: Observed, field: string): number => numberAt(object, 'status', field) ?? 0;
const desiredReplicas = (object: Observed): number => numberAt(object, 'spec', 'replicas') ?? 1;

/** The first count that is below the desired number. */
function tooFew(object: Observed, desired: number, fields: Readonly<Record<string, string>>): Readiness | undefined {
  for (const [field, word] of Object.entries(fields)) {
    const reached = count(object, field);
    if (reached < desired) return progressing('TooFew', `${reached} of ${desired} ${word}`);
  }
  return undefined;
}

/** Pods beyond the desired number, which are still to go. */
function tooMany(object: Observed, desired: number): Readiness | undefined {
  const extra = count(object, 'replicas') - desired;
  return extra > 0 ? progressing('OldPods', `${extra} old pods still exist`) : undefined;
}

const deployment: Rule = (object) => {
  const progress = findCondition(object, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') return asFailure(progress);
  const replicas = desiredReplicas(object);
  // A quota or an admission webhook refuses the pods; the controller goes on asking.
  const refused = trueCondition(object, 'ReplicaFailure');
  if (refused) return asProgress(refused);
  const few = tooFew(object, replicas, { updatedReplicas: 'pods updated', ...UP });
  if (!few) return tooMany(object, replicas) ?? READY;
  return at(object, 'spec', 'paused') === true ? progressing('Paused', `spec.paused is true; ${few.message ?? ''}`) : few;
};

const statefulSet: Rule = (object) => {
  // The pods of such a set are replaced only when somebody deletes them, so an old pod that is ready counts.
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const replicas = desiredReplicas(object);
  const few = tooFew(object, replicas, { replicas: 'pods exist', readyReplicas: 'pods ready' });
  if (few || onDelete) return few ?? READY;
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  return tooFew(object, Math.max(0, replicas - partition), { updatedReplicas: 'pods updated' }) ?? tooMany(object, replicas) ?? READY;
};

const replicaSet: Rule = (object) => {
  const refused = trueCondition(object, 'ReplicaFailure');
  if (refused) return asProgress(refused);
  const replicas = desiredReplicas(object);
  return tooFew(object, replicas, UP) ?? tooMany(object, replicas) ?? READY;
};

const daemonSet: Rule = (object) => {
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const updated: Readonly<Record<string, string>> = onDelete ? {} : { updatedNumberScheduled: 'pods updated' };
  const fields = { currentNumberScheduled: 'pods exist', ...updated, numberReady: 'pods ready', numberAvailable: 'pods available' };
  return tooFew(object, count(object, 'desiredNumberScheduled'), fields) ?? READY;
};

/** A Job is ready when it is complete: whoever waits for a Job waits for what it does. */
const job: Rule = (object) => {
  const given = trueCondition(object, 'Failed');
  if (given) return asFailure(given);
  if (trueCondition(object, 'Complete')) return READY;
  if (at(object, 'spec', 'suspend') === true) return progressing(SUSPENDED, 'spec.suspend is true: the Job does not run until it is false');
  if (textAt(object, 'status', 'startTime') === undefined) return progressing(NOT_OBSERVED, 'nobody has started it yet');
  const [active, succeeded, lost] = [count(object, 'active'), count(object, 'succeeded'), count(object, 'failed')];
  const completions = numberAt(object, 'spec', 'completions') ?? 1;
  return progressing('Running', `${succeeded} of ${completions} runs complete, ${active} active, ${lost} failed`);
};

export const APPS: Rules = {
  Deployment: observed(deployment),
  StatefulSet: observed(statefulSet),
  ReplicaSet: observed(replicaSet),
  DaemonSet: observed(daemonSet),
};
/** A CronJob has nothing to do before its time. */
export const BATCH: Rules = { Job: job, CronJob: atOnce };
