import { expect, it } from '@jest/globals';
import {
  claimsOf,
  EXPIRES_AT,
  RENEW_AT,
  timesOfNew,
  timesOfStored,
  tokenAnnotations,
} from '../../../src/runtime/kcp/connections/token-age.js';
import { tokenOf } from './tokens.js';

const NOON = Date.parse('2026-01-01T12:00:00Z') / 1000;
const HOUR = 3600;
const at = (seconds: number): Date => new Date(seconds * 1000);
const token = tokenOf({ iat: NOON, exp: NOON + 10 * HOUR, uid: 'u' });
const secret = (annotations: Readonly<Record<string, string>>): Parameters<typeof timesOfStored>[1] => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', annotations },
});

it('reads the times and the ServiceAccount of a token, and nothing of another text', () => {
  expect(claimsOf(token)).toEqual({ issuedAt: NOON * 1000, expiresAt: (NOON + 10 * HOUR) * 1000, serviceAccountUid: 'u' });
  expect([claimsOf(''), claimsOf('a.b.c'), claimsOf('opaque')]).toEqual([undefined, undefined, undefined]);
});

it.each([
  ['by its own times', token, undefined, NOON, 6 * HOUR],
  ['from now on, where the clock of kcp is ten minutes ahead', token, undefined, NOON - 600, 6 * HOUR - 600],
  ['from now on, where the clock of kcp is ten minutes behind', token, undefined, NOON + 600, 6 * HOUR + 600],
  ['by the answer, where the token says nothing', 'opaque', '2026-01-01T22:00:00Z', NOON, 6 * HOUR],
])('renews a new token after 60 % of its lifetime: %s', (_what, text, expiration, now, expected) => {
  expect(timesOfNew(text, expiration, at(now))).toEqual({ expiresAt: at(NOON + 10 * HOUR), renewAt: at(NOON + expected) });
});

it('knows no time of a token that neither it nor the answer tells', () => {
  expect(timesOfNew('opaque', undefined, at(NOON))).toBeUndefined();
});

it.each([
  ['what was noted with it', { [EXPIRES_AT]: '2026-01-01T22:00:00Z', [RENEW_AT]: '2026-01-01T17:30:00Z' }, 5.5 * HOUR],
  ['its own times, where nothing was noted', {}, 6 * HOUR],
  [
    'its own times, where the note is about another token',
    { [EXPIRES_AT]: '2026-01-09T22:00:00Z', [RENEW_AT]: '2026-01-09T13:00:00Z' },
    6 * HOUR,
  ],
  [
    'its own times, where the note is by a clock that is hours ahead',
    { [EXPIRES_AT]: '2026-01-01T22:00:00Z', [RENEW_AT]: '2026-01-01T21:00:00Z' },
    6 * HOUR,
  ],
  ['its own times, where the note is no time', { [EXPIRES_AT]: '2026-01-01T22:00:00Z', [RENEW_AT]: 'soon' }, 6 * HOUR],
])('renews a stored token by %s', (_what, annotations, expected) => {
  expect(timesOfStored(token, secret(annotations))).toEqual({ expiresAt: at(NOON + 10 * HOUR), renewAt: at(NOON + expected) });
});

it('notes the times to the second', () => {
  expect(tokenAnnotations({ expiresAt: at(NOON + 0.5), renewAt: at(NOON) })).toEqual({
    [EXPIRES_AT]: '2026-01-01T12:00:00Z',
    [RENEW_AT]: '2026-01-01T12:00:00Z',
  });
});
