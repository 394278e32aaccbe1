import { describe, expect, it } from '@jest/globals';
import {
  evaluateEntries,
  prerequisiteEntries,
  type Istio,
  type Observation,
  type ObjectState,
  type WaitQuery,
} from '../../../src/readiness/index.js';

const PLACE = { namespace: 'mesh', technology: 'fluxcd' } as const;

const statesOf = (
  observe: (query: WaitQuery) => Observation,
  istio?: Istio,
  place: Parameters<typeof prerequisiteEntries>[1] = PLACE,
): readonly ObjectState[] => evaluateEntries(prerequisiteEntries(istio ? { istio } : {}, place), observe).states;

describe('what a platform cannot do without', () => {
  it('is nothing where Istio is not asked for', () => {
    expect(statesOf(() => ({ kind: 'objects', objects: [] }))).toEqual([]);
  });

  it.each(['fluxcd', 'argocd'] as const)(
    'is the release of Istio where it is asked for, with %s, also where its kind is unknown',
    (technology) => {
      const [istio, ...others] = statesOf(() => ({ kind: 'unserved' }), {}, { ...PLACE, technology });
      const kind = technology === 'fluxcd' ? 'HelmRelease' : 'Application';
      expect(istio).toMatchObject({
        place: 'infra',
        ref: { kind, namespace: 'mesh', name: 'istio-istiod' },
        readiness: { state: 'progressing' },
      });
      expect(others).toEqual([]);
    },
  );

  it.each<[string, object, string]>([
    ['a container', { containers: [{ name: 'main' }, { name: 'istio-proxy' }] }, 'ready'],
    ['an init container', { containers: [{ name: 'main' }], initContainers: [{ name: 'istio-proxy' }] }, 'ready'],
    ['no container', { containers: [{ name: 'main' }] }, 'progressing NoContainer'],
  ])('has a sidecar of Istio in pods with a label, where they are named: %s', (_what, spec, expected) => {
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    const pod = (name: string, app: string): object => ({ metadata: { name, namespace: 'ops', labels: { app } }, spec, status });
    const seen: WaitQuery[] = [];
    const states = statesOf(
      (query) => {
        const { apiVersion, kind } = query;
        if (kind !== 'Pod') return { kind: 'unserved' };
        seen.push(query);
        return { kind: 'objects', objects: [pod('one', 'operator'), pod('other', 'else')].map((each) => ({ apiVersion, kind, ...each })) };
      },
      { pods: { namespace: 'ops', labels: { app: 'operator' } } },
    );

    expect(seen).toEqual([{ target: 'infra', apiVersion: 'v1', kind: 'Pod', namespace: 'ops', labelSelector: 'app=operator' }]);
    expect(
      states
        .filter(({ ref }) => ref.kind === 'Pod')
        .map(({ ref, readiness }) => `${ref.name} ${[readiness.state, readiness.reason].filter(Boolean).join(' ')}`),
    ).toEqual([`one ${expected}`]);
  });

  it('waits for a pod that does not exist yet', () => {
    const states = statesOf(() => ({ kind: 'objects', objects: [] }), { pods: { namespace: 'ops', labels: { app: 'operator' } } });

    expect(states.at(-1)).toMatchObject({
      ref: { kind: 'Pod', namespace: 'ops' },
      readiness: { state: 'progressing', message: '0 of at least 1 Pod with app=operator exist' },
    });
  });
});
