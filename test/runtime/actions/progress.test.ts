import { expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import type { Outcome, Planned } from '../../../src/runtime/apply/index.js';
import { Progress, type RunListener } from '../../../src/runtime/actions/progress.js';

const portal: KubernetesObject = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'portal', namespace: 'mesh' },
};

function outcome(planned: Planned, result: Outcome['result']): Outcome {
  const { apiVersion, kind, metadata } = portal;
  return { target: 'infra', id: { apiVersion, kind, name: metadata.name, namespace: 'mesh' }, planned, result };
}

const DELETED = outcome({ action: 'prune', before: portal }, 'waiting');
const POSTPONED = outcome({ action: 'blocked', reason: 'it is deleted later', wakeOn: [], isPostponed: true }, 'waiting');
const BLOCKED = outcome({ action: 'blocked', reason: 'it waits for a Secret', wakeOn: [] }, 'waiting');

function told(): { readonly progress: Progress; readonly done: Outcome[] } {
  const done: Outcome[] = [];
  const ignore = (): void => undefined;
  const listener: RunListener = {
    begin: ignore,
    waiting: ignore,
    done: (each) => done.push(each),
    webhook: ignore,
    waitingFor: ignore,
    state: ignore,
    warning: ignore,
    step: ignore,
    locked: ignore,
  };
  return { progress: new Progress(listener), done };
}

/** Two passes: the object comes up in the first one only. */
function afterwards(first: Outcome, isWhole: boolean): { readonly outcomes: readonly Outcome[]; readonly done: readonly Outcome[] } {
  const { progress, done } = told();
  progress.beginPass();
  progress.emit({ type: 'outcome', outcome: first });
  progress.endPass(() => true);
  progress.beginPass();
  progress.endPass(() => isWhole);
  return { outcomes: progress.outcomes, done };
}

it('an object that was being deleted and comes up no more is gone', () => {
  expect(afterwards(DELETED, true)).toEqual({ outcomes: [{ ...DELETED, result: 'done' }], done: [{ ...DELETED, result: 'done' }] });
});

it.each([
  ['was to be deleted later', POSTPONED],
  ['waited for another one', BLOCKED],
])('an object that %s and comes up no more is forgotten: another run did the rest', (_, first) => {
  expect(afterwards(first, true)).toEqual({ outcomes: [], done: [] });
});

it.each([
  ['was being deleted', DELETED],
  ['was to be deleted later', POSTPONED],
  ['waited for another one', BLOCKED],
])('an object that %s still waits after a pass that failed as a whole', (_, first) => {
  expect(afterwards(first, false)).toEqual({ outcomes: [first], done: [] });
});
