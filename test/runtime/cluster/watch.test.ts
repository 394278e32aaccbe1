import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError, Cluster, WatchEvent, WatchOptions } from '../../../src/runtime/cluster/index.js';
import { configMap, refusal, type Handler } from './server.js';
import { failure, start } from './setup.js';

const QUERY = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' };

function object(name: string, version: number, uid = name): { readonly metadata: object } {
  const { metadata, ...rest } = configMap(name);
  return { ...rest, metadata: { ...metadata, uid, resourceVersion: String(version), managedFields: [{ manager: 'x' }] } };
}

const list = (version: number, ...items: readonly object[]): object => ({
  kind: 'ConfigMapList',
  metadata: { resourceVersion: String(version) },
  items,
});

/** A watch's connection, as the server has it. */
class Stream {
  constructor(readonly response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
  }

  send(type: string, object: object): void {
    this.response.write(`${JSON.stringify({ type, object })}\n`);
  }
}

type OnWatch = (stream: () => Stream, resourceVersion: string, count: number) => unknown;

/** Answers lists, one after the other, and leaves watches to the test. */
function watching(lists: readonly unknown[], onWatch: OnWatch): Handler {
  let [listed, watched] = [0, 0];
  return ({ query }, response) => {
    if (query.get('watch') !== 'true') return lists[Math.min(listed++, lists.length - 1)];
    return onWatch(() => new Stream(response), query.get('resourceVersion') ?? '', watched++);
  };
}

/** What is told, in short: the type, and the object's name and version. */
function brief(event: WatchEvent): string {
  if (event.type === 'BOOKMARK') return `BOOKMARK ${event.resourceVersion}${event.synced ? ' synced' : ''}`;
  const { name, resourceVersion } = event.object.metadata;
  return `${event.type} ${name} ${resourceVersion}`;
}

/** The first events of a watch. */
async function take(cluster: Cluster, count: number, options: WatchOptions = {}): Promise<readonly string[]> {
  const events: string[] = [];
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 8_000);
  try {
    for await (const event of cluster.watch(QUERY, { signal: controller.signal, ...options }))
      if (events.push(brief(event)) >= count) break;
    return events;
  } finally {
    clearTimeout(timer);
  }
}

// Reconnects at once.
const NOW = { random: () => 0 };

describe.each(['h2', 'https'] as const)('a watch over %s', (protocol) => {
  it('tells what is there, then what happens', async () => {
    const { server, cluster } = await start(
      watching([list(5, object('a', 1), object('b', 4))], (open) => {
        const stream = open();
        stream.send('MODIFIED', object('a', 6));
        stream.send('BOOKMARK', { kind: 'ConfigMap', metadata: { resourceVersion: '9' } });
        stream.send('DELETED', object('b', 10));
      }),
      NOW,
      { protocol },
    );

    expect(await take(cluster, 6)).toEqual(['ADDED a 1', 'ADDED b 4', 'BOOKMARK 5 synced', 'MODIFIED a 6', 'BOOKMARK 9', 'DELETED b 10']);
    const { query } = server.requests.at(-1)!;
    expect(Object.fromEntries(query)).toEqual({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '5', timeoutSeconds: '300' });
  });

  it('goes on from the last version that it saw, when the connection breaks in the middle of a line', async () => {
    const versions: string[] = [];
    const { server, cluster } = await start(
      watching([list(5)], (open, version, count) => {
        versions.push(version);
        const stream = open();
        if (count > 0) {
          stream.send('ADDED', object('b', 8));
          return;
        }
        stream.send('ADDED', object('a', 7));
        stream.response.write('{"type":"ADDED","object":{"metad');
        setTimeout(() => server.breakConnections(), 50);
      }),
      NOW,
      { protocol },
    );
    const reasons: ApiError[] = [];

    expect(await take(cluster, 3, { onInterruption: (error) => reasons.push(error) })).toEqual([
      'BOOKMARK 5 synced',
      'ADDED a 7',
      'ADDED b 8',
    ]);
    expect(versions).toEqual(['5', '7']);
    expect(reasons.map(({ code }) => code)).toEqual(['unreachable']);
  });

  it('goes on when the server ends it in time', async () => {
    const versions: string[] = [];
    const { cluster } = await start(
      watching([list(5)], (open, version, count) => {
        versions.push(version);
        const stream = open();
        stream.send(count > 1 ? 'ADDED' : 'BOOKMARK', object('a', 6 + count));
        if (count < 2) stream.response.end();
      }),
      NOW,
      { protocol },
    );

    expect(await take(cluster, 4)).toEqual(['BOOKMARK 5 synced', 'BOOKMARK 6', 'BOOKMARK 7', 'ADDED a 8']);
    expect(versions).toEqual(['5', '6', '7']);
  });

  it('takes another connection when one is silent', async () => {
    const { server, cluster } = await start(
      watching([list(5)], (open, _, count) => (count < 2 ? void open() : open().send('ADDED', object('a', 6)))),
      NOW,
      { protocol },
    );
    const reasons: ApiError[] = [];

    expect(await take(cluster, 2, { silence: 150, onInterruption: (error) => reasons.push(error) })).toEqual([
      'BOOKMARK 5 synced',
      'ADDED a 6',
    ]);
    expect([server.requests.filter(({ query }) => query.has('watch')).length, reasons]).toEqual([3, []]);
  });

  it('does not take a slow reader for silence', async () => {
    const { server, cluster } = await start(
      watching([list(5)], async (open) => {
        const stream = open();
        for (let version = 6; version < 12; version += 1) {
          stream.send('MODIFIED', object('a', version));
          await sleep(60);
        }
      }),
      NOW,
      { protocol },
    );
    const seen: string[] = [];
    for await (const event of cluster.watch(QUERY, { silence: 300 })) {
      seen.push(brief(event));
      if (seen.length === 7) break;
      await sleep(80);
    }

    expect(server.requests.filter(({ query }) => query.has('watch'))).toHaveLength(1);
  });
});

describe('after a gap', () => {
  it.each([
    {
      what: 'an event',
      expire: (open: () => Stream): unknown =>
        open().send('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' }),
    },
    { what: 'an answer', expire: (): unknown => refusal(410, 'Expired', 'too old resource version') },
  ])('that the server tells by $what, it tells the differences, with what vanished and what was made anew', async ({ expire }) => {
    const { cluster } = await start(
      watching(
        [
          list(5, object('same', 1), object('changed', 2), object('gone', 3), object('anew', 4)),
          list(20, object('same', 1), object('changed', 15), object('anew', 16, 'other-uid'), object('added', 17)),
        ],
        (open, _, count) => (count === 0 ? expire(open) : open().send('ADDED', object('last', 21))),
      ),
      NOW,
    );

    expect((await take(cluster, 12)).slice(4)).toEqual([
      'BOOKMARK 5 synced',
      'DELETED gone 3',
      'MODIFIED changed 15',
      'DELETED anew 4',
      'ADDED anew 16',
      'ADDED added 17',
      'BOOKMARK 20 synced',
      'ADDED last 21',
    ]);
  });

  it('over all workspaces, it keeps apart objects of one name in two logical clusters', async () => {
    const within = (logicalCluster: string, version: number): { readonly metadata: object } => {
      const { metadata, ...rest } = object('a', version, logicalCluster);
      return { ...rest, metadata: { ...metadata, annotations: { 'kcp.io/cluster': logicalCluster } } };
    };
    const { cluster } = await start(
      watching([list(5, within('one', 1), within('two', 2)), list(20, within('two', 15), within('three', 16))], (open, _, count) =>
        count === 0 ? refusal(410, 'Expired', 'too old resource version') : open().send('ADDED', object('last', 21)),
      ),
      NOW,
    );
    const events: string[] = [];
    for await (const event of cluster.workspace('*').watch(QUERY)) {
      events.push(
        event.type === 'BOOKMARK' ? brief(event) : `${event.type} ${event.object.metadata.annotations?.['kcp.io/cluster'] ?? ''}`,
      );
      if (events.length === 8) break;
    }

    expect(events.slice(0, 2)).toEqual(['ADDED one', 'ADDED two']);
    expect(events.slice(3, 7)).toEqual(['DELETED one', 'MODIFIED two', 'ADDED three', 'BOOKMARK 20 synced']);
  });

  it('tells of what vanished all of its metadata but who managed it', async () => {
    const { cluster } = await start(
      watching([list(5, object('gone', 3)), list(20)], () => refusal(410, 'Expired', '')),
      NOW,
    );
    for await (const event of cluster.watch(QUERY)) {
      if (event.type !== 'DELETED') continue;
      expect(event.object).toEqual({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'gone', namespace: 'default', uid: 'gone', resourceVersion: '3' },
      });
      break;
    }
  });
});

describe('a watch', () => {
  it('begins where it is told, without a list', async () => {
    const { server, cluster } = await start(
      watching([], (open, version) => open().send('ADDED', object('a', Number(version) + 1))),
      NOW,
    );

    expect(await take(cluster, 1, { resourceVersion: '41' })).toEqual(['ADDED a 42']);
    expect(server.requests.filter(({ path, query }) => path.includes('configmaps') && !query.has('watch'))).toEqual([]);
  });

  it('ends without an error when its signal is aborted, or the cluster is closed', async () => {
    const { cluster } = await start(
      watching([list(5)], (open) => void open()),
      NOW,
    );
    const controller = new AbortController();
    const ending = async (options: WatchOptions): Promise<string> => {
      for await (const event of cluster.watch(QUERY, options)) brief(event);
      return 'ended';
    };
    const [one, two] = [ending({ signal: controller.signal }), ending({})];
    await sleep(80);
    controller.abort();
    expect(await one).toBe('ended');
    await cluster.close();
    expect(await two).toBe('ended');
  });

  it('lets go of its connection when nobody reads any more', async () => {
    let closed = false;
    const { cluster } = await start(
      watching([list(5)], (open) => {
        const stream = open();
        stream.response.on('close', () => (closed = true));
        stream.send('ADDED', object('a', 6));
      }),
      NOW,
    );
    await take(cluster, 2);
    await sleep(50);

    expect(closed).toBe(true);
  });

  it('throws what it is refused at the beginning, and only then', async () => {
    const forbidden = refusal(403, 'Forbidden', 'no');
    const refused = await start(
      watching([list(5)], () => forbidden),
      NOW,
    );
    expect(await failure(take(refused.cluster, 2))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('all ConfigMap in default'),
    });

    const reasons: string[] = [];
    const later = await start(
      watching([list(5)], (open, _, count) => {
        if (count === 1) return forbidden;
        const stream = open();
        stream.send('ADDED', object('a', 6 + count));
        if (count === 0) stream.response.end();
        return undefined;
      }),
      NOW,
    );
    expect(await take(later.cluster, 3, { onInterruption: ({ code }) => reasons.push(code) })).toEqual([
      'BOOKMARK 5 synced',
      'ADDED a 6',
      'ADDED a 8',
    ]);
    expect(reasons).toEqual(['forbidden']);
  });

  it('waits longer and longer for a server that ends it at once', async () => {
    const { server, cluster } = await start(
      watching([list(5)], (open) => void open().response.end()),
      { random: () => 0.5 },
    );
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1_500);
    await take(cluster, 9, { signal: controller.signal });

    // After 250, 500 and 1000 ms.
    expect(server.requests.filter(({ query }) => query.has('watch'))).toHaveLength(3);
  });

  it('does not keep requests from being sent, 150 of them at a time', async () => {
    let opened = 0;
    const { server, cluster } = await start((seen, response) => {
      if (seen.query.has('watch')) {
        opened += 1;
        new Stream(response);
        return undefined;
      }
      return seen.path.endsWith('configmaps') ? list(5) : configMap('settings');
    }, NOW);
    const controller = new AbortController();
    const watches = Array.from({ length: 150 }, () => take(cluster, 9, { signal: controller.signal, resourceVersion: '1' }));
    while (opened < 150) await sleep(20);

    expect(await cluster.get({ ...QUERY, name: 'settings' })).toEqual(configMap('settings'));
    // One for requests, two for watches: a hundred streams each.
    expect(server.connections()).toBe(3);
    controller.abort();
    await Promise.all(watches);
  });

  it('reads large events that come in many pieces', async () => {
    const text = 'ä'.repeat(300_000);
    const { cluster } = await start(
      watching([list(5)], (open) => open().send('ADDED', { ...object('a', 6), data: { text } })),
      NOW,
    );
    for await (const event of cluster.watch(QUERY)) {
      if (event.type !== 'ADDED') continue;
      expect(event.object['data']).toEqual({ text });
      break;
    }
  });
});
