import { describe, expect, it } from '@jest/globals';
import { foreignFields } from '../../../../src/runtime/apply/fields/index.js';
import { live, OURS, owns, release } from './objects.js';

describe('what stays in an object', () => {
  const desired = release({ interval: '5m', values: { a: 1 } });

  it('are fields that others own and that are not desired, by manager', () => {
    const there = live(
      release({ interval: '5m', timeout: '9m', values: { a: 1, 'b.c': 2 } }),
      owns(`${OURS}:Apply`, 'spec interval', 'spec values a', 'spec ours'),
      owns('kubectl-edit:Update', 'spec timeout', 'spec values a', 'spec values b.c'),
      owns('kubectl-edit:Apply', 'spec values d'),
      owns('somebody:Apply', 'spec interval'),
    );
    expect(foreignFields(desired, there, OURS)).toEqual([
      { manager: 'kubectl-edit', fields: ['spec.timeout', 'spec.values.d', 'spec.values["b.c"]'] },
    ]);
  });

  it.each([
    [
      'metadata',
      owns('flux:Update', 'metadata finalizers v:"finalizers.fluxcd.io"', 'metadata annotations reconcile.fluxcd.io/requestedAt'),
    ],
    ['status', owns('helm-controller:Update:status', 'status conditions')],
    ['what only completes an object', owns('kcp:Update', 'spec cluster')],
    ['what an OCM Resource decides', owns('manager:Update', 'spec suspend')],
  ])('is not %s', (_, entry) => {
    expect(foreignFields(desired, live(release({ suspend: false, cluster: 'x' }), entry), OURS, [['spec', 'suspend']])).toEqual([]);
  });
});
