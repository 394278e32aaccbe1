import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectRef } from '../../../src/kubernetes/index.js';
import type { ObjectState } from '../../../src/readiness/index.js';
import { waitUntilReady, type StateChange, type WaitOptions, type WaitResult } from '../../../src/runtime/readiness/index.js';
import { DEPLOYMENT, HELM_RELEASE, helmRelease, startApi, type Api } from './api.ts';

const FAST = { base: 10, cap: 50 };

const release = (name: string): ObjectRef => ({ apiVersion: HELM_RELEASE.apiVersion, kind: 'HelmRelease', namespace: 'mesh', name });
const within = (milliseconds: number): Date => new Date(Date.now() + milliseconds);
const told = ({ ref, readiness }: ObjectState): string => `${ref.name} ${readiness.state} ${readiness.reason ?? ''}`.trim();

describe('waitUntilReady', () => {
  let api: Api;
  let changes: StateChange[];

  beforeEach(async () => {
    api = await startApi(HELM_RELEASE, DEPLOYMENT);
    changes = [];
  });

  afterEach(() => api.stop());

  const wait = (names: readonly string[], options: Partial<WaitOptions> = {}): Promise<WaitResult> =>
    waitUntilReady({ groups: [{ place: 'infra', cluster: api.cluster, objects: names.map(release) }], deadline: within(5000), pace: FAST, onChange: (change) => changes.push(change), ...options });

  /** Until so many changes were told. */
  const changed = async (count: number): Promise<void> => {
    while (changes.length < count) await sleep(5);
  };

  it('ends at once when everything is ready', async () => {
    api.put(helmRelease('portal', 'True'));

    expect(await wait(['portal'])).toMatchObject({ outcome: 'ready', notReady: [], states: [{ place: 'infra', ref: release('portal'), readiness: { state: 'ready' } }] });
  });

  it('ends at once when there is nothing to wait for', async () => {
    expect(await wait([])).toEqual({ outcome: 'ready', states: [], notReady: [] });
    expect(api.requests).toEqual([]);
  });

  it('waits for objects that come, change and become ready, and tells of each change once', async () => {
    const waiting = wait(['portal', 'keycloak']);
    await changed(2);
    api.put(helmRelease('keycloak', 'True'));
    api.put(helmRelease('portal', 'False', 'DependencyNotReady', "dependency 'mesh/keycloak' is not ready"));
    await changed(4);
    // The same again, and one that nobody waits for.
    api.put(helmRelease('portal', 'False', 'DependencyNotReady', "dependency 'mesh/keycloak' is not ready"));
    api.put(helmRelease('other', 'False', 'InstallFailed'));
    api.put(helmRelease('portal', 'True'));

    expect(await waiting).toMatchObject({ outcome: 'ready', notReady: [] });
    expect(changes.map(({ state }) => told(state))).toEqual(['portal progressing NotFound', 'keycloak progressing NotFound', 'keycloak ready', 'portal progressing DependencyNotReady', 'portal ready']);
    expect(changes.at(-1)?.before).toMatchObject({ state: 'progressing', reason: 'DependencyNotReady' });
  });

  it('reads all objects of a kind and namespace by one list and one watch', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `service-${index}`);
    const waiting = wait(names);
    await changed(50);
    for (const name of names) api.put(helmRelease(name, 'True'));

    expect(await waiting).toMatchObject({ outcome: 'ready' });
    expect(api.requests).toEqual(['/apis/helm.toolkit.fluxcd.io/v2/namespaces/mesh/helmreleases', '/apis/helm.toolkit.fluxcd.io/v2/namespaces/mesh/helmreleases?watch']);
  });

  it('waits until all are ready at the same time', async () => {
    api.put(helmRelease('portal', 'True'));
    const waiting = wait(['portal', 'keycloak']);
    await changed(2);
    api.put(helmRelease('portal', 'False', 'UpgradeFailed'));
    await changed(3);
    api.put(helmRelease('keycloak', 'True'));
    await changed(4);
    api.remove(helmRelease('keycloak', 'True'));
    api.put(helmRelease('portal', 'True'));
    await changed(6);
    api.put(helmRelease('keycloak', 'True'));

    expect(await waiting).toMatchObject({ outcome: 'ready' });
    expect(changes.map(({ state, isGone }) => (isGone ? `${state.ref.name} gone` : told(state))).slice(4)).toEqual(['keycloak gone', 'keycloak progressing NotFound', 'portal ready', 'keycloak ready']);
  });

  it('waits for objects of several clusters', async () => {
    const other = await startApi(DEPLOYMENT);
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'kcp', namespace: 'mesh', generation: 1 }, spec: { replicas: 0 }, status: { observedGeneration: 1 } };
    try {
      const waiting = waitUntilReady({
        groups: [{ place: 'infra', cluster: api.cluster, objects: [release('portal')] }, { place: 'runtime', cluster: other.cluster, objects: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'mesh', name: 'kcp' }] }],
        deadline: within(5000),
      });
      api.put(helmRelease('portal', 'True'));
      other.put(deployment);

      expect((await waiting).states.map(({ place, ref }) => `${place ?? ''} ${ref.name}`)).toEqual(['infra portal', 'runtime kcp']);
    } finally {
      await other.stop();
    }
  });

  it('waits for a kind that is not served yet', async () => {
    const crd = { apiVersion: 'example.com/v1', kind: 'Example', plural: 'examples' };
    const waiting = waitUntilReady({
      groups: [{ cluster: api.cluster, objects: [{ apiVersion: crd.apiVersion, kind: crd.kind, namespace: 'mesh', name: 'a' }] }],
      deadline: within(10_000),
      pace: FAST,
      onChange: (change) => changes.push(change),
    });
    await changed(1);
    api.put({ ...crd, metadata: { name: 'a', namespace: 'mesh' } });
    api.serve(crd);

    expect(await waiting).toMatchObject({ outcome: 'ready' });
    expect(changes.map(({ state }) => told(state))).toEqual(['* progressing UnknownKind'.replace('*', 'a'), 'a ready']);
  }, 15_000);

  it('says at the deadline what is not ready, and why', async () => {
    api.put(helmRelease('keycloak', 'True'));
    api.put(helmRelease('portal', 'False', 'ArtifactFailed', 'could not get Source object'));

    const { outcome, notReady } = await wait(['portal', 'keycloak', 'iam'], { deadline: within(200) });

    expect(outcome).toBe('deadline');
    expect(notReady).toMatchObject([
      { ref: release('portal'), readiness: { state: 'progressing', reason: 'ArtifactFailed', message: 'could not get Source object' } },
      { ref: release('iam'), readiness: { state: 'progressing', reason: 'NotFound', message: 'it is not there' } },
    ]);
  });

  it('says that nothing was read when the deadline is over before', async () => {
    expect(await wait(['portal'], { deadline: within(-1) })).toMatchObject({ outcome: 'deadline', notReady: [{ readiness: { reason: 'NotRead' } }] });
  });

  it('goes on when something has failed, since it may be mended', async () => {
    api.put(helmRelease('portal', 'Stalled', 'RetriesExceeded'));
    const waiting = wait(['portal']);
    await changed(1);
    api.put(helmRelease('portal', 'True'));

    expect(await waiting).toMatchObject({ outcome: 'ready' });
    expect(changes.map(({ state }) => told(state))).toEqual(['portal failed RetriesExceeded', 'portal ready']);
  });

  it('ends when it is aborted, and leaves no watch behind', async () => {
    const abort = new AbortController();
    const waiting = wait(['portal'], { signal: abort.signal });
    await changed(1);
    abort.abort();

    expect(await waiting).toMatchObject({ outcome: 'aborted', notReady: [{ readiness: { reason: 'NotFound' } }] });
    const before = api.requests.length;
    await sleep(100);
    expect(api.requests).toHaveLength(before);
  });

  it('goes on where a watch broke off', async () => {
    const waiting = wait(['portal']);
    await changed(1);
    await sleep(50);
    api.breakOff();
    api.put(helmRelease('portal', 'True'));

    expect(await waiting).toMatchObject({ outcome: 'ready' });
  });

  it('says that objects may not be read, and tries again', async () => {
    api.refuse(403);
    const waiting = wait(['portal']);
    await changed(1);
    expect(changes[0]?.state.readiness).toMatchObject({ state: 'failed', reason: 'Forbidden' });
    api.put(helmRelease('portal', 'True'));
    api.refuse(0);

    expect(await waiting).toMatchObject({ outcome: 'ready' });
  });

  it('says that a server cannot be reached', async () => {
    await api.stop();
    const down = await startApi(HELM_RELEASE);
    const { server } = down.cluster;
    await down.stop();
    const { connect, connectionFrom } = await import('../../../src/runtime/cluster/index.js');
    const config = { clusters: [{ name: 'down', cluster: { server: server.href } }], contexts: [{ name: 'down', context: { cluster: 'down', user: '' } }], 'current-context': 'down' };
    const cluster = connect(await connectionFrom(JSON.stringify(config)), { retry: { attempts: 1 } });

    const { outcome, notReady } = await waitUntilReady({ groups: [{ cluster, objects: [release('portal')] }], deadline: within(500), pace: FAST });
    await cluster.close();

    expect(outcome).toBe('deadline');
    expect(notReady).toMatchObject([{ ref: release('portal'), readiness: { state: 'progressing', reason: 'Unreachable' } }]);
  });
});
