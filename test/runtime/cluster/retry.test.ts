import { describe, expect, it } from '@jest/globals';
import { backoff, nextDelay, retryAfter } from '../../../src/runtime/cluster/retry.js';

const POLICY = { attempts: 10, base: 100, cap: 1000 };
const LOST = { status: undefined, retryAfter: undefined, retryable: true, unsent: false, number: 1 };
const HOW = { safe: true, known: true, random: 1 };

describe('nextDelay', () => {
  it.each([
    { what: 'a lost connection', attempt: LOST, delay: 100 },
    { what: 'the third time', attempt: { ...LOST, number: 3 }, delay: 400 },
    { what: 'many times', attempt: { ...LOST, number: 9 }, delay: 1000 },
    { what: 'too often', attempt: { ...LOST, number: 10 }, delay: undefined },
    { what: 'what is not safe', attempt: LOST, how: { safe: false }, delay: undefined },
    { what: 'what is not safe, but was not sent', attempt: { ...LOST, unsent: true }, how: { safe: false }, delay: 100 },
    { what: 'what is not safe, but was throttled', attempt: { ...LOST, status: 429 }, how: { safe: false }, delay: 100 },
    { what: 'a server that was never reached, four times', attempt: { ...LOST, number: 4 }, how: { known: false }, delay: undefined },
    { what: 'a server that fails, four times', attempt: { ...LOST, status: 500, number: 4 }, delay: undefined },
    { what: 'a server that throttles, four times', attempt: { ...LOST, status: 429, number: 4 }, delay: 800 },
    { what: 'the time that the server asks for, and jitter', attempt: { ...LOST, status: 429, retryAfter: 500 }, delay: 600 },
    { what: 'a conflict, which was not processed', attempt: { ...LOST, status: 409 }, how: { safe: false }, delay: 100 },
    { what: 'a conflict, four times', attempt: { ...LOST, status: 409, number: 4 }, delay: undefined },
    { what: 'no longer than the cap', attempt: { ...LOST, status: 429, retryAfter: 60_000 }, delay: 1000 },
    { what: 'a refusal that may pass, but not at once', attempt: { ...LOST, status: 403 }, delay: undefined },
    { what: 'what will not change', attempt: { ...LOST, status: 403, retryable: false }, delay: undefined },
  ])('waits $delay ms after $what', ({ attempt, how, delay }) => {
    expect(nextDelay(attempt, POLICY, { ...HOW, ...how })).toBe(delay);
  });
});

it('takes a random part of a time that doubles', () => {
  expect([1, 2, 3, 100].map((failures) => backoff(failures, POLICY, 0.5))).toEqual([50, 100, 200, 500]);
  expect(backoff(5, POLICY, 0)).toBe(0);
});

it.each([
  ['2', 2000],
  ['0', 0],
  ['Sat, 21 Nov 2026 08:00:10 GMT', 10_000],
  ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('reads Retry-After: %s', (value, expected) => {
  expect(retryAfter(value, Date.parse('2026-11-21T08:00:00Z'))).toBe(expected);
});
