import { describe, expect, it } from '@jest/globals';
import { evaluateEntries, prerequisiteEntries, type Observation, type ObjectState } from '../../../src/readiness/index.js';

const statesOf = (istio: boolean | undefined, technology: 'fluxcd' | 'argocd', observation: Observation): readonly ObjectState[] =>
  evaluateEntries(prerequisiteEntries(istio === undefined ? {} : { istio }, { namespace: 'mesh', technology }), () => observation).states;

describe('what a platform cannot do without', () => {
  it.each([undefined, false])('is nothing where Istio is not asked for (%s)', (istio) => {
    expect(statesOf(istio, 'fluxcd', { kind: 'objects', objects: [] })).toEqual([]);
  });

  it.each<['fluxcd' | 'argocd', string, Observation]>([
    ['fluxcd', 'HelmRelease', { kind: 'objects', objects: [] }],
    ['fluxcd', 'HelmRelease', { kind: 'unserved' }],
    ['argocd', 'Application', { kind: 'unserved' }],
    ['argocd', 'Application', { kind: 'unread' }],
  ])('is the release of Istio where it is asked for: %s, a %s, observed as %j', (technology, kind, observation) => {
    expect(statesOf(true, technology, observation)).toMatchObject([
      { place: 'infra', ref: { kind, namespace: 'mesh', name: 'istio-istiod' }, readiness: { state: 'progressing' } },
    ]);
  });
});
