import type { Observed } from '../observed.js';
import { asFailure, asProgress, findCondition, NOT_OBSERVED, SUSPENDED, trueCondition } from '../conditions.js';
import { at, numberAt, textAt } from '../../kubernetes/index.js';
import { progressing, READY, type Readiness } from '../readiness.js';
import { atOnce } from './generic.js';
import type { Rule, Rules } from './rule.js';

/** What the controllers of Kubernetes count; they raise `observedGeneration` with the first look. */
const observed = (rule: Rule): Rule => (object) =>
  numberAt(object, 'status', 'observedGeneration') === undefined ? progressing(NOT_OBSERVED, 'its controller has not looked at it yet') : rule(object);

const count = (object: Observed, field: string): number => numberAt(object, 'status', field) ?? 0;
const wanted = (object: Observed): number => numberAt(object, 'spec', 'replicas') ?? 1;

/** The first count that has not reached what is wanted. */
function tooFew(object: Observed, desired: number, fields: Readonly<Record<string, string>>): Readiness | undefined {
  for (const [field, word] of Object.entries(fields)) {
    const reached = count(object, field);
    if (reached < desired) return progressing('TooFew', `${reached} of ${desired} ${word}`);
  }
  return undefined;
}

const deployment: Rule = (object) => {
  const progress = findCondition(object, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') return asFailure(progress);
  const replicas = wanted(object);
  // A quota or an admission webhook that refuses the pods; the controller goes on asking.
  const refused = trueCondition(object, 'ReplicaFailure');
  if (refused) return asProgress(refused);
  const few = tooFew(object, replicas, { updatedReplicas: 'pods updated', readyReplicas: 'pods ready', availableReplicas: 'pods available' });
  if (few) return at(object, 'spec', 'paused') === true ? progressing('Paused', `spec.paused is true; ${few.message ?? ''}`) : few;
  const extra = count(object, 'replicas') - replicas;
  return extra > 0 ? progressing('OldPods', `${extra} old pods are still there`) : READY;
};

const statefulSet: Rule = (object) => {
  // Pods of such a set are replaced when somebody deletes them, so what counts is that they are ready.
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const replicas = wanted(object);
  const few = tooFew(object, replicas, { replicas: 'pods there', readyReplicas: 'pods ready' });
  if (few || onDelete) return few ?? READY;
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  return tooFew(object, Math.max(0, replicas - partition), { updatedReplicas: 'pods updated' }) ?? extraPods(object, replicas) ?? READY;
};

function extraPods(object: Observed, replicas: number): Readiness | undefined {
  const extra = count(object, 'replicas') - replicas;
  return extra > 0 ? progressing('OldPods', `${extra} pods too many are still there`) : undefined;
}

const replicaSet: Rule = (object) => {
  const refused = trueCondition(object, 'ReplicaFailure');
  if (refused) return asProgress(refused);
  const replicas = wanted(object);
  return tooFew(object, replicas, { readyReplicas: 'pods ready', availableReplicas: 'pods available' }) ?? extraPods(object, replicas) ?? READY;
};

const daemonSet: Rule = (object) => {
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const nodes = count(object, 'desiredNumberScheduled');
  const updated: Readonly<Record<string, string>> = onDelete ? {} : { updatedNumberScheduled: 'pods updated' };
  return tooFew(object, nodes, { currentNumberScheduled: 'pods there', ...updated, numberReady: 'pods ready', numberAvailable: 'pods available' }) ?? READY;
};

/** A Job is ready when it is done: those who wait for one wait for what it does. */
const job: Rule = (object) => {
  const given = trueCondition(object, 'Failed');
  if (given) return asFailure(given);
  if (trueCondition(object, 'Complete')) return READY;
  if (at(object, 'spec', 'suspend') === true) return progressing(SUSPENDED, 'spec.suspend is true, so it is not run until it is false');
  if (textAt(object, 'status', 'startTime') === undefined) return progressing(NOT_OBSERVED, 'it has not been started yet');
  const [active, succeeded, lost] = [count(object, 'active'), count(object, 'succeeded'), count(object, 'failed')];
  return progressing('Running', `${succeeded} of ${numberAt(object, 'spec', 'completions') ?? 1} runs done, ${active} at work, ${lost} failed`);
};

export const APPS: Rules = { Deployment: observed(deployment), StatefulSet: observed(statefulSet), ReplicaSet: observed(replicaSet), DaemonSet: observed(daemonSet) };
/** A CronJob waits for its time; that is all it does. */
export const BATCH: Rules = { Job: job, CronJob: atOnce };

