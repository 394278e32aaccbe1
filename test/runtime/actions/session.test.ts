import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortedAt } from '../../../src/runtime/actions/session.js';

it.each([
  ['an hour', 3_600_000],
  ['more than timers take', 2 ** 31],
  ['more than a signal takes', 2 ** 33],
])('a signal for a moment in %s is not aborted before', async (_, milliseconds) => {
  const signal = abortedAt(new Date(Date.now() + milliseconds));
  await sleep(20);
  expect(signal.aborted).toBe(false);
});

it('a signal for a moment that has passed is aborted', async () => {
  const signal = abortedAt(new Date(Date.now() - 1000));
  await sleep(20);
  expect(signal.aborted).toBe(true);
});
