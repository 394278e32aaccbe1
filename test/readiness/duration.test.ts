import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/readiness/index.js';

describe('parseDuration', () => {
  it.each([
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['.5h', 1_800_000],
    ['1.h', 3_600_000],
    ['100ms', 100],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['5ns', 0.000005],
    ['1m0.5s', 60_500],
    ['-1m', -60_000],
    ['+1m', 60_000],
    ['0', 0],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(['', '15', 'm', '1d', '1h 30m', '.', '.s', '1,5s', '1e3s', '--1s', 'abc', '1hm', '1M'])('does not take %j for one', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('reads what hours, minutes and seconds come to', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(59), fc.nat(59), (h, m, s) => parseDuration(`${h}h${m}m${s}s`) === ((h * 60 + m) * 60 + s) * 1000),
    );
  });
});
