import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Player } from './player.ts';

/** Hosts that exist only in a real installation, as a server under test reaches them. */
export interface Network extends Player {
  /** `HTTPS_PROXY` for that server: it leads to the hosts, whatever port is asked for, and nowhere else. */
  readonly proxy: string;
  /** PEM of the authority of their certificate. */
  readonly ca: string;
}

/** Starts hosts that speak TLS, by their names. */
export async function playNetwork(hosts: Readonly<Record<string, RequestListener>>): Promise<Network> {
  const { key, cert } = await certificateFor(Object.keys(hosts));
  const server = createHttpsServer({ key, cert }, (request, response) => hosts[hostOf(request.headers.host)]?.(request, response));
  const port = await listen(server);
  const open = new Set<Duplex>();
  const proxy = createHttpServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, client, head) => {
    open.add(client);
    if (!(hostOf(url) in hosts)) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const tunnel = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      tunnel.write(head);
      tunnel.pipe(client).pipe(tunnel);
    });
    for (const [one, other] of [
      [tunnel, client],
      [client, tunnel],
    ] as const)
      one.on('error', () => other.destroy());
    open.add(tunnel);
  });
  const stop = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    for (const each of [proxy, server]) await end(each);
  };
  return { proxy: `http://127.0.0.1:${await listen(proxy)}`, ca: cert, stop };
}

const hostOf = (address = ''): string => address.replace(/:\d+$/u, '');

/** A certificate for all of them, which is its own authority. */
export async function certificateFor(hosts: readonly string[]): Promise<{ readonly key: string; readonly cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const [key, cert] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`;
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test', '-addext', names, '-keyout', key, '-out', cert],
    { stdio: 'pipe' },
  );
  const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  await rm(folder, { recursive: true });
  return pair;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

function end(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  server.closeAllConnections?.();
  return new Promise((resolve) => server.close(() => resolve()));
}
