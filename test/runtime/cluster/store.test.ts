import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectStore, type Cluster } from '../../../src/runtime/cluster/index.js';
import { configMap, refusal, type Handler, type TestServer } from './server.js';
import { start } from './setup.js';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function widget(name: string, version: number, rest: object = {}): object {
  return {
    apiVersion: 'example.test/v1',
    kind: 'Widget',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: String(version) },
    ...rest,
  };
}

const list = (version: number, ...items: readonly object[]): object => ({
  kind: 'List',
  metadata: { resourceVersion: String(version) },
  items,
});
const ref = (
  name: string,
  kind = 'Widget',
  apiVersion = 'example.test/v1',
): { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string } => ({
  apiVersion,
  kind,
  namespace: 'default',
  name,
});

/** Answers lists, and keeps the streams of watches open for the test. */
class Fake {
  readonly streams: { readonly path: string; readonly from: string; readonly response: ServerResponse }[] = [];
  lists: Readonly<Record<string, unknown>>;

  constructor(lists: Readonly<Record<string, unknown>>) {
    this.lists = lists;
  }

  readonly handler: Handler = ({ path, query }, response) => {
    if (query.get('watch') !== 'true')
      return this.lists[path] ?? refusal(404, 'NotFound', 'the server could not find the requested resource');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.streams.push({ path, from: query.get('resourceVersion') ?? '', response });
    return undefined;
  };

  send(path: string, type: string, object: object): void {
    this.streams.findLast((stream) => stream.path === path)?.response.write(`${JSON.stringify({ type, object })}\n`);
  }
}

const WIDGETS = '/apis/example.test/v1/namespaces/default/widgets';

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (condition()) return;
    await sleep(10);
  }
  throw new Error('it never came to that');
}

const stores: ObjectStore[] = [];

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

function storeOf(cluster: Cluster): ObjectStore {
  const store = new ObjectStore(cluster);
  stores.push(store);
  return store;
}

async function startWith(
  fake: Fake,
): Promise<{ readonly store: ObjectStore; readonly server: TestServer; readonly calls: () => readonly string[] }> {
  const { server, cluster } = await start(fake.handler, { random: () => 0 });
  const calls = (): readonly string[] =>
    server.requests
      .filter(({ path }) => !['/api', '/apis'].includes(path))
      .map(({ path, query }) =>
        [query.get('watch') === 'true' ? 'watch' : 'list', path, query.get('fieldSelector') ?? ''].join(' ').trim(),
      );
  return { store: storeOf(cluster), server, calls };
}

describe('a store', () => {
  it('reads several objects of a kind by one list, and a single one by its name', async () => {
    const { store, calls } = await startWith(new Fake({ [WIDGETS]: list(5, widget('a', 1), widget('b', 2), widget('other', 3)) }));
    await store.ensure({ refs: [ref('a')] });
    await store.ensure({ refs: ['a', 'b', 'c', 'd'].map((name) => ref(name)) });

    expect(calls()).toEqual([`list ${WIDGETS} metadata.name=a`, `list ${WIDGETS}`]);
    expect(['a', 'b', 'c'].map((name) => store.observe(ref(name)).state)).toEqual(['present', 'present', 'absent']);
    expect(store.observe({ ...ref('a'), namespace: 'elsewhere' })).toEqual({ state: 'unread' });
  });

  it('reads Secrets and ConfigMaps one by one, however many', async () => {
    const path = '/api/v1/namespaces/default/configmaps';
    const { store, calls } = await startWith(new Fake({ [path]: list(5, { ...configMap('a') }) }));
    await store.ensure({ refs: ['a', 'b', 'c', 'd', 'e'].map((name) => ref(name, 'ConfigMap', 'v1')) });

    expect(calls()).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `list ${path} metadata.name=${name}`));
  });

  it('tells a kind that is not served, objects that we may not read, and a server that cannot answer now', async () => {
    const { store } = await startWith(
      new Fake({ [WIDGETS]: refusal(403, 'Forbidden', 'no'), '/api/v1/namespaces/default/secrets': refusal(500, 'InternalError', 'oops') }),
    );
    await store.ensure({ refs: [ref('a'), ref('a', 'Gadget'), ref('a', 'Secret', 'v1')] });

    expect(store.observe(ref('a'))).toMatchObject({ state: 'forbidden', error: { code: 'forbidden' } });
    expect(store.observe(ref('a', 'Gadget'))).toMatchObject({ state: 'unserved', error: { code: 'unknown-kind' } });
    expect(store.observe(ref('a', 'Secret', 'v1'))).toMatchObject({ state: 'unreadable', error: { retryable: true } });
  });

  it('reads once what is asked for twice at the same moment', async () => {
    const { store, calls } = await startWith(new Fake({ [WIDGETS]: list(5, widget('a', 1)) }));
    await Promise.all([store.ensure({ refs: [ref('a')] }), store.ensure({ refs: [ref('a')] })]);

    expect(calls()).toHaveLength(1);
    expect(store.observe(ref('a')).state).toBe('present');
  });

  it('reads again what could not be read, and nothing else', async () => {
    const fake = new Fake({ [WIDGETS]: refusal(403, 'Forbidden', 'no') });
    const { store, calls } = await startWith(fake);
    await store.ensure({ refs: [ref('a')] });
    fake.lists = { [WIDGETS]: list(5, widget('a', 1)) };
    await store.ensure({ refs: [ref('a')] });
    await store.ensure({ refs: [ref('a')] });

    expect(store.observe(ref('a')).state).toBe('present');
    expect(calls()).toHaveLength(2);
  });
});

describe('a store that watches', () => {
  it('goes on from the version of its list, tells of each change, and asks for nothing while nothing happens', async () => {
    const fake = new Fake({ [WIDGETS]: list(5, widget('a', 1)) });
    const { store, calls } = await startWith(fake);
    await store.ensure({ refs: [ref('a')] });
    const changes: (string | undefined)[] = [];
    store.onChange((object) => changes.push(object?.metadata.name));
    store.watch();
    await until(() => fake.streams.length === 1);
    fake.send(WIDGETS, 'MODIFIED', widget('a', 6, { status: { ready: true } }));
    await until(() => changes.includes('a'));
    await store.ensure({ refs: [ref('a')] });
    await sleep(300);

    expect(fake.streams[0]?.from).toBe('5');
    expect(store.observe(ref('a'))).toMatchObject({ object: { status: { ready: true } } });
    expect(calls()).toEqual([`list ${WIDGETS} metadata.name=a`, `watch ${WIDGETS} metadata.name=a`]);
  });

  it('keeps the answer to a write that is newer than an event, and drops what is deleted', async () => {
    const fake = new Fake({ [WIDGETS]: list(5, widget('a', 1)) });
    const { store } = await startWith(fake);
    await store.ensure({ refs: [ref('a')] });
    store.watch();
    await until(() => fake.streams.length === 1);
    store.record(widget('a', 9, { spec: { size: 2 } }) as never);
    fake.send(WIDGETS, 'MODIFIED', widget('a', 7, { spec: { size: 1 } }));
    fake.send(WIDGETS, 'ADDED', widget('b', 8));
    await sleep(100);
    expect(store.observe(ref('a'))).toMatchObject({ object: { spec: { size: 2 } } });
    fake.send(WIDGETS, 'DELETED', widget('a', 10));
    await until(() => store.observe(ref('a')).state === 'absent');
  });

  it('begins at once when a CustomResourceDefinition brings the kind', async () => {
    const definitions = {
      kind: 'APIResourceList',
      resources: [{ name: 'customresourcedefinitions', kind: 'CustomResourceDefinition', namespaced: false, verbs: ['list', 'watch'] }],
    };
    const fake = new Fake({ [CRDS]: list(1), '/apis/apiextensions.k8s.io/v1': definitions });
    const { store } = await startWith(fake);
    await store.ensure({ refs: [ref('a', 'Gadget')] });
    store.watch();
    await until(() => fake.streams.some(({ path }) => path === CRDS));
    fake.lists = {
      ...fake.lists,
      '/apis/example.test/v1': {
        kind: 'APIResourceList',
        resources: [{ name: 'gadgets', kind: 'Gadget', namespaced: true, verbs: ['list', 'watch'] }],
      },
      '/apis/example.test/v1/namespaces/default/gadgets': list(3, widget('a', 2)),
    };
    fake.send(CRDS, 'ADDED', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'gadgets.example.test', resourceVersion: '2' },
      spec: { group: 'example.test', names: { kind: 'Gadget' } },
      status: { conditions: [{ type: 'Established', status: 'True' }] },
    });

    await until(() => store.observe(ref('a', 'Gadget')).state === 'present');
  });
});
