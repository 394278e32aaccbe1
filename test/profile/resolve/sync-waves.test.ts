import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { syncWaves, type ServiceDependencies } from '../../../src/profile/resolve/sync-waves.js';

const wavesOf = (services: readonly ServiceDependencies[]): unknown => {
  const result = syncWaves(services);
  return 'waves' in result ? Object.fromEntries(result.waves) : result;
};

describe('syncWaves', () => {
  it('puts a service without dependencies into wave 1 and any other after its last dependency', () => {
    expect(
      wavesOf([
        { name: 'a', dependsOn: ['b', 'c'] },
        { name: 'b', dependsOn: ['c'] },
        { name: 'c', dependsOn: [] },
      ]),
    ).toEqual({ a: 3, b: 2, c: 1 });
  });

  it('keeps a wave set by hand, 0 included, and lets it count for those that depend on it', () => {
    expect(
      wavesOf([
        { name: 'late', dependsOn: [], wave: 7 },
        { name: 'zero', dependsOn: ['late'], wave: 0 },
        { name: 'after', dependsOn: ['late', 'zero'] },
      ]),
    ).toEqual({ late: 7, zero: 0, after: 8 });
  });

  it('does not count a dependency that is not a service', () => {
    expect(wavesOf([{ name: 'a', dependsOn: ['cert-manager'] }])).toEqual({ a: 1 });
  });

  it('names the services on a cycle', () => {
    expect(
      wavesOf([
        { name: 'a', dependsOn: ['b'] },
        { name: 'b', dependsOn: ['c'] },
        { name: 'c', dependsOn: ['b'] },
      ]),
    ).toEqual({ cycle: ['b', 'c', 'b'] });
  });

  it('follows a chain that is longer than the call stack is deep', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => ({ name: String(index), dependsOn: [String(index + 1)] }));
    const result = syncWaves(chain);
    expect('waves' in result && result.waves.get('0')).toBe(50_000);
  });

  it('is a topological order of any graph without cycles', () => {
    const graphs = fc
      .array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 })
      .map((edges) =>
        edges.map((targets, index) => ({ name: String(index), dependsOn: targets.filter((target) => target < index).map(String) })),
      );
    fc.assert(
      fc.property(graphs, (services) => {
        const result = syncWaves(services);
        if (!('waves' in result)) throw new Error('a cycle in a graph without one');
        for (const { name, dependsOn } of services) {
          for (const dependency of dependsOn) expect(result.waves.get(name)).toBeGreaterThan(result.waves.get(dependency) ?? 0);
        }
      }),
    );
  });
});
