import { describe, expect, it } from '@jest/globals';
import { evaluateEntries, prerequisiteEntries, type Observation, type ObjectState, type WaitQuery } from '../../../src/readiness/index.js';

const KCP = { namespace: 'kcp', rootShard: 'root', frontProxy: 'front' };
const PLACE = { namespace: 'mesh', technology: 'fluxcd' } as const;

const statesOf = (
  observe: (query: WaitQuery) => Observation,
  istio = false,
  place: Parameters<typeof prerequisiteEntries>[1] = PLACE,
): readonly ObjectState[] => evaluateEntries(prerequisiteEntries({ kcp: KCP, istio }, place), observe).states;

const withCondition =
  (type: string, status: string) =>
  ({ apiVersion, kind, namespace = '', name = '' }: WaitQuery): Observation => ({
    kind: 'objects',
    objects: [{ apiVersion, kind, metadata: { name, namespace }, status: { conditions: [{ type, status }] } }],
  });

describe('what a platform cannot do without', () => {
  it('is kcp on the runtime cluster, Available', () => {
    const told = (status: string): readonly string[] =>
      statesOf(withCondition('Available', status)).map(
        ({ place, ref, readiness }) => `${place ?? ''} ${ref.kind} ${ref.namespace ?? ''}/${ref.name} ${readiness.state}`,
      );
    expect(told('True')).toEqual(['runtime RootShard kcp/root ready', 'runtime FrontProxy kcp/front ready']);
    expect(told('False')).toEqual(['runtime RootShard kcp/root progressing', 'runtime FrontProxy kcp/front progressing']);
  });

  it.each<[string, Observation, readonly string[]]>([
    ['waits for parts that do not exist yet', { kind: 'objects', objects: [] }, ['NotFound', 'NotFound']],
    ['asks for nothing where the cluster does not know kcp', { kind: 'unserved' }, []],
    ['waits as long as nobody has looked', { kind: 'unread' }, ['NotRead', 'NotRead']],
  ])('%s', (_what, observation, reasons) => {
    expect(statesOf(() => observation).map(({ readiness }) => readiness.reason)).toEqual(reasons);
  });

  it.each(['fluxcd', 'argocd'] as const)(
    'is Istio as well where it is asked for, with %s, also where its kind is unknown',
    (technology) => {
      const [istio, ...others] = statesOf(() => ({ kind: 'unserved' }), true, { ...PLACE, technology });
      const kind = technology === 'fluxcd' ? 'HelmRelease' : 'Application';
      expect(istio).toMatchObject({
        place: 'infra',
        ref: { kind, namespace: 'mesh', name: 'istio-istiod' },
        readiness: { state: 'progressing' },
      });
      expect(others).toEqual([]);
    },
  );
});
