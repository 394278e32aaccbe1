import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError, Cluster, ClusterOptions, RequestEvent } from '../../../src/runtime/cluster/index.js';
import { clusterAt, configMap } from './server.js';
import { failure, start, stopping } from './setup.js';

/** As quick as undici allows: it waits for a PING for at least a second. */
const OUTAGE = { probeAfter: 300, probeTimeout: 500, tolerance: 4_000 };

const ref = (name: string): { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'default',
  name,
});

interface Running {
  readonly cluster: Cluster;
  readonly events: RequestEvent[];
  /** Sends the process a signal. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** An API server in a process of its own, and a client that it answered once. */
async function run(protocol: string, options: ClusterOptions = {}): Promise<Running> {
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'server-process.ts'), protocol], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stopping({
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port, ca } = JSON.parse(line.toString()) as { readonly port: number; readonly ca: string };
  const events: RequestEvent[] = [];
  const cluster = stopping(
    await clusterAt({ url: `https://127.0.0.1:${port}`, ca }, { outage: OUTAGE, onRequest: (event) => events.push(event), ...options }),
  );
  await cluster.get(ref('first'));
  return { cluster, events, kill: (signal) => child.kill(signal) };
}

/** How long something takes, in milliseconds. */
async function timeOf(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}

describe.each(['h2', 'https'])('a server over %s', (protocol) => {
  it('that is stopped costs seconds in sum, and nothing is lost when it goes on', async () => {
    const { cluster, kill } = await run(protocol);
    kill('SIGSTOP');
    const errors: ApiError[] = [];
    const parallel = await timeOf(async () => {
      const calls = Array.from({ length: 200 }, (_, index) => [
        cluster.get(ref(`c${index}`)),
        cluster.apply(configMap(`c${index}`), { fieldManager: 'me' }),
      ]);
      errors.push(...(await Promise.all(calls.flat().map(failure))));
    });

    expect(new Set(errors.map(({ retryable }) => retryable))).toEqual(new Set([true]));
    expect(errors.map(({ code }) => code).filter((code) => code !== 'timeout' && code !== 'unreachable')).toEqual([]);
    expect(errors.at(-1)?.message).toMatch(
      /^ConfigMap default\/c199: 127\.0\.0\.1:\d+ has not answered for \d+ s(?:; the next attempt is in \d+ s)? on cluster "test": /u,
    );
    expect(parallel).toBeLessThan(15_000);

    // 400 more, one after the other; now and then one of them pays for a probe.
    const serial = await timeOf(async () => {
      for (let index = 0; index < 400; index += 1) await failure(cluster.get(ref('later')));
    });
    expect(serial).toBeLessThan(5_000);

    kill('SIGCONT');
    for (let back = false; !back;) {
      await sleep(100);
      back = await cluster.get(ref('back')).then(
        () => true,
        () => false,
      );
    }
    expect(await Promise.all(Array.from({ length: 50 }, (_, index) => cluster.get(ref(`c${index}`))))).toHaveLength(50);
  }, 60_000);

  it('that stops for a moment ends nothing', async () => {
    const { cluster, kill } = await run(protocol, { outage: { ...OUTAGE, tolerance: 20_000 } });
    kill('SIGSTOP');
    const calls = Array.from({ length: 50 }, (_, index) => cluster.apply(configMap(`c${index}`), { fieldManager: 'me' }));
    setTimeout(() => kill('SIGCONT'), 3_000);

    expect((await Promise.all(calls)).map(({ metadata }) => metadata.name)).toEqual(Array.from({ length: 50 }, (_, index) => `c${index}`));
  }, 30_000);

  it('that takes long for one request, as with a slow webhook, is asked whether it lives, and waited for', async () => {
    const { cluster, events } = await run(protocol, { concurrency: 3 });
    const slow = ['slow-2500', 'slow-2600', 'slow-2700'];

    expect(await Promise.all(slow.map((name) => cluster.get(ref(name))))).toMatchObject(slow.map((name) => ({ metadata: { name } })));
    expect(events.filter(({ path }) => path === '/livez').map(({ status }) => status)).toContain(200);
    expect(events.filter(({ path }) => path.endsWith('{name}')).map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1]);
  }, 15_000);
});

describe('an outage', () => {
  it('ends a call no later than its own signal and its own time', async () => {
    const { cluster, kill } = await run('h2', { outage: { ...OUTAGE, tolerance: 20_000 } });
    kill('SIGSTOP');
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('the pass is over')), 2_500);
    const [aborted, late] = [
      failure(cluster.get(ref('a'), { signal: controller.signal })),
      failure(cluster.get(ref('b'), { timeout: 2_500 })),
    ];

    expect(await timeOf(() => Promise.all([aborted, late]))).toBeLessThan(4_000);
    expect([await aborted, (await late).code]).toEqual([
      new Error('the pass is over'),
      expect.stringMatching(/^(?:timeout|unreachable)$/u),
    ]);
  }, 15_000);

  it('leaves attempts to leases: their answer ends it', async () => {
    let away = true;
    const { server, cluster } = await start(
      (seen, response) => {
        if (!away || seen.headers['user-agent'] === 'lease') return configMap('lease');
        return void response.destroy();
      },
      { outage: { ...OUTAGE, threshold: 2, tolerance: 100 } },
    );
    await cluster.resourceFor(ref('a'));
    while (!(await failure(cluster.get(ref('a')))).message.includes('has not answered')) await sleep(10);
    const before = server.requests.length;
    expect(await failure(cluster.get(ref('lease'), { lane: 'lease', timeout: 300 }))).toMatchObject({ code: 'unreachable' });
    expect(server.requests.length).toBeGreaterThan(before);
    away = false;

    expect(await cluster.get(ref('lease'), { lane: 'lease' })).toEqual(configMap('lease'));
    expect(await cluster.get(ref('a'))).toEqual(configMap('lease'));
  });
});

describe('the lane of leases', () => {
  it('waits neither for writes in line nor for watches, and has a connection of its own', async () => {
    let held = 0;
    const { server, cluster } = await start(
      ({ path, query }, response) => {
        if (query.has('watch')) {
          response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
          return undefined;
        }
        if (path.endsWith('/lease')) return configMap('lease');
        held += 1;
        return undefined;
      },
      { concurrency: 4 },
    );
    const controller = new AbortController();
    const { signal } = controller;
    const endless = Array.from({ length: 2_000 }, (_, index) =>
      failure(cluster.apply(configMap(`c${index}`), { fieldManager: 'me', signal })),
    );
    const watching = (async () => {
      for await (const event of cluster.watch(ref(''), { signal, resourceVersion: '1' })) expect(event).toBeUndefined();
    })();
    while (held < 4) await sleep(10);

    expect(await cluster.apply(configMap('lease'), { fieldManager: 'me', lane: 'lease', timeout: 3_000 })).toEqual(configMap('lease'));
    expect([held, server.connections()]).toEqual([4, 3]);
    controller.abort(new Error('enough'));
    await Promise.all([...endless, watching]);
  });

  it('is that of all calls of a view', async () => {
    const { cluster } = await start(({ path }) => (path.endsWith('/lease') ? configMap('lease') : undefined), { concurrency: 1 });
    await cluster.resourceFor(ref('a'));
    const controller = new AbortController();
    const pending = failure(cluster.get(ref('a'), { signal: controller.signal }));

    expect(await cluster.with({ lane: 'lease' }).get(ref('lease'), { timeout: 3_000 })).toEqual(configMap('lease'));
    controller.abort(new Error('enough'));
    await pending;
  });
});
