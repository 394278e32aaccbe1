import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import {
  afterLook,
  evaluateEntries,
  isRoutine,
  lostAmong,
  placeKey,
  type ReadyMemory,
  routineEndsIn,
  waitEntriesOf,
} from '../../../src/readiness/index.js';
import { change, object } from '../delivery/objects.ts';

const READY = object(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: portal, namespace: mesh, uid: one, generation: 3}
status:
  observedGeneration: 3
  lastAttemptedRevision: 1.0.0
  lastAttemptedConfigDigest: sha256:a
  conditions: [{type: Ready, status: "True", reason: UpgradeSucceeded, observedGeneration: 3}]
`);

/** As helm-controller writes it at the beginning of each interval. */
const BUSY = change(
  READY,
  `status: {conditions: [
    {type: Reconciling, status: "True", reason: Progressing, message: Fulfilling prerequisites, observedGeneration: 3},
    {type: Ready, status: Unknown, reason: Progressing, message: Fulfilling prerequisites, observedGeneration: 3}]}`,
);
const FAILED = change(READY, 'status: {conditions: [{type: Ready, status: "False", reason: DependencyNotReady, observedGeneration: 3}]}');

const ENTRIES = waitEntriesOf(
  {
    wait: {
      resourceTypes: [
        {
          group: 'helm.toolkit.fluxcd.io',
          version: 'v2',
          kind: 'HelmRelease',
          namespace: 'mesh',
          conditionType: 'Ready',
          conditionStatus: 'True',
        },
      ],
    },
  },
  [],
  'mesh',
);

/** Looks at the objects one after the other, each so long after the one before, and says of each look what it found. */
function looks(objects: readonly KubernetesObject[], seconds = 10): { readonly said: readonly string[]; readonly memory: ReadyMemory } {
  let memory: ReadyMemory = new Map();
  const said = objects.map((each, index) => {
    const now = new Date(index * seconds * 1000);
    const before = memory;
    const { states } = evaluateEntries(ENTRIES, () => ({ kind: 'objects', objects: [each] }), {
      now,
      isRoutine: (place, seen) => isRoutine(seen, before.get(placeKey(place, { ...REF })), now),
    });
    memory = afterLook(states, before, () => each, now);
    const lost = lostAmong(states, memory).length > 0 ? ' no longer' : '';
    return `${states.map(({ readiness }) => readiness.state).join()}${lost}`;
  });
  return { said, memory };
}

const REF = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'mesh', name: 'portal' };

describe('a release that an earlier look found ready', () => {
  it('stays ready while its controller merely looks after it', () => {
    expect(looks([READY, BUSY, READY, BUSY]).said).toEqual(['ready', 'ready', 'ready', 'ready']);
  });

  it('is not ready because of that alone', () => {
    expect(looks([BUSY, READY]).said).toEqual(['progressing', 'ready']);
  });

  it.each([
    ['its controller says that it is not ready', FAILED],
    ['its controller tries another version', change(BUSY, 'status: {lastAttemptedRevision: 2.0.0}')],
    ['its controller tries other values', change(BUSY, 'status: {lastAttemptedConfigDigest: "sha256:b"}')],
    ['its spec has changed', change(BUSY, 'metadata: {generation: 4}')],
    ['it is another object', change(BUSY, 'metadata: {uid: other}')],
    ['it is being deleted', change(FAILED, 'metadata: {deletionTimestamp: "2026-01-01T00:00:00Z"}')],
  ])('is no longer ready when %s', (_what, now) => {
    expect(looks([READY, now]).said).toEqual(['ready', 'progressing no longer']);
  });

  it('is no longer ready when its controller does not come back from it within a minute', () => {
    expect(looks([READY, BUSY, BUSY, BUSY], 40).said).toEqual(['ready', 'ready', 'ready', 'progressing no longer']);
    expect(looks([READY, BUSY, BUSY, BUSY, READY], 40).said.at(-1)).toBe('ready');
  });

  it('has to become ready again once it was not', () => {
    expect(looks([READY, FAILED, BUSY, READY]).said).toEqual(['ready', 'progressing no longer', 'progressing no longer', 'ready']);
  });

  it('is looked at again when the minute is over', () => {
    const now = new Date(20_000);

    expect(routineEndsIn(looks([READY, BUSY]).memory, now)).toBe(50_000);
    expect(routineEndsIn(looks([READY]).memory, now)).toBeUndefined();
  });
});

it('of another technology says itself whether it is ready', () => {
  const isRoutineFor = (ready: KubernetesObject, busy: KubernetesObject): boolean => {
    const state = { place: 'infra', ref: REF, readiness: { state: 'ready' as const }, needs: [], makes: [] };
    const memory = afterLook([state], new Map(), () => ready, new Date(0));
    return isRoutine(busy, memory.get(placeKey('infra', REF)), new Date(1000));
  };
  const asApplication = (each: KubernetesObject): KubernetesObject => ({
    ...each,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
  });

  expect(isRoutineFor(READY, BUSY)).toBe(true);
  expect(isRoutineFor(asApplication(READY), asApplication(BUSY))).toBe(false);
});
