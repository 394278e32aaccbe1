import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectTo, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, connectionFrom, type Cluster } from '../../../src/runtime/cluster/index.js';
import { acquireLease, type AcquireOptions, type HeldLease } from '../../../src/runtime/manager/index.js';
import { certificate } from '../cluster/certificate.js';
import { kubeconfigOf, refusal, serve, SOON, type ServeOptions, type TestServer } from '../cluster/server.js';
import { stopping } from '../cluster/setup.js';
import { Leases } from './leases.js';

const KEY = { namespace: 'mesh-system', name: 'mesh-reconcile', identity: 'me/1/a' };
/** Renewals come often, and a busy machine has time to start a thread. */
const TIMES = { duration: 6_000, renewEvery: 150, margin: 1_000 };

jest.setTimeout(30_000);

let leases: Leases;

beforeEach(() => {
  leases = new Leases();
});

async function start(
  user?: object,
  options: ServeOptions = {},
  cluster: object = {},
): Promise<{ readonly server: TestServer; readonly cluster: Cluster }> {
  const server = stopping(await serve(leases.handler, options));
  const connection = await connectionFrom(kubeconfigOf(server, { ...(user ? { user } : {}), cluster }), { env: {}, trusted: true });
  return { server, cluster: stopping(connect(connection, { retry: SOON })) };
}

async function acquire(cluster: Cluster, options: AcquireOptions = {}): Promise<HeldLease> {
  const attempt = await acquireLease(cluster, KEY, { ...TIMES, ...options });
  if (attempt.result === 'taken') throw new Error(attempt.message);
  const { lease } = attempt;
  const stop = (): Promise<void> => {
    leases.before = () => undefined;
    leases.after = () => undefined;
    return lease.release();
  };
  stopping({ stop });
  return lease;
}

/** Waits until something is true, for as long as a test may take. */
async function eventually(is: () => boolean): Promise<void> {
  for (const end = performance.now() + 15_000; !is();) {
    if (performance.now() > end) throw new Error('it did not happen in time');
    await sleep(20);
  }
}

describe('a lease that is held', () => {
  it('is renewed over a connection of its own, with the client certificate of the kubeconfig', async () => {
    const ca = certificate({ name: 'ca' });
    const { cert, key } = certificate({ name: 'somebody', issuer: ca });
    const [certificateData, keyData] = [cert, key].map((text) => Buffer.from(text).toString('base64'));
    const { server, cluster } = await start(
      { 'client-certificate-data': certificateData, 'client-key-data': keyData },
      { clientCa: ca.cert },
    );
    await acquire(cluster);
    const before = server.connections();
    await eventually(() => leases.renewals.length >= 2);

    expect(leases.renewals.map(({ client }) => client)).toEqual(leases.renewals.map(() => 'somebody'));
    expect(server.connections()).toBe(before + 1);
  });

  it('is renewed with another token when the first one is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lease-'));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'old');
    const { cluster } = await start({ tokenFile });
    const lease = await acquire(cluster);
    writeFileSync(tokenFile, 'new');
    leases.before = ({ headers }) => (headers.authorization === 'Bearer new' ? undefined : refusal(401, 'Unauthorized', 'expired'));
    await eventually(() => leases.renewals.some(({ headers }) => headers.authorization === 'Bearer new'));
    await sleep(200);

    expect(lease.isHeld()).toBe(true);
    expect(lease.lost.aborted).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('is renewed through the proxy of the kubeconfig', async () => {
    const tunnels: string[] = [];
    const sockets: Duplex[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connectTo(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        socket.pipe(upstream).pipe(socket);
      });
      for (const each of [upstream, socket]) sockets.push(each.on('error', () => undefined));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const { server, cluster } = await start(undefined, {}, { 'proxy-url': `http://me:word@127.0.0.1:${port}` });
    const lease = await acquire(cluster);
    const before = tunnels.length;
    await eventually(() => leases.renewals.length >= 2);

    expect(tunnels.slice(before)).toEqual([`${new URL(server.url).host} Basic ${Buffer.from('me:word').toString('base64')}`]);
    await lease.release();
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  it('is lost at a server that hangs, before others may take it', async () => {
    const { cluster } = await start();
    const lease = await acquire(cluster);
    await eventually(() => leases.renewals.length >= 1);
    leases.before = () => new Promise(() => undefined);
    const hung = performance.now();
    await eventually(() => lease.lost.aborted);

    expect(performance.now() - hung).toBeLessThan(TIMES.duration);
    expect(lease.lost.reason).toMatchObject({ code: 'lease-lost', message: expect.stringContaining('it was not renewed in time') });
    expect(lease.isHeld()).toBe(false);
  });

  it('stays ours when the answer to a renewal is lost', async () => {
    const { server, cluster } = await start();
    const lease = await acquire(cluster);
    let isLost = false;
    leases.after = ({ body }) => {
      if (isLost || !body.includes('renewTime')) return undefined;
      isLost = true;
      server.breakConnections();
      return new Promise(() => undefined);
    };
    await eventually(() => isLost && leases.renewals.length >= 4);

    expect(lease.isHeld()).toBe(true);
    expect(lease.lost.aborted).toBe(false);
  });

  it('is given back although a renewal came in between', async () => {
    const { cluster } = await start();
    const lease = await acquire(cluster);
    leases.before = ({ body }) => {
      if (body.includes('"holderIdentity":null')) leases.before = () => undefined;
      // As a renewal that was on its way.
      if (body.includes('"holderIdentity":null')) leases.write({ ...(leases.lease?.['spec'] as object), renewTime: 'later' });
      return undefined;
    };
    await lease.release();

    expect(leases.lease?.['spec']).not.toHaveProperty('holderIdentity');
    expect(leases.lease?.['spec']).toHaveProperty('leaseTransitions', 1);
  });

  it('is not taken from somebody else when it is given back too late', async () => {
    const { cluster } = await start();
    const lease = await acquire(cluster);
    leases.write({ holderIdentity: 'other/2/b', leaseDurationSeconds: 2 });
    await lease.release();

    expect(leases.lease?.['spec']).toEqual({ holderIdentity: 'other/2/b', leaseDurationSeconds: 2 });
  });

  it('is not renewed after it was given back', async () => {
    const { cluster } = await start();
    const lease = await acquire(cluster);
    await eventually(() => leases.renewals.length >= 1);
    await lease.release();
    const { length } = leases.seen;
    await sleep(400);

    expect(leases.seen).toHaveLength(length);
  });
});

describe('a lease of somebody else', () => {
  it('is waited for as long as it is wanted', async () => {
    const { cluster } = await start();
    leases.write({ holderIdentity: 'other/2/b', leaseDurationSeconds: 60 });
    const started = performance.now();

    expect(await acquireLease(cluster, KEY, { ...TIMES, wait: 300 })).toMatchObject({ result: 'taken', holder: 'other/2/b' });
    expect(performance.now() - started).toBeGreaterThan(290);
  });

  it('is not waited for after the signal', async () => {
    const { cluster } = await start();
    leases.write({ holderIdentity: 'other/2/b', leaseDurationSeconds: 60 });
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 100);

    await expect(acquireLease(cluster, KEY, { ...TIMES, wait: 60_000, signal: controller.signal })).rejects.toBe(reason);
  });

  it('that is freed at the moment of the attempt is taken', async () => {
    const { cluster } = await start();
    leases.write({});
    let isFirst = true;
    leases.before = ({ method }) => {
      // A label that somebody puts on it between the read and the write.
      if (method === 'PATCH' && isFirst) leases.write({ leaseTransitions: 7 });
      if (method === 'PATCH') isFirst = false;
      return undefined;
    };

    expect((await acquire(cluster)).isHeld()).toBe(true);
    expect(leases.lease?.['spec']).toMatchObject({ holderIdentity: KEY.identity, leaseTransitions: 8 });
  });

  it('that was taken by us, and the answer was lost, is ours', async () => {
    const { cluster } = await start();
    leases.write({});
    let isFirst = true;
    leases.after = ({ method }) => {
      const isLost = isFirst && method === 'PATCH';
      if (isLost) isFirst = false;
      return isLost ? refusal(500, 'InternalError', 'lost') : undefined;
    };

    await expect(acquireLease(cluster, KEY, TIMES)).rejects.toMatchObject({ code: 'server-error' });
    expect((await acquire(cluster)).isHeld()).toBe(true);
    expect(leases.lease?.['spec']).toHaveProperty('leaseTransitions', 1);
  });
});
