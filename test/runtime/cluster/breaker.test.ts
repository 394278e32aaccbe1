import { describe, expect, it } from '@jest/globals';
import {
  admissionAt,
  answered,
  probeFailed,
  probeStarted,
  unanswered,
  UNTRIED,
  type Admission,
  type Breaker,
  type OutagePolicy,
} from '../../../src/runtime/cluster/breaker.js';

const POLICY: OutagePolicy = { threshold: 3, tolerance: 20_000, probeAfter: 3_000, probeTimeout: 2_500 };
const LOST = { code: 'unreachable', reason: 'nothing listens there' } as const;

type Step = (breaker: Breaker) => Breaker;

/** An attempt from one moment to another, in milliseconds. */
const lost =
  (from: number, to: number): Step =>
  (breaker) =>
    unanswered(breaker, { ...LOST, startedAt: from }, to, POLICY);
const silent =
  (from: number, to: number): Step =>
  (breaker) =>
    unanswered(breaker, { code: 'timeout', reason: 'it does not answer', startedAt: from, isConclusive: true }, to, POLICY);
const heard =
  (at: number): Step =>
  (breaker) =>
    answered(breaker, at);
const probing: Step = probeStarted;
const missed =
  (at: number): Step =>
  (breaker) =>
    probeFailed(breaker, at);

const SEND: Admission = { kind: 'send' };
const PROBE: Admission = { kind: 'probe' };
const OPEN = [heard(0), lost(100, 110), lost(110, 120), lost(120, 130)];

describe('a circuit breaker', () => {
  it.each<{ readonly what: string; readonly steps: readonly Step[]; readonly now: number; readonly admission: Admission }>([
    { what: 'sends to a host that nobody talked to', steps: [], now: 5, admission: SEND },
    { what: 'sends after a few failures', steps: [heard(0), lost(10, 20), lost(20, 30)], now: 40, admission: SEND },
    { what: 'probes at once after too many', steps: OPEN, now: 130, admission: PROBE },
    { what: 'waits while a probe runs', steps: [...OPEN, probing], now: 200, admission: { kind: 'wait', ms: 19_900 } },
    { what: 'waits for the next probe', steps: [...OPEN, probing, missed(200)], now: 250, admission: { kind: 'wait', ms: 200 } },
    { what: 'probes again when it is due', steps: [...OPEN, probing, missed(200)], now: 450, admission: PROBE },
    {
      what: 'probes more rarely after a while',
      steps: [...OPEN, probing, missed(8_100)],
      now: 8_100,
      admission: { kind: 'wait', ms: 2_000 },
    },
    {
      what: 'fails at once when the host has been silent for too long',
      steps: [...OPEN, probing, missed(19_000)],
      now: 20_100,
      admission: { kind: 'fail', last: LOST, silentFor: 20_000, probeIn: 3_625 },
    },
    {
      what: 'fails at once while a late probe runs',
      steps: [...OPEN, probing],
      now: 30_100,
      admission: { kind: 'fail', last: LOST, silentFor: 30_000, probeIn: 0 },
    },
    {
      what: 'probes rarely when the host has been silent for long',
      steps: [...OPEN, probing, missed(600_000)],
      now: 604_999,
      admission: { kind: 'fail', last: LOST, silentFor: 604_899, probeIn: 1 },
    },
    { what: 'probes then, too', steps: [...OPEN, probing, missed(600_000)], now: 605_000, admission: PROBE },
    { what: 'sends again after an answer', steps: [...OPEN, probing, heard(300)], now: 300, admission: SEND },
    { what: 'counts anew after an answer', steps: [...OPEN, heard(300), lost(310, 320), lost(320, 330)], now: 330, admission: SEND },
    {
      what: 'opens at once when probes show that the host is silent',
      steps: [heard(0), silent(1_000, 9_000)],
      now: 9_000,
      admission: PROBE,
    },
    {
      what: 'counts the silence from the first attempt on',
      steps: [heard(0), silent(1_000, 9_000), probing],
      now: 9_000,
      admission: { kind: 'wait', ms: 12_000 },
    },
    {
      what: 'counts no silence before an answer',
      steps: [heard(0), heard(5_000), silent(1_000, 9_000), probing],
      now: 9_000,
      admission: { kind: 'wait', ms: 16_000 },
    },
    {
      what: 'forgets a failure of long ago',
      steps: [heard(0), lost(10, 20), lost(20, 30), lost(60_000, 60_010)],
      now: 60_010,
      admission: SEND,
    },
    {
      what: 'remembers a long outage',
      steps: [...OPEN, lost(60_000, 60_010), probing],
      now: 60_010,
      admission: { kind: 'fail', last: LOST, silentFor: 59_910, probeIn: 0 },
    },
    {
      what: 'does not wait long for a host that never answered',
      steps: [lost(0, 10), lost(10, 20), lost(20, 30), probing, missed(1_000)],
      now: 1_100,
      admission: { kind: 'fail', last: LOST, silentFor: 1_100, probeIn: 150 },
    },
    {
      what: 'starts no second probe for a failure that comes late',
      steps: [...OPEN, probing, lost(100, 400)],
      now: 400,
      admission: { kind: 'wait', ms: 19_700 },
    },
  ])('$what', ({ steps, now, admission }) => {
    const breaker = steps.reduce((state, step) => step(state), UNTRIED);
    expect(admissionAt(breaker, now, POLICY)).toEqual(admission);
  });
});
