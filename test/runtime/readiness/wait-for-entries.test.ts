import type { WaitEntry } from '../../../src/readiness/index.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitForEntries, type WaitResult } from '../../../src/runtime/readiness/index.js';
import { HELM_RELEASE, helmRelease, startApi, type Api } from './api.ts';

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', plural: 'applications' };

describe('waitForEntries', () => {
  let api: Api;

  beforeEach(async () => {
    api = await startApi(HELM_RELEASE, APPLICATION);
  });

  afterEach(() => api.stop());

  const wait = (fields: Partial<WaitEntry>, milliseconds = 5000): Promise<WaitResult> => {
    const entry: WaitEntry = { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease', namespace: 'mesh', criterion: { by: 'condition', type: 'Ready', status: 'True' }, minimum: 0, ...fields };
    return waitForEntries({ place: 'infra', cluster: api.cluster, entries: [entry], deadline: new Date(Date.now() + milliseconds), pace: { base: 10, cap: 50 } });
  };

  const application = (sync: string): void => api.put({ apiVersion: APPLICATION.apiVersion, kind: 'Application', metadata: { name: 'portal', namespace: 'mesh' }, spec: {}, status: { sync: { status: sync }, health: { status: 'Healthy' } } });

  it('is satisfied by an empty list when no object has to be there', async () => {
    expect(await wait({})).toEqual({ outcome: 'ready', states: [], notReady: [] });
  });

  it('is not satisfied by an empty list when one has to be there', async () => {
    const { outcome, notReady } = await wait({ minimum: 1, labelSelector: 'app=portal' }, 100);

    expect({ outcome, notReady }).toMatchObject({
      outcome: 'deadline',
      notReady: [{ ref: { kind: 'HelmRelease', namespace: 'mesh', name: '*' }, readiness: { reason: 'NotFound', message: '0 of at least 1 HelmRelease with app=portal are there' } }],
    });
  });

  it('is not satisfied by a kind that is not served, even when no object has to be there', async () => {
    const { outcome, notReady } = await wait({ group: 'example.com', versions: ['v1', 'v2'], kind: 'Example' }, 200);

    expect({ outcome, notReady }).toMatchObject({ outcome: 'deadline', notReady: [{ readiness: { reason: 'UnknownKind' } }] });
  });

  it('reads the first version that is served', async () => {
    api.put(helmRelease('portal', 'True'));

    expect(await wait({ versions: ['v3', 'v2'] })).toMatchObject({ outcome: 'ready', states: [{ ref: { apiVersion: 'helm.toolkit.fluxcd.io/v2', name: 'portal' } }] });
  });

  it('wants all objects that match to be so, and leaves others alone', async () => {
    api.put({ ...helmRelease('portal', 'True'), metadata: { name: 'portal', namespace: 'mesh', generation: 1, labels: { app: 'portal' } } });
    api.put(helmRelease('broken', 'False', 'InstallFailed'));

    expect(await wait({ labelSelector: 'app=portal' })).toMatchObject({ outcome: 'ready' });
    expect(await wait({}, 100)).toMatchObject({ outcome: 'deadline', notReady: [{ ref: { name: 'broken' }, readiness: { reason: 'InstallFailed' } }] });
  });

  it('looks for a name in all namespaces when none is given', async () => {
    api.put(helmRelease('portal', 'True'));
    const entry: WaitEntry = { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease', name: 'portal', criterion: { by: 'kind' }, minimum: 1 };

    expect(await waitForEntries({ cluster: api.cluster, entries: [entry], deadline: new Date(Date.now() + 5000) })).toMatchObject({ outcome: 'ready', states: [{ ref: { namespace: 'mesh', name: 'portal' } }] });
  });

  it('compares a field below status', async () => {
    application('OutOfSync');
    const fields = { group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Application', criterion: { by: 'field', path: ['sync', 'status'], value: 'Synced' } } as const;

    expect(await wait(fields, 100)).toMatchObject({ outcome: 'deadline', notReady: [{ readiness: { reason: 'OutOfSync' } }] });
    const waiting = wait(fields);
    application('Synced');
    expect(await waiting).toMatchObject({ outcome: 'ready' });
  });

  it('says which condition differs when the kind itself would be ready', async () => {
    api.put(helmRelease('portal', 'True'));

    expect(await wait({ criterion: { by: 'condition', type: 'Ready', status: 'False' } }, 100)).toMatchObject({ notReady: [{ readiness: { reason: 'ConditionDiffers', message: 'condition Ready is True, not False: as it is' } }] });
    expect(await wait({ criterion: { by: 'condition', type: 'TestSuccess', status: 'True' } }, 100)).toMatchObject({ notReady: [{ readiness: { message: 'it has no condition TestSuccess' } }] });
  });

  it('says what the server has against a selector', async () => {
    api.refuse(400);

    expect(await wait({ labelSelector: 'app Foo (a)' }, 100)).toMatchObject({ outcome: 'deadline', notReady: [{ readiness: { state: 'failed', reason: 'BadRequest' } }] });
  });
});
