import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterAt, configMap, DISCOVERY, refusal, Reply, serve, type Handler, type TestServer } from './server.js';
import { failure, start, stopping } from './setup.js';

const WIDGET = { apiVersion: 'example.test/v1', kind: 'Widget' };
const LATE = { apiVersion: 'example.test/v1', kind: 'Late' };

const VERSION = {
  kind: 'APIResourceList',
  groupVersion: 'example.test/v1',
  resources: [
    { name: 'widgets', kind: 'Widget', namespaced: true, verbs: ['get', 'list'] },
    { name: 'widgets/status', kind: 'Widget', namespaced: true, verbs: ['get'] },
    { name: 'lates', kind: 'Late', namespaced: false, verbs: ['get'] },
  ],
};

const asked = ({ requests }: TestServer): readonly string[] => requests.map(({ path }) => path);
const notFound = new Reply(404, '404 page not found', { 'content-type': 'text/plain' });

/** A server that knows no aggregated discovery. */
const old: Handler = ({ path }) =>
  path === '/apis/example.test/v1'
    ? VERSION
    : path === '/apis'
      ? { kind: 'APIGroupList', groups: [] }
      : path === '/api'
        ? { kind: 'APIVersions', versions: ['v1'] }
        : notFound;

describe('resourceFor', () => {
  it('asks once for everything, whoever asks', async () => {
    const { server, cluster } = await start(() => notFound);
    const [widget] = await Promise.all([
      cluster.resourceFor(WIDGET),
      cluster.resourceFor({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' }),
      cluster.resourceFor(WIDGET),
    ]);
    await cluster.resourceFor(WIDGET);

    expect(widget).toEqual({
      ...WIDGET,
      plural: 'widgets',
      namespaced: true,
      verbs: expect.arrayContaining(['patch']),
      subresources: ['status'],
    });
    expect(asked(server)).toEqual(['/apis']);
    expect(server.requests[0]?.headers.accept).toContain('v=v2;as=APIGroupDiscoveryList');
  });

  it('asks an old server version by version', async () => {
    const server = stopping(await serve(old));
    const cluster = stopping(await clusterAt(server));

    expect(await cluster.resourceFor(WIDGET)).toEqual({
      ...WIDGET,
      plural: 'widgets',
      namespaced: true,
      verbs: ['get', 'list'],
      subresources: ['status'],
    });
    expect(await cluster.resourceFor(LATE)).toMatchObject({ plural: 'lates', namespaced: false });
    expect(asked(server)).toEqual(['/apis', '/apis/example.test/v1']);
  });

  it('finds a kind that came late', async () => {
    let there = false;
    const { server, cluster } = await start(({ path }) => (there && path === '/apis/example.test/v1' ? VERSION : notFound));
    await cluster.resourceFor(WIDGET);
    there = true;

    expect(await cluster.resourceFor(LATE)).toMatchObject({ plural: 'lates' });
    expect(asked(server)).toEqual(['/apis', '/apis/example.test/v1']);
  });

  it('does not ask again at once for what is not there, and says what is', async () => {
    const { server, cluster } = await start(() => notFound);
    const errors = await Promise.all([
      failure(cluster.get({ ...LATE, name: 'a' })),
      failure(cluster.list(LATE)),
      failure(cluster.resourceFor(LATE)),
    ]);
    errors.push(await failure(cluster.resourceFor(LATE)));

    expect(errors.map(({ code }) => code)).toEqual(['unknown-kind', 'unknown-kind', 'unknown-kind', 'unknown-kind']);
    expect(asked(server)).toEqual(['/apis', '/apis/example.test/v1']);
    expect(await failure(cluster.resourceFor({ apiVersion: 'example.test/v1beta1', kind: 'Widget' }))).toMatchObject({
      message: 'Widget of example.test/v1beta1: there is no such kind on cluster "test"',
      hint: 'it is served as example.test/v1',
    });
  });

  it('forgets a kind whose path is gone', async () => {
    let removed = false;
    const { server, cluster } = await start(({ path }) =>
      removed ? notFound : path.includes('widgets') ? { ...WIDGET, metadata: { name: 'a' } } : notFound,
    );
    await cluster.get({ ...WIDGET, namespace: 'default', name: 'a' });
    removed = true;

    expect(await failure(cluster.get({ ...WIDGET, namespace: 'default', name: 'a' }))).toMatchObject({ code: 'unknown-kind' });
    expect(await failure(cluster.get({ ...WIDGET, namespace: 'default', name: 'a' }))).toMatchObject({ code: 'unknown-kind' });
    expect(asked(server).slice(-1)).toEqual(['/apis/example.test/v1']);
  });

  it('asks for what a server that is away had once', async () => {
    const stale = structuredClone(DISCOVERY['/apis']) as { items: { versions: { freshness?: string; resources?: unknown[] }[] }[] };
    stale.items[1]!.versions[0]!.freshness = 'Stale';
    const server = stopping(await serve(({ path }) => (path === '/apis' ? stale : refusal(503, 'ServiceUnavailable', 'away'))));
    const cluster = stopping(await clusterAt(server));

    expect(await failure(cluster.resourceFor(WIDGET))).toMatchObject({ code: 'server-error', status: 503, retryable: true });
  });

  it('is tried again after it failed', async () => {
    let ready = false;
    const server = stopping(
      await serve(({ path }) => (ready ? (DISCOVERY[path] ?? configMap('settings')) : refusal(403, 'Forbidden', 'not yet'))),
    );
    const cluster = stopping(await clusterAt(server));
    expect(await failure(cluster.resourceFor(WIDGET))).toMatchObject({ code: 'forbidden' });
    ready = true;

    expect(await cluster.resourceFor(WIDGET)).toMatchObject({ plural: 'widgets' });
  });

  it('goes on for others when one who asked gives up', async () => {
    const server = stopping(
      await serve(async ({ path }) => {
        await sleep(100);
        return DISCOVERY[path];
      }),
    );
    const cluster = stopping(await clusterAt(server));
    const controller = new AbortController();
    const [impatient, hurried, other] = [
      failure(cluster.resourceFor(WIDGET, { signal: controller.signal })),
      failure(cluster.resourceFor(WIDGET, { timeout: 20 })),
      cluster.resourceFor(WIDGET),
    ];
    controller.abort(new Error('enough'));

    expect(await impatient).toEqual(new Error('enough'));
    expect(await hurried).toMatchObject({ code: 'timeout' });
    expect(await other).toMatchObject({ plural: 'widgets' });
    expect(asked(server)).toEqual(['/apis']);
  });

  it.each(['resourceFor', 'versionsOf'] as const)(
    '%s ends its request when the last one who asked gives up, and the next one asks again',
    async (call) => {
      let [slow, ended] = [true, 0];
      const server = stopping(
        await serve(({ path }, response) => (slow ? void response.on('close', () => (ended += 1)) : DISCOVERY[path])),
      );
      const cluster = stopping(await clusterAt(server));
      const controller = new AbortController();
      const view = cluster.with({ signal: controller.signal });
      const pending = [
        failure(view[call](WIDGET)),
        failure(view[call](WIDGET)),
        failure(view.get({ ...WIDGET, namespace: 'default', name: 'a' })),
      ];
      while (asked(server).length === 0) await sleep(10);
      slow = false;
      controller.abort(new Error('the pass is over'));

      expect(await Promise.all(pending)).toEqual(pending.map(() => new Error('the pass is over')));
      expect(await cluster.versionsOf(WIDGET)).toEqual(['example.test/v1']);
      while (ended === 0) await sleep(10);
      expect(asked(server)).toEqual(['/apis', '/apis']);
    },
  );

  it('does not end for others with the short time of the first who asks', async () => {
    const server = stopping(
      await serve(async ({ path }) => {
        await sleep(150);
        return DISCOVERY[path];
      }),
    );
    const cluster = stopping(await clusterAt(server));
    const [hurried, other] = [failure(cluster.resourceFor(WIDGET, { timeout: 20 })), cluster.resourceFor(WIDGET)];

    expect([await hurried, await other]).toEqual([
      expect.objectContaining({ code: 'timeout' }),
      expect.objectContaining({ plural: 'widgets' }),
    ]);
  });

  it('is apart for each workspace', async () => {
    const server = stopping(
      await serve(({ path }) =>
        path === '/clusters/root:a/apis'
          ? DISCOVERY['/apis']
          : path === '/clusters/root:b/apis'
            ? { kind: 'APIGroupDiscoveryList', items: [] }
            : notFound,
      ),
    );
    const cluster = stopping(await clusterAt(server));

    expect(await cluster.workspace('root:a').resourceFor(WIDGET)).toMatchObject({ plural: 'widgets' });
    expect(await failure(cluster.workspace('root:b').resourceFor(WIDGET))).toMatchObject({ code: 'unknown-kind', cluster: 'test root:b' });
  });
});
