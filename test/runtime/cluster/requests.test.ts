import { describe, expect, it } from '@jest/globals';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, RequestEvent } from '../../../src/runtime/cluster/index.js';
import { certificate } from './certificate.js';
import { api, clusterAt, configMap, refusal, Reply, serve, type Handler, type TestServer } from './server.js';
import { failure, start, stopping } from './setup.js';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };

/** Answers of `/api/...` in turn, the last one for ever. */
function inTurn(...answers: readonly unknown[]): Handler {
  let count = 0;
  return () => answers[Math.min(count++, answers.length - 1)];
}

describe.each(['http', 'https', 'h2'] as const)('over %s', (protocol) => {
  it('gets, applies, patches and deletes', async () => {
    const { server, cluster } = await start(
      ({ method }) => (method === 'DELETE' ? { kind: 'Status', status: 'Success' } : configMap('settings')),
      {},
      { protocol },
    );

    expect(await cluster.get(REF)).toEqual(configMap('settings'));
    expect(await cluster.apply(configMap('settings'), { fieldManager: 'me', force: true, dryRun: true })).toEqual(configMap('settings'));
    await cluster.mergePatch(REF, { data: { a: null } }, { fieldManager: 'me' });
    await cluster.jsonPatch(REF, [{ op: 'remove', path: '/data/a' }], { subresource: 'status' });
    await cluster.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-', namespace: 'default' } });
    await cluster.replace(configMap('settings'));
    expect(await cluster.delete(REF, { propagation: 'Foreground', preconditions: { uid: '1' } })).toBe('gone');

    const path = '/api/v1/namespaces/default/configmaps';
    expect(
      server.requests
        .slice(1)
        .map(({ method, path: seen, query, headers, body }) => [method, seen, query.toString(), headers['content-type'], body]),
    ).toEqual([
      ['GET', `${path}/settings`, '', undefined, ''],
      [
        'PATCH',
        `${path}/settings`,
        'fieldManager=me&fieldValidation=Ignore&force=true&dryRun=All',
        'application/apply-patch+yaml',
        JSON.stringify(configMap('settings')),
      ],
      ['PATCH', `${path}/settings`, 'fieldManager=me', 'application/merge-patch+json', '{"data":{"a":null}}'],
      ['PATCH', `${path}/settings/status`, '', 'application/json-patch+json', '[{"op":"remove","path":"/data/a"}]'],
      [
        'POST',
        path,
        '',
        'application/json',
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"a-","namespace":"default"}}',
      ],
      ['PUT', `${path}/settings`, '', 'application/json', JSON.stringify(configMap('settings'))],
      [
        'DELETE',
        `${path}/settings`,
        '',
        'application/json',
        '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","preconditions":{"uid":"1"}}',
      ],
    ]);
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(server.requests.map(() => 'Bearer token-1'));
  });
});

/** Answers each time that so many requests wait, and counts how many ever waited at once. */
function together(size: number): { readonly handler: () => Promise<object>; readonly most: () => number } {
  const waiting: (() => void)[] = [];
  let [running, most] = [0, 0];
  const handler = async (): Promise<object> => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === size) for (const answer of waiting.splice(0)) answer();
    });
    running -= 1;
    return configMap('settings');
  };
  return { handler, most: () => most };
}

describe('connections', () => {
  it('sends 192 requests through one connection over HTTP/2, no more than 64 at a time', async () => {
    const { handler, most } = together(64);
    const { server, cluster } = await start(handler);

    await Promise.all(Array.from({ length: 192 }, () => cluster.get(REF)));

    expect([server.connections(), most()]).toEqual([1, 64]);
  });

  it('shares connections, credentials and bounds with all workspaces', async () => {
    const { handler, most } = together(4);
    const { server, cluster } = await start(handler, { concurrency: 4 });
    const [orgs, teams] = [cluster.workspace('root:orgs'), cluster.workspace('root:orgs:teams')];

    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? orgs : teams).get(REF)));

    expect([server.connections(), most()]).toEqual([1, 4]);
    expect(server.requests.some(({ path }) => path === '/clusters/root:orgs:teams/api/v1/namespaces/default/configmaps/settings')).toBe(
      true,
    );
    expect([orgs.name, orgs.server.pathname]).toEqual(['test root:orgs', '/clusters/root:orgs']);
    expect(orgs.workspace('root:orgs:teams')).toBe(teams);
  });

  it('ends waiting requests when it is closed, and says so', async () => {
    const { cluster } = await start(() => undefined);
    const pending = failure(cluster.get(REF));
    await sleep(50);
    await cluster.close();

    expect(await pending).toMatchObject({ code: 'closed' });
    expect(await failure(cluster.get(REF))).toMatchObject({ code: 'closed' });
  });

  it('ends a call by its signal, with the reason of the signal', async () => {
    const { cluster } = await start(() => undefined);
    const controller = new AbortController();
    const pending = failure(cluster.get(REF, { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('enough')), 20);

    expect(await pending).toEqual(new Error('enough'));
  });

  it('lets an aborted call leave the line without taking its turn', async () => {
    const { cluster } = await start(({ path }) => (path.endsWith('slow') ? undefined : configMap('settings')), { concurrency: 1 });
    await cluster.get(REF);
    const controller = new AbortController();
    const slow = failure(cluster.get({ ...REF, name: 'slow' }, { signal: controller.signal }));
    const waiting = new AbortController();
    const second = failure(cluster.get(REF, { signal: waiting.signal }));
    const third = cluster.get(REF);
    waiting.abort(new Error('left'));
    expect(await second).toEqual(new Error('left'));
    controller.abort(new Error('stopped'));

    expect(await slow).toEqual(new Error('stopped'));
    expect(await third).toEqual(configMap('settings'));
  });
});

describe('paths', () => {
  it('keeps the case of names and escapes what has to be', async () => {
    const { server, cluster } = await start(({ path }) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: path },
    }));
    for (const name of ['MyApp:Admin', 'a b?c#d', 'grün'])
      await cluster.get({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name });

    expect(server.requests.slice(1).map(({ path }) => path.split('/').at(-1))).toEqual(['MyApp:Admin', 'a%20b%3Fc%23d', 'gr%C3%BCn']);
  });

  it.each(['', '.', '..', 'a/b', 'a%2f'])('refuses the name %j before anything is sent', async (name) => {
    const { server, cluster } = await start(() => configMap('settings'));
    await cluster.resourceFor(REF);
    const before = server.requests.length;

    expect(await failure(cluster.delete({ ...REF, name }))).toMatchObject({ code: 'bad-request' });
    expect(server.requests).toHaveLength(before);
  });

  it('refuses a namespaced object without a namespace, and passes over that of one without', async () => {
    const { server, cluster } = await start(() => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }));
    await cluster.get({ apiVersion: 'v1', kind: 'Namespace', namespace: 'x', name: 'a' });

    expect(server.requests.at(-1)?.path).toBe('/api/v1/namespaces/a');
    expect(await failure(cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a' }))).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('ConfigMap a: has no namespace'),
    });
  });

  it.each([
    ['', '/clusters/root:orgs'],
    ['/clusters/root', '/clusters/root:orgs'],
    ['/front/proxy/', '/front/proxy/clusters/root:orgs'],
    ['/services/apiexport/root:x/export/clusters/*', '/services/apiexport/root:x/export/clusters/root:orgs'],
  ])('finds a workspace below the server path %j', async (path, expected) => {
    const server = stopping(await serve(api(() => configMap('settings'))));
    const cluster = stopping(await clusterAt({ ...server, url: `${server.url}${path}` }));
    await cluster.workspace('root:orgs').get(REF);

    expect(server.requests.at(-1)?.path).toBe(`${expected}/api/v1/namespaces/default/configmaps/settings`);
  });

  it('refuses what is no workspace', async () => {
    const { cluster } = await start(() => undefined);
    expect(() => cluster.workspace('../secrets')).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

describe('what is repeated', () => {
  const busy = refusal(429, 'TooManyRequests', 'too many requests', { retryAfterSeconds: 1 });
  const wait = (seconds: string): Reply => refusal(429, 'TooManyRequests', 'later', {}, { 'retry-after': seconds });
  const broken = refusal(500, 'InternalError', 'etcd is away');
  const cut: Handler = (_, response) => void response.destroy();
  const create = (cluster: Cluster): Promise<unknown> => cluster.create(configMap('settings'));
  const patch = (cluster: Cluster): Promise<unknown> => cluster.jsonPatch(REF, []);
  const apply = (cluster: Cluster): Promise<unknown> => cluster.apply(configMap('settings'), { fieldManager: 'me' });
  const get = (cluster: Cluster): Promise<unknown> => cluster.get(REF);
  const remove = (cluster: Cluster): Promise<unknown> => cluster.delete(REF);
  const removeExactly = (cluster: Cluster): Promise<unknown> => cluster.delete(REF, { preconditions: { uid: '1' } });
  const dryRun = (cluster: Cluster): Promise<unknown> => cluster.create(configMap('settings'), { dryRun: true });

  it.each([
    { name: 'get', call: get, after: '429', answer: busy, attempts: 2 },
    { name: 'create', call: create, after: '429', answer: busy, attempts: 2 },
    {
      name: 'create',
      call: create,
      after: '503 with Retry-After',
      answer: refusal(503, 'ServiceUnavailable', '', {}, { 'retry-after': '0' }),
      attempts: 2,
    },
    { name: 'create', call: create, after: '503 without', answer: refusal(503, 'ServiceUnavailable', ''), attempts: 1 },
    { name: 'get', call: get, after: '500', answer: broken, attempts: 2 },
    { name: 'apply', call: apply, after: '500', answer: broken, attempts: 2 },
    { name: 'create', call: create, after: '500', answer: broken, attempts: 1 },
    { name: 'create as a dry run', call: dryRun, after: '500', answer: broken, attempts: 2 },
    { name: 'JSON patch', call: patch, after: '500', answer: broken, attempts: 1 },
    { name: 'delete', call: remove, after: '500', answer: broken, attempts: 1 },
    { name: 'delete with preconditions', call: removeExactly, after: '500', answer: broken, attempts: 2 },
    { name: 'get', call: get, after: 'a page of a proxy', answer: new Reply(502, '<html>', { 'content-type': 'text/html' }), attempts: 2 },
    { name: 'get', call: get, after: '403', answer: refusal(403, 'Forbidden', 'no'), attempts: 1 },
  ])('$name after $after: $attempts', async ({ call, answer, attempts }) => {
    const { server, cluster } = await start(inTurn(answer, configMap('settings')));
    await cluster.resourceFor(REF);
    const before = server.requests.length;
    await call(cluster).catch(() => undefined);

    expect(server.requests.length - before).toBe(attempts);
  });

  it.each([
    { name: 'get', call: get, attempts: 2 },
    { name: 'apply', call: apply, attempts: 2 },
    { name: 'create', call: create, attempts: 1 },
    { name: 'JSON patch', call: patch, attempts: 1 },
  ])('$name after a broken connection: $attempts', async ({ call, attempts }) => {
    let count = 0;
    const { server, cluster } = await start((seen, response) => (count++ === 0 ? cut(seen, response) : configMap('settings')));
    await cluster.resourceFor(REF);
    const before = server.requests.length;
    await call(cluster).catch(() => undefined);

    expect(server.requests.length - before).toBe(attempts);
  });

  it('waits as long as Retry-After says, in seconds or until a date, but not longer than its cap', async () => {
    const times: number[] = [];
    const { cluster } = await start(
      (() => {
        const answers = inTurn(wait('1'), wait(new Date(Date.now() + 3_600_000).toUTCString()), configMap('settings'));
        return (seen, response) => {
          times.push(performance.now());
          return answers(seen, response);
        };
      })(),
      { retry: { base: 1, cap: 300 } },
    );
    await cluster.get(REF);

    const [first = 0, second = 0] = times.slice(1).map((time, index) => time - times[index]!);
    for (const waited of [first, second]) expect([waited > 290, waited < 900]).toEqual([true, true]);
  });

  it('gives up after its attempts, with what the server said', async () => {
    const { server, cluster } = await start(() => busy, { retry: { base: 1, cap: 2, attempts: 6 } });
    await cluster.resourceFor(REF);
    const before = server.requests.length;

    expect(await failure(cluster.get(REF))).toMatchObject({ code: 'too-many-requests', status: 429, retryable: true, retryAfter: 1000 });
    expect(server.requests.length - before).toBe(6);
  });

  it('gives up when the time of the call is over, with what the server said last', async () => {
    const { cluster } = await start(() => busy, { retry: { base: 50, cap: 50, attempts: 1000 } });
    expect(await failure(cluster.get(REF, { timeout: 200 }))).toMatchObject({ code: 'too-many-requests' });
  });

  it('says that there was no answer in time', async () => {
    const { cluster } = await start(() => undefined);
    await cluster.resourceFor(REF);
    expect(await failure(cluster.get(REF, { timeout: 60 }))).toMatchObject({
      code: 'timeout',
      object: 'ConfigMap default/settings',
      retryable: true,
    });
  });

  it('does not count the time in line', async () => {
    const { cluster } = await start(
      async () => {
        await sleep(30);
        return configMap('settings');
      },
      { concurrency: 1, timeout: 200 },
    );
    expect(await Promise.all(Array.from({ length: 15 }, () => cluster.get(REF)))).toHaveLength(15);
  });

  it('waits for a server that restarts, even to create', async () => {
    const pair = certificate({ name: 'server', hosts: ['127.0.0.1'] });
    const { server, cluster } = await start(
      () => configMap('settings'),
      { retry: { base: 50, cap: 200, attempts: 20 } },
      { certificate: pair },
    );
    await cluster.get(REF);
    await server.stop();
    await sleep(50);
    const created = create(cluster);
    await sleep(300);
    const again = stopping(
      await serve(
        api(() => configMap('settings')),
        { certificate: pair, port: Number(new URL(server.url).port) },
      ),
    );

    expect(await created).toEqual(configMap('settings'));
    expect(again.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('does not wait long for a server that never answered', async () => {
    const { server } = await start(() => undefined);
    const events: RequestEvent[] = [];
    const never = stopping(await clusterAt({ ...server, url: 'https://127.0.0.1:1' }, { onRequest: (event) => events.push(event) }));

    expect(await failure(never.get(REF))).toMatchObject({
      code: 'unreachable',
      retryable: true,
      message: expect.stringContaining('127.0.0.1:1 cannot be reached on cluster "test": nothing listens there'),
    });
    expect(events).toHaveLength(4);
  });
});

describe.each(['h2', 'https'] as const)('a connection over %s that swallows everything', (protocol) => {
  /** A way to the server that can be made to forward nothing more, as a firewall does that has forgotten a connection. */
  async function through(server: TestServer): Promise<{ readonly url: string; readonly swallow: () => void }> {
    const sockets = new Set<Socket>();
    const proxy = createServer((near) => {
      const far = createConnection(Number(new URL(server.url).port), '127.0.0.1');
      for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    stopping({
      stop: () => {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => proxy.close(resolve));
      },
    });
    const swallow = (): void => {
      for (const socket of sockets) socket.unpipe().pause();
    };
    return { url: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`, swallow };
  }

  it('is given up for another one, by requests and by watches', async () => {
    let version = 5;
    const server = stopping(
      await serve(
        api(({ query }, response) => {
          if (query.get('watch') !== 'true') return configMap('settings');
          response.writeHead(200, { 'content-type': 'application/json' });
          version += 1;
          const bookmark = configMap('x', { metadata: { name: 'x', resourceVersion: String(version) } });
          response.write(`${JSON.stringify({ type: 'BOOKMARK', object: bookmark })}\n`);
          return undefined;
        }),
        { protocol },
      ),
    );
    const { url, swallow } = await through(server);
    const cluster = stopping(await clusterAt({ ...server, url }, { silence: 200, random: () => 0 }));
    await cluster.get(REF);
    const watch = cluster.watch({ apiVersion: 'v1', kind: 'ConfigMap' }, { resourceVersion: '5', silence: 200 });
    await watch.next();
    swallow();

    expect(await cluster.get(REF)).toEqual(configMap('settings'));
    expect((await watch.next()).value).toMatchObject({ type: 'BOOKMARK', resourceVersion: '7' });
    await watch.return();
  });

  if (protocol === 'h2') {
    it('is given up within seconds, while the server lives and its silence is still within bounds', async () => {
      const server = stopping(
        await serve(
          api(() => configMap('settings')),
          { protocol },
        ),
      );
      const { url, swallow } = await through(server);
      const cluster = stopping(await clusterAt({ ...server, url }, { outage: { probeAfter: 200, probeTimeout: 500 } }));
      await cluster.get(REF);
      swallow();

      expect(await cluster.get(REF, { timeout: 4_500 })).toEqual(configMap('settings'));
    });
  }
});

describe('onRequest', () => {
  it('is told of each attempt, without names', async () => {
    const events: RequestEvent[] = [];
    const { cluster } = await start(inTurn(refusal(500, 'InternalError', ''), configMap('settings')), {
      onRequest: (event) => events.push(event),
    });
    await cluster.get(REF);

    expect(events.map(({ ms, ...event }) => ({ ...event, timed: ms > 0 }))).toEqual([
      { cluster: 'test', method: 'GET', path: '/api', status: 200, attempt: 1, timed: true },
      { cluster: 'test', method: 'GET', path: '/api/v1/namespaces/{namespace}/configmaps/{name}', status: 500, attempt: 1, timed: true },
      { cluster: 'test', method: 'GET', path: '/api/v1/namespaces/{namespace}/configmaps/{name}', status: 200, attempt: 2, timed: true },
    ]);
  });
});

describe('readyz and version', () => {
  it('says whether the server is ready', async () => {
    const { cluster } = await start(
      inTurn(new Reply(500, 'no', { 'content-type': 'text/plain' }), new Reply(200, 'ok', { 'content-type': 'text/plain' })),
    );
    expect([await cluster.readyz(), await cluster.readyz()]).toEqual([false, true]);
  });

  it('says that a server is not ready that cannot be reached', async () => {
    const { server, cluster } = await start(() => undefined);
    await server.stop();
    expect(await cluster.readyz()).toBe(false);
  });

  it('reads the version', async () => {
    const { cluster } = await start(() => ({
      major: '1',
      minor: '34',
      gitVersion: 'v1.34.4',
      platform: 'linux/amd64',
      goVersion: 'go1.26',
    }));
    expect(await cluster.version()).toEqual({ major: '1', minor: '34', gitVersion: 'v1.34.4', platform: 'linux/amd64' });
  });
});
