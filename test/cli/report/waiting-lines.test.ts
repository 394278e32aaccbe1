import { expect, it } from '@jest/globals';
import { waitingLines } from '../../../src/cli/report/waiting-lines.js';
import type { Outcome } from '../../../src/runtime/apply/index.js';

const waiting = (target: string, name: string, reason: string): Outcome => ({
  target,
  id: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'mesh', name },
  planned: { action: 'blocked', reason, wakeOn: [] },
  result: 'waiting',
});

it('has a line for objects of one target that wait for the same', () => {
  expect(
    waitingLines([
      waiting('kcp/root:orgs', 'one', 'workspace root:orgs is not Ready yet'),
      waiting('kcp/root', 'two', 'its type is not ready'),
      waiting('kcp/root:orgs', 'three', 'workspace root:orgs is not Ready yet'),
      waiting('kcp/root:orgs', 'four', 'its API is not served'),
    ]),
  ).toEqual([
    '2 objects on kcp/root:orgs: workspace root:orgs is not Ready yet',
    'ConfigMap mesh/two on kcp/root: its type is not ready',
    'ConfigMap mesh/four on kcp/root:orgs: its API is not served',
  ]);
});

it('has none for nothing', () => {
  expect(waitingLines([])).toEqual([]);
});
