import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { configMap, refusal } from './server.js';
import { failure, start } from './setup.js';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };
const WIDGET = { apiVersion: 'example.test/v1', kind: 'Widget' };

describe('a view of a cluster', () => {
  it.each([
    { ended: 'the view', by: 0 },
    { ended: 'the call', by: 1 },
  ])('ends its calls when the signal of $ended is aborted', async ({ by }) => {
    const { cluster } = await start(() => undefined);
    const signals = [new AbortController(), new AbortController()];
    const pending = failure(cluster.with({ signal: signals[0]!.signal }).get(REF, { signal: signals[1]!.signal }));
    setTimeout(() => signals[by]!.abort(new Error('enough')), 50);

    expect(await pending).toEqual(new Error('enough'));
  });

  it.each([
    { call: 'get', of: 'one object' },
    { call: 'list', of: 'all objects' },
    { call: 'apply', of: 'an object' },
    { call: 'delete', of: 'an object' },
    { call: 'evict', of: 'a pod' },
    { call: 'version', of: 'the server' },
    { call: 'readyz', of: 'the server' },
    { call: 'schemaFor', of: 'a kind' },
  ] as const)('ends $call of $of with its signal, in a workspace of a view of it', async ({ call }) => {
    const { cluster } = await start(() => undefined);
    const controller = new AbortController();
    const view = cluster.with({ signal: controller.signal }).with({ flow: 'mesh' }).workspace('root:orgs');
    const calls = {
      get: () => view.get(REF),
      list: () => view.list(REF),
      apply: () => view.apply(configMap('settings'), { fieldManager: 'me' }),
      delete: () => view.delete(REF),
      evict: () => view.evict(REF, { uid: 'u' }),
      version: () => view.version(),
      readyz: () => view.readyz(),
      schemaFor: () => view.schemaFor(REF),
    };
    const pending = failure(calls[call]());
    setTimeout(() => controller.abort(new Error('the pass is over')), 50);

    expect(await pending).toEqual(new Error('the pass is over'));
  });

  it('ends its watches without an error', async () => {
    const { cluster } = await start(({ query }) => (query.has('watch') ? undefined : { metadata: { resourceVersion: '1' }, items: [] }));
    const controller = new AbortController();
    const events: string[] = [];
    for await (const { type } of cluster.with({ signal: controller.signal }).watch(REF)) {
      events.push(type);
      setTimeout(() => controller.abort(), 50);
    }

    expect(events).toEqual(['BOOKMARK']);
  });

  it('gives its timeout to calls that have none', async () => {
    const { cluster } = await start(() => undefined);
    const view = cluster.with({ timeout: 50 });
    await cluster.resourceFor(REF);

    expect(await failure(view.get(REF))).toMatchObject({ code: 'timeout' });
    const patient = failure(view.get(REF, { timeout: 60_000 }));
    expect(await Promise.race([patient, sleep(200, 'waiting')])).toBe('waiting');
  });

  it('shares connections and kinds with other views, and keeps a workspace', async () => {
    const { server, cluster } = await start(() => configMap('settings'));
    await cluster.workspace('root:orgs').get(REF);
    const view = cluster.with({ flow: 'mesh' });
    await view.workspace('root:orgs').get(REF);

    expect(server.connections()).toBe(1);
    expect(server.requests.filter(({ path }) => path.endsWith('/api'))).toHaveLength(1);
    expect(view.workspace('root:orgs')).toBe(view.workspace('root').workspace('root:orgs'));
  });

  it('has the identity of its server, workspace by workspace', async () => {
    const { server, cluster } = await start(() => undefined);
    const view = cluster.with({ timeout: 1 });

    expect([cluster.id, view.id]).toEqual([`test ${server.url}`, `test ${server.url}`]);
    expect(view.workspace('root:orgs').id).toBe(cluster.workspace('root').workspace('root:orgs').id);
    expect(new Set([cluster, cluster.workspace('root'), cluster.workspace('root:orgs')].map(({ id }) => id)).size).toBe(3);
  });
});

describe('schemas', () => {
  const DOCUMENT = {
    components: {
      schemas: { a: { type: 'object', 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ConfigMap' }] } },
    },
  };

  it('of a version are read once for all who ask', async () => {
    const { server, cluster } = await start(() => DOCUMENT);
    const found = await Promise.all([cluster.schemaFor(REF), cluster.schemaFor({ ...REF, kind: 'Secret' }), cluster.schemaFor(REF)]);

    expect(found).toEqual([expect.objectContaining({ type: 'object' }), undefined, expect.objectContaining({ type: 'object' })]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/openapi/v3/api/v1']);
  });

  it('are read for others when the first who asks gives up, and read again when all gave up', async () => {
    let answers = true;
    const { server, cluster } = await start(async () => {
      await sleep(100);
      return answers ? DOCUMENT : undefined;
    });
    const controller = new AbortController();
    const first = failure(cluster.schemaFor(REF, { signal: controller.signal }));
    const second = cluster.schemaFor(REF);
    setTimeout(() => controller.abort(new Error('enough')), 20);
    expect([await first, await second]).toEqual([new Error('enough'), expect.objectContaining({ type: 'object' })]);
    expect(server.requests).toHaveLength(1);

    answers = false;
    const last = new AbortController();
    const alone = failure(cluster.schemaFor(WIDGET, { signal: last.signal }));
    while (server.requests.length === 1) await sleep(10);
    last.abort(new Error('enough'));
    expect(await alone).toEqual(new Error('enough'));
    answers = true;
    expect(await cluster.schemaFor(WIDGET)).toBeUndefined();
    expect(server.requests.map(({ path }) => path).slice(1)).toEqual([
      '/openapi/v3/apis/example.test/v1',
      '/openapi/v3/apis/example.test/v1',
    ]);
  });

  it.each([
    { what: 'once, when the server has none', answer: refusal(403, 'Forbidden', 'no'), requests: 1 },
    { what: 'again, when the server could not answer', answer: refusal(500, 'InternalError', 'etcd is away'), requests: 2 },
  ])('are asked for $what', async ({ answer, requests }) => {
    const { server, cluster } = await start(() => answer, { retry: { attempts: 1 } });

    expect([await cluster.schemaFor(REF), await cluster.schemaFor(REF)]).toEqual([undefined, undefined]);
    expect(server.requests).toHaveLength(requests);
  });
});
