import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { connect, connectionFrom, type Cluster } from '../../../src/runtime/cluster/index.js';
import { certificate } from './certificate.js';
import { kubeconfigOf, refusal, serve, SOON, type Handler, type TestServer } from './server.js';
import { failure, stopping } from './setup.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function as(server: Pick<TestServer, 'url' | 'ca'>, user: object, cluster: object = {}): Promise<Cluster> {
  return stopping(connect(await connectionFrom(kubeconfigOf(server, { user, cluster }), { trusted: true, env: {} }), { retry: SOON }));
}

/** Lets in whoever has one of these tokens. */
function letsIn(...tokens: readonly string[]): Handler {
  return ({ headers }) =>
    tokens.some((token) => headers['authorization'] === `Bearer ${token}`)
      ? { gitVersion: 'v1' }
      : refusal(401, 'Unauthorized', 'Unauthorized');
}

/** A program that prints what a file says, and counts its runs. */
function plugin(name: string, script: string): { readonly path: string; readonly runs: () => number } {
  const path = join(folder, name);
  const count = `${path}.count`;
  writeFileSync(path, `#!/bin/sh\necho run >> "${count}"\n${script}\n`);
  chmodSync(path, 0o755);
  return { path, runs: () => (existsSync(count) ? readFileSync(count, 'utf8').trim().split('\n').length : 0) };
}

const credential = (status: object): string =>
  JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });
const exec = (command: string, rest: object = {}): object => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never', ...rest },
});

describe('a token in a file', () => {
  it('is read again when the server refuses it, and the request repeated, even a create', async () => {
    const server = stopping(await serve((seen, response) => (seen.path === '/api' ? undefined : letsIn('new')(seen, response))));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'old');
    const cluster = await as(server, { tokenFile });
    expect(await failure(cluster.version())).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(server.requests).toHaveLength(1);
    writeFileSync(tokenFile, 'new\n');

    expect(await cluster.version()).toMatchObject({ gitVersion: 'v1' });
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  it('is read again from time to time', async () => {
    const { FileText } = await import('../../../src/runtime/cluster/text.js');
    const path = join(folder, 'rotated');
    writeFileSync(path, 'one');
    const text = new FileText(path, undefined, 0);
    expect(await text.read()).toBe('one');
    writeFileSync(path, 'two');
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await text.read()).toBe('two');
    rmSync(path);
    expect(await text.read()).toBe('two');
  });
});

describe('a client certificate', () => {
  it('says who we are, and is replaced when its files are', async () => {
    const ca = certificate({ name: 'clients' });
    const [one, two] = [certificate({ name: 'one', issuer: ca }), certificate({ name: 'two', issuer: ca })];
    const server = stopping(
      await serve(
        ({ client }) =>
          client === 'one' && existsSync(join(folder, 'revoked')) ? refusal(401, 'Unauthorized', 'expired') : { gitVersion: client },
        { clientCa: ca.cert },
      ),
    );
    const [certFile, keyFile] = [join(folder, 'me.crt'), join(folder, 'me.key')];
    const write = ({ cert, key }: typeof one): void => {
      writeFileSync(certFile, cert);
      writeFileSync(keyFile, key);
    };
    write(one);
    const cluster = await as(server, { 'client-certificate': certFile, 'client-key': keyFile });
    expect(await cluster.version()).toMatchObject({ gitVersion: 'one' });
    write(two);
    writeFileSync(join(folder, 'revoked'), '');

    expect(await cluster.version()).toMatchObject({ gitVersion: 'two' });
    expect(server.connections()).toBe(2);
  });

  it('is refused before anything is sent, when it is none', async () => {
    const server = stopping(await serve(() => ({})));
    const data = Buffer.from('no certificate').toString('base64');
    const cluster = await as(server, { 'client-certificate-data': data, 'client-key-data': data });

    expect(await failure(cluster.version())).toMatchObject({ code: 'tls' });
    expect(server.connections()).toBe(0);
  });
});

describe('an authority in a file', () => {
  it('is read again when the server has a certificate of another one', async () => {
    const [old, next] = [certificate({ name: 'old', hosts: ['127.0.0.1'] }), certificate({ name: 'new', hosts: ['127.0.0.1'] })];
    const server = stopping(await serve(() => ({ gitVersion: 'v1' }), { certificate: old }));
    const caFile = join(folder, 'ca.crt');
    writeFileSync(caFile, old.cert);
    const cluster = await as(server, {}, { 'certificate-authority-data': undefined, 'certificate-authority': caFile });
    await cluster.version();
    server.setCertificate(next);
    server.breakConnections();
    expect(await failure(cluster.version())).toMatchObject({ code: 'tls' });
    writeFileSync(caFile, next.cert);

    expect(await cluster.version()).toMatchObject({ gitVersion: 'v1' });
  });
});

describe('a chain of authorities', () => {
  const root = certificate({ name: 'root' });
  const middle = certificate({ name: 'middle', issuer: root, isAuthority: true });
  const leaf = certificate({ name: 'server', hosts: ['127.0.0.1'], issuer: middle });

  it.each([
    ['its root', `${leaf.cert}${middle.cert}`, root.cert],
    ['one in the middle, without the root', leaf.cert, middle.cert],
    ['the same, of a server that shows it', `${leaf.cert}${middle.cert}`, middle.cert],
    ['the whole chain', leaf.cert, `${middle.cert}${root.cert}`],
  ])('is trusted by %s, as kubectl does', async (_what, cert, ca) => {
    const server = stopping(await serve(() => ({ gitVersion: 'v1' }), { certificate: { ...leaf, cert } }));

    expect(await (await as({ ...server, ca }, {})).version()).toMatchObject({ gitVersion: 'v1' });
  });

  it('is not trusted by another one', async () => {
    const server = stopping(await serve(() => undefined, { certificate: { ...leaf, cert: `${leaf.cert}${middle.cert}` } }));

    expect(await failure((await as({ ...server, ca: certificate({ name: 'middle' }).cert }, {})).version())).toMatchObject({ code: 'tls' });
  });
});

describe("the name in the server's certificate", () => {
  const pair = certificate({ name: 'server', hosts: ['api.internal'] });

  it('may be another one, where tls-server-name says so', async () => {
    const server = stopping(await serve(() => ({ gitVersion: 'v1' }), { certificate: pair }));
    expect(await (await as(server, {}, { 'tls-server-name': 'api.internal' })).version()).toMatchObject({ gitVersion: 'v1' });
    expect(await failure((await as(server, {})).version())).toMatchObject({ code: 'tls' });
  });

  it('does not matter with insecure-skip-tls-verify', async () => {
    const server = stopping(await serve(() => ({ gitVersion: 'v1' }), { certificate: pair }));
    expect(
      await (await as(server, {}, { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true })).version(),
    ).toMatchObject({ gitVersion: 'v1' });
  });
});

describe('a plugin', () => {
  it('is run once for all requests, and told what Kubernetes tells plugins', async () => {
    const server = stopping(await serve(letsIn('from-plugin')));
    const { path, runs } = plugin(
      'plain',
      `printf '%s' "$KUBERNETES_EXEC_INFO" > "${folder}/info"
       printf '%s' "$REGION" > "${folder}/region"
       echo '${credential({ token: 'from-plugin' })}'`,
    );
    const cluster = await as(server, exec(path, { env: [{ name: 'REGION', value: 'west' }], provideClusterInfo: true }));

    await Promise.all(Array.from({ length: 20 }, () => cluster.version()));
    expect(runs()).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'info'), 'utf8'))).toMatchObject({
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: server.url } },
    });
    expect(readFileSync(join(folder, 'region'), 'utf8')).toBe('west');
  });

  it('is asked once more when the server refuses what it gave', async () => {
    const tokens = join(folder, 'tokens');
    writeFileSync(tokens, credential({ token: 'first' }));
    const { path, runs } = plugin('rotating', `cat "${tokens}"`);
    let accepted = 'first';
    const server = stopping(await serve((seen, response) => letsIn(accepted)(seen, response)));
    const cluster = await as(server, exec(path));
    await cluster.version();
    accepted = 'second';
    writeFileSync(tokens, credential({ token: 'second' }));

    await Promise.all(Array.from({ length: 10 }, () => cluster.version()));
    expect(runs()).toBe(2);
    accepted = 'third';
    expect(await failure(cluster.version())).toMatchObject({ code: 'unauthorized' });
    expect(runs()).toBe(3);
  });

  it('may give a client certificate', async () => {
    const ca = certificate({ name: 'clients' });
    const me = certificate({ name: 'by-plugin', issuer: ca });
    const { path } = plugin('certificates', `cat "${folder}/certificates.json"`);
    writeFileSync(join(folder, 'certificates.json'), credential({ clientCertificateData: me.cert, clientKeyData: me.key }));
    const server = stopping(await serve(({ client }) => ({ gitVersion: client }), { clientCa: ca.cert }));

    expect(await (await as(server, exec(path))).version()).toMatchObject({ gitVersion: 'by-plugin' });
  });

  it.each([
    {
      what: 'fails',
      script: 'echo "the session of $SECRET_ENV has expired, --token=$SECRET_ENV" >&2; exit 1',
      said: 'gives no credentials: the session of [redacted] has expired',
    },
    { what: 'prints something else', script: 'echo "{\\"token\\": \\"hunter2-hunter2"', said: 'gives no credentials' },
    { what: 'prints no status', script: 'echo "{\\"spec\\": \\"hunter2-hunter2\\"}"', said: 'gives no credentials' },
  ])('that $what is named, without what it knows', async ({ script, said }) => {
    const server = stopping(await serve(() => ({})));
    const { path } = plugin('failing', script);
    const error = await failure((await as(server, exec(path, { env: [{ name: 'SECRET_ENV', value: 'hunter2-hunter2' }] }))).version());

    expect(error).toMatchObject({ code: 'unauthorized', message: expect.stringContaining(said) });
    expect(error.message).toContain('user "user"');
    expect([inspect(error, { depth: 10, showHidden: true }), inspect(error.cause, { showHidden: true })].join()).not.toContain('hunter2');
    expect(server.requests).toHaveLength(0);
  });

  it('that waits for ever holds nobody longer than the call may take', async () => {
    const server = stopping(await serve(() => ({})));
    const { path } = plugin('waiting', 'exec sleep 1');
    expect(await failure((await as(server, exec(path))).version({ timeout: 300 }))).toMatchObject({ code: 'timeout' });
  });

  it('that is not there is named, with its own hint', async () => {
    const server = stopping(await serve(() => ({})));
    const error = await failure((await as(server, exec('no-such-login', { installHint: 'brew install no-such-login' }))).version());
    expect(error).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('no-such-login is not installed'),
      hint: 'brew install no-such-login',
    });
  });
});

describe('a proxy', () => {
  it('is the way to the server, with HTTP/2 through its tunnel', async () => {
    const server = stopping(await serve(() => ({ gitVersion: 'v1' })));
    const seen: string[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      seen.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connectTcp(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [socket, upstream]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const cluster = await as(server, {}, { 'proxy-url': `http://me:word@127.0.0.1:${port}` });

    await Promise.all(Array.from({ length: 10 }, () => cluster.version()));
    expect(seen).toEqual([`${new URL(server.url).host} Basic ${Buffer.from('me:word').toString('base64')}`]);
    await cluster.close();
    proxy.closeAllConnections();
    proxy.close();
  });

  it('that refuses is named', async () => {
    const server = stopping(await serve(() => ({})));
    const proxy = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const cluster = await as(server, {}, { 'proxy-url': `http://me:word@127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    const error = await failure(cluster.version());

    expect(error).toMatchObject({ code: 'unreachable' });
    expect(inspect([error, error.cause], { depth: 5 })).not.toContain('word');
    proxy.close();
  });
});
