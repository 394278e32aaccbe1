import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { accessOn } from '../../../src/charts/rbac/access.js';
import { Fence } from '../../../src/runtime/manager/fence.js';
import { hasEndedHere, leaseName, runIdentity } from '../../../src/runtime/manager/lease-key.js';
import {
  leaseRecordOf,
  leaseState,
  microTime,
  observed,
  type LeaseObservation,
  type LeaseRecord,
} from '../../../src/runtime/manager/lease-record.js';

function record(spec?: object): LeaseRecord {
  return leaseRecordOf({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'mesh-reconcile' },
    ...(spec ? { spec } : {}),
  });
}

const HELD = { holderIdentity: 'other/1', leaseDurationSeconds: 10, renewTime: '2026-01-01T00:00:00.000000Z', leaseTransitions: 3 };

describe('a lease', () => {
  it('is read with its duration in milliseconds', () => {
    expect(record(HELD)).toMatchObject({ holder: 'other/1', duration: 10_000, transitions: 3 });
  });

  it.each<readonly [string, object | undefined, number, string]>([
    ['without a spec', undefined, 0, 'free'],
    ['without a holder', { leaseDurationSeconds: 10 }, 0, 'free'],
    ['with an empty holder', { ...HELD, holderIdentity: '' }, 0, 'free'],
    ['that is ours', { ...HELD, holderIdentity: 'me/1' }, 0, 'free'],
    ['just seen', HELD, 0, 'taken for 10000'],
    ['seen unchanged for less than its duration', HELD, 9_999, 'taken for 1'],
    ['seen unchanged for its duration', HELD, 10_000, 'free'],
    ['that does not say its duration', { holderIdentity: 'other/1' }, 6_000, 'taken for 1000'],
    ['renewed long ago by the clock of its holder', { ...HELD, renewTime: '1999-01-01T00:00:00.000000Z' }, 0, 'taken for 10000'],
    ['renewed in the future by the clock of its holder', { ...HELD, renewTime: '2099-01-01T00:00:00.000000Z' }, 10_000, 'free'],
  ])('%s', (_, spec, seenFor, expected) => {
    const since = 5_000;
    const state = leaseState(record(spec), { fingerprint: '', since }, { me: 'me/1', now: since + seenFor, fallback: 7_000 });

    expect(state.state === 'free' ? 'free' : `taken for ${state.freeIn}`).toBe(expected);
  });

  it('is observed anew when it is renewed or changes hands, and not otherwise', () => {
    const first = observed(undefined, record(HELD), 1_000);
    expect(first.since).toBe(1_000);
    expect(observed(first, record({ ...HELD }), 2_000)).toBe(first);
    expect(observed(first, record({ ...HELD, renewTime: '2026-01-01T00:00:03.000000Z' }), 3_000).since).toBe(3_000);
    expect(observed(first, record({ ...HELD, holderIdentity: 'third/1' }), 4_000).since).toBe(4_000);
  });

  it('is never taken from a holder that renews it in time, whatever the clocks say', () => {
    const clocks = fc.record({
      skew: fc.integer({ min: -1e9, max: 1e9 }),
      renewals: fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 20 }),
      look: fc.integer({ min: 300, max: 5_000 }),
    });
    fc.assert(
      fc.property(clocks, ({ skew, renewals, look }) => {
        let observation: LeaseObservation | undefined;
        let renewedAt = 0;
        let next = 0;
        const end = renewals.reduce((sum, pause) => sum + pause, 0);
        for (let now = 0; now < end; now += look) {
          while (next < renewals.length && renewedAt + renewals[next]! <= now) renewedAt += renewals[next++]!;
          const seen = record({ ...HELD, renewTime: microTime(new Date(1.7e12 + renewedAt + skew)) });
          observation = observed(observation, seen, now);
          expect(leaseState(seen, observation, { me: 'me/1', now, fallback: 10_000 }).state).toBe('taken');
        }
      }),
    );
  });
});

describe('MicroTime', () => {
  it('has six digits of fraction', () => {
    expect(microTime(new Date('2026-01-02T03:04:05.678Z'))).toBe('2026-01-02T03:04:05.678000Z');
  });
});

describe('the fence of a lease', () => {
  const SENT = { monotonic: 5_000_000_000n, wall: 1_700_000_000_000 };
  const after = (monotonic: number, wall = monotonic): { readonly monotonic: bigint; readonly wall: number } => ({
    monotonic: SENT.monotonic + BigInt(monotonic) * 1_000_000n,
    wall: SENT.wall + wall,
  });

  it.each([
    ['at once', after(0), true],
    ['shortly before its end', after(7_999), true],
    ['at its end', after(8_000), false],
    ['after the machine was suspended, when the monotonic clock stood still', after(10, 3_600_000), false],
    ['after the wall clock was put back', after(7_000, -3_600_000), true],
    ['after the wall clock was put back, at its end', after(8_000, -3_600_000), false],
  ])('%s', (_, moment, isHeld) => {
    expect(new Fence(SENT, 8_000).isHeld(moment)).toBe(isHeld);
  });

  it('moves with a renewal of another thread', () => {
    const fence = new Fence(SENT, 8_000);
    Atomics.store(fence.shared, 0, after(6_000).monotonic);
    Atomics.store(fence.shared, 1, BigInt(after(6_000).wall));

    expect(fence.isHeld(after(13_999))).toBe(true);
    expect(fence.isHeld(after(14_000))).toBe(false);
  });
});

describe('the names of a lease', () => {
  it('follow from the instance', () => {
    expect(leaseName('mesh')).toBe('mesh-reconcile');
  });

  it('are those that the access rights name', () => {
    const leases = accessOn({ target: 'runtime', namespace: 'mesh-system', instance: 'mesh' }).filter(
      ({ resource }) => resource === 'leases',
    );

    expect(leases).toEqual([
      {
        namespace: 'mesh-system',
        group: 'coordination.k8s.io',
        resource: 'leases',
        verbs: ['get', 'create', 'patch'],
        names: [leaseName('mesh')],
      },
    ]);
    expect(
      accessOn({ target: 'infra', namespace: 'mesh-system', instance: 'mesh' }).filter(({ resource }) => resource === 'leases'),
    ).toEqual([]);
  });

  it('tell that a process of this machine has ended, and nothing of others', () => {
    const running = runIdentity();
    const [host = '', , rest = ''] = running.split('/');
    const { pid } = spawnSync(process.execPath, ['--eval', '']);

    expect(hasEndedHere(running)).toBe(false);
    // Only where the system says which processes see each other.
    expect(hasEndedHere(`${host}/${pid}/${rest}`)).toBe(process.platform === 'linux');
    expect(hasEndedHere(`elsewhere/${pid}/${rest}`)).toBe(false);
    expect(hasEndedHere(`${host}/${pid}/another-boot.${rest}`)).toBe(false);
    expect(hasEndedHere(`${host}/${pid}`)).toBe(false);
  });

  it('say which process holds it, and are never the same twice', () => {
    expect(runIdentity()).toContain(`/${process.pid}/`);
    expect(runIdentity()).not.toBe(runIdentity());
  });
});
