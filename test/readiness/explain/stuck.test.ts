import { describe, expect, it } from '@jest/globals';
import { changesIn, isStuck, type Need, type ObjectState, type Readiness } from '../../../src/readiness/index.js';

const ref = (name: string): Need => ({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'mesh', name });

/** A release that needs others. */
const state = (name: string, readiness: Readiness['state'], ...needs: readonly (string | Need)[]): ObjectState => ({
  place: 'infra',
  ref: ref(name),
  readiness: { state: readiness },
  needs: needs.map((need) => (typeof need === 'string' ? ref(need) : need)),
  makes: [],
});

describe('waiting', () => {
  it.each<readonly [it: string, expected: boolean, states: readonly ObjectState[], related?: readonly ObjectState[]]>([
    ['helps while nothing has failed', false, [state('portal', 'progressing'), state('iam', 'ready')]],
    ['is over when everything is ready', false, [state('portal', 'ready')]],
    ['is over when there is nothing', false, []],
    ['does not help when all the rest has failed', true, [state('portal', 'failed'), state('iam', 'ready')]],
    ['helps one while another one has failed', false, [state('portal', 'failed'), state('iam', 'progressing')]],
    ['does not help one that needs a failed one', true, [state('openfga', 'failed'), state('portal', 'progressing', 'openfga')]],
    [
      'does not help one that needs a failed one by way of another',
      true,
      [state('portal', 'progressing', 'iam'), state('iam', 'progressing', 'openfga'), state('openfga', 'failed')],
    ],
    [
      'helps one that needs only a ready one',
      false,
      [state('openfga', 'failed'), state('iam', 'ready'), state('portal', 'progressing', 'iam')],
    ],
    [
      'is not held up by what a ready one needs',
      false,
      [state('openfga', 'failed'), state('iam', 'ready', 'openfga'), state('portal', 'progressing', 'iam')],
    ],
    [
      'does not help one that needs a failed object nobody waits for',
      true,
      [state('portal', 'progressing', 'source')],
      [state('source', 'failed')],
    ],
    [
      'helps where an object of another place has failed',
      false,
      [state('portal', 'progressing', { ...ref('iam'), place: 'runtime' })],
      [state('iam', 'failed')],
    ],
    ['helps two that need each other, as far as anybody knows', false, [state('a', 'progressing', 'b'), state('b', 'progressing', 'a')]],
    [
      'does not help two that need each other and a failed one',
      true,
      [state('a', 'progressing', 'b'), state('b', 'progressing', 'a', 'openfga'), state('openfga', 'failed')],
    ],
  ])('%s', (_, expected, states, ...[related]) => {
    expect(isStuck(states, related)).toBe(expected);
  });

  it('does not help at the end of a long chain', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => state(`release-${index}`, 'progressing', `release-${index + 1}`));

    expect(isStuck([...chain, state('release-10000', 'failed')])).toBe(true);
    expect(isStuck([...chain, state('release-10000', 'progressing')])).toBe(false);
  });
});

describe('the time until something is judged in another way', () => {
  it('is the shortest of all', () => {
    const at = (ms: number): ObjectState => ({ ...state('portal', 'progressing'), readiness: { state: 'progressing', changesIn: ms } });

    expect(changesIn([at(5000), at(1000), state('iam', 'progressing')])).toBe(1000);
    expect(changesIn([state('iam', 'progressing')])).toBeUndefined();
  });
});
