import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { connectionFrom, loadConnection, type Connection, type ConnectionError } from '../../../src/runtime/cluster/index.js';
import { inCluster } from '../../../src/runtime/cluster/kubeconfig/in-cluster.js';
import { proxyFor } from '../../../src/runtime/cluster/kubeconfig/proxy.js';
import { certificate } from './certificate.js';
import { kubeconfigOf, serve } from './server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(path: string, text: string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const refusalOf = (promise: Promise<unknown>): Promise<ConnectionError> =>
  promise.then(
    () => Promise.reject(new Error('it was accepted')),
    (error: unknown) => error as ConnectionError,
  );

const headersOf = async ({ credentials }: Connection): Promise<object> => (await credentials.identity()).headers;

/** A kubeconfig whose entries all have one name. */
const config = (name: string, { server = `https://${name}.test`, token = `${name}-token`, current = name } = {}): string => `
apiVersion: v1
kind: Config
current-context: ${current}
clusters: [{name: ${name}, cluster: {server: "${server}"}}]
users: [{name: ${name}, user: {token: ${token}}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}, namespace: ns-${name}}}]
`;

describe('which kubeconfig', () => {
  it('is the one that is named, and no other', async () => {
    const [one, two] = [file('one', config('one')), file('two', config('two'))];
    const connection = await loadConnection({ kubeconfig: one, env: { KUBECONFIG: two } });

    expect(connection).toMatchObject({ name: 'one', namespace: 'ns-one' });
    expect(connection.server.href).toBe('https://one.test/');
    expect(await headersOf(connection)).toEqual({ authorization: 'Bearer one-token' });
  });

  it('is ~/.kube/config when nothing is named', async () => {
    const home = dirname(dirname(file('home/.kube/config', config('home'))));
    expect(await loadConnection({ env: { HOME: home } })).toMatchObject({ name: 'home' });
  });

  it('is all of KUBECONFIG together: the first entry of a name counts, and files may be absent', async () => {
    const paths = [
      join(folder, 'absent'),
      file('first', config('a')),
      file('second', `${config('b')}---`.replace('---', '')),
      file('third', config('a', { server: 'https://other.test' })),
    ];
    const env = { KUBECONFIG: ['', ...paths].join(delimiter) };

    expect((await loadConnection({ env })).server.href).toBe('https://a.test/');
    expect((await loadConnection({ env, context: 'b' })).server.href).toBe('https://b.test/');
  });

  it('takes the first current context that there is', async () => {
    const env = {
      KUBECONFIG: [file('without', 'apiVersion: v1\nkind: Config\nclusters: null\n'), file('empty', ''), file('with', config('c'))].join(
        delimiter,
      ),
    };
    expect(await loadConnection({ env })).toMatchObject({ name: 'c' });
  });

  it('is JSON, or YAML whose tokens look like numbers', async () => {
    expect(await connectionFrom(JSON.stringify(JSON.parse(kubeconfigOf({ url: 'https://a.test', ca: 'x' }))))).toMatchObject({
      name: 'test',
    });
    expect(await headersOf(await connectionFrom(config('a', { token: '0123456' })))).toEqual({ authorization: 'Bearer 0123456' });
  });
});

describe('paths in a kubeconfig', () => {
  it('are relative to its folder, each file to its own', async () => {
    file('west/token', 'west-token\n');
    file('east/keys/token', 'east-token');
    const west = file('west/config', config('west').replace('token: west-token', 'tokenFile: token'));
    const east = file('east/config', config('east').replace('token: east-token', 'tokenFile: ./keys/token'));
    const env = { KUBECONFIG: `${west}${delimiter}${east}` };

    expect(await headersOf(await loadConnection({ env }))).toEqual({ authorization: 'Bearer west-token' });
    expect(await headersOf(await loadConnection({ env, context: 'east' }))).toEqual({ authorization: 'Bearer east-token' });
  });

  it('lead to certificates too, unless the data stands there itself', async () => {
    const ca = certificate({ name: 'ca' });
    const me = certificate({ name: 'me', issuer: ca });
    file('tls/ca.crt', ca.cert);
    file('tls/me.crt', me.cert);
    file('tls/me.key', me.key);
    const user = 'client-certificate: me.crt, client-key: me.key';
    const path = file(
      'tls/config',
      config('a').replace('token: a-token', user).replace('{server:', '{certificate-authority: ca.crt, tls-server-name: api.test, server:'),
    );
    const connection = await loadConnection({ kubeconfig: path });

    expect(await connection.trust.caBundle()).toBe(ca.cert);
    expect(connection.trust.serverName).toBe('api.test');
    expect((await connection.credentials.identity()).certificate).toEqual({ cert: me.cert, key: me.key });

    const data = Buffer.from('other').toString('base64');
    const both = file(
      'tls/both',
      config('a').replace('{server:', `{certificate-authority: ca.crt, certificate-authority-data: ${data}, server:`),
    );
    expect(await (await loadConnection({ kubeconfig: both })).trust.caBundle()).toBe('other');
  });

  it('are named when they lead nowhere', async () => {
    const path = file('lost', config('a').replace('token: a-token', 'tokenFile: nowhere'));
    expect(await refusalOf((await loadConnection({ kubeconfig: path })).credentials.identity())).toMatchObject({
      code: 'unreadable-kubeconfig',
      message: `${join(folder, 'nowhere')}, which the kubeconfig names, cannot be read: there is no such file`,
    });
  });
});

describe('what is wrong with a kubeconfig', () => {
  it.each([
    {
      what: 'is not there',
      path: 'absent',
      text: undefined,
      code: 'unreadable-kubeconfig',
      message: /absent: cannot be read: there is no such file$/u,
    },
    {
      what: 'is no YAML',
      path: 'broken',
      text: 'clusters:\n  - name: a\n token: "secret-secret',
      code: 'invalid-kubeconfig',
      message: /broken:3:\d+: not YAML/u,
    },
    { what: 'is a list', path: 'list', text: '[]', code: 'invalid-kubeconfig', message: /list: must be a map$/u },
    {
      what: 'has a cluster without a server',
      path: 'serverless',
      text: config('a').replace('server: "https://a.test"', ''),
      code: 'invalid-kubeconfig',
      message: /serverless: cluster "a": server is missing$/u,
    },
    {
      what: 'has an entry without a name',
      path: 'nameless',
      text: config('a').replace('users: [{name: a, ', 'users: [{'),
      code: 'invalid-kubeconfig',
      message: /nameless: users\[0\]: name is missing$/u,
    },
    {
      what: 'has a name twice',
      path: 'twice',
      text: config('a').replace('users: [', 'users: [{name: a, user: {}}, '),
      code: 'invalid-kubeconfig',
      message: /twice: user "a": appears twice$/u,
    },
    {
      what: 'has no base64',
      path: 'base64',
      text: config('a').replace('token: a-token', 'client-key-data: "secret-secret!"'),
      code: 'invalid-kubeconfig',
      message: /base64: user "a": client-key-data must be base64$/u,
    },
    {
      what: 'has a certificate without its key',
      path: 'half',
      text: config('a').replace('token: a-token', 'client-certificate: a.crt'),
      code: 'invalid-kubeconfig',
      message: /half: user "a": .* the key is missing$/u,
    },
    {
      what: 'refers to nothing',
      path: 'dangling',
      text: config('a').replace('user: a,', 'user: b,'),
      code: 'invalid-kubeconfig',
      message: /dangling: context "a": there is no user "b"$/u,
    },
    {
      what: 'has no URL',
      path: 'url',
      text: config('a', { server: 'unix:///x' }),
      code: 'invalid-kubeconfig',
      message: /url: cluster "a": server is no http or https URL$/u,
    },
    {
      what: 'has a password in its URL',
      path: 'password-url',
      text: config('a', { server: 'https://me:secret-secret@a.test' }),
      code: 'invalid-kubeconfig',
      message: /may hold no user/u,
    },
    {
      what: 'has a password',
      path: 'password',
      text: config('a').replace('token: a-token', 'username: me, password: secret-secret'),
      code: 'invalid-kubeconfig',
      message: /password: user "a": no API server accepts username and password/u,
    },
    {
      what: 'trusts all and some',
      path: 'trust',
      text: config('a').replace('{server:', '{insecure-skip-tls-verify: yes, certificate-authority: a.crt, server:'),
      code: 'invalid-kubeconfig',
      message: /exclude each other/u,
    },
    {
      what: 'has a wrong flag',
      path: 'flag',
      text: config('a').replace('{server:', '{insecure-skip-tls-verify: maybe, server:'),
      code: 'invalid-kubeconfig',
      message: /cluster "a": insecure-skip-tls-verify must be true or false$/u,
    },
    {
      what: 'has no current context',
      path: 'undecided',
      text: config('a', { current: '""' }),
      code: 'unknown-context',
      message: /undecided: there is no current context$/u,
      hint: 'choose one of them: a',
    },
    { what: 'is empty', path: 'nothing', text: '', code: 'no-kubeconfig', message: /nothing: there is no current context$/u },
    {
      what: 'has another context',
      path: 'typo',
      text: config('prod'),
      context: 'prd',
      code: 'unknown-context',
      message: /typo: there is no context "prd"$/u,
      hint: 'did you mean "prod"? there are: prod',
    },
  ])('$what', async ({ path, text, code, message, hint, context }) => {
    const kubeconfig = text === undefined ? join(folder, path) : file(path, text);
    const error = await refusalOf(loadConnection({ kubeconfig, context }));

    expect(error).toMatchObject({
      name: 'ConnectionError',
      code,
      message: expect.stringMatching(message),
      ...(hint === undefined ? {} : { hint }),
    });
    expect(error.message).not.toContain('secret-secret');
  });

  it('is said for a whole list of files, too', async () => {
    expect(await refusalOf(loadConnection({ env: { HOME: join(folder, 'nobody') } }))).toMatchObject({
      code: 'no-kubeconfig',
      message: `there is no kubeconfig: ${join(folder, 'nobody/.kube/config')}`,
    });
  });
});

describe('a kubeconfig as text', () => {
  it('is called as its owner says', async () => {
    expect(await connectionFrom(config('a'), { name: 'remote' })).toMatchObject({ name: 'remote' });
  });

  it.each([
    ['names a file', config('a').replace('token: a-token', 'tokenFile: /var/run/token')],
    ['names a file', config('a').replace('{server:', '{certificate-authority: /etc/ca.crt, server:')],
    [
      'runs a program',
      config('a').replace('token: a-token', 'exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [-c, id]}'),
    ],
    ['runs a program', config('a').replace('token: a-token', 'auth-provider: {name: gcp, config: {cmd-path: /bin/sh}}')],
  ])('%s only when it is trusted', async (what, text) => {
    expect(await refusalOf(connectionFrom(text, { origin: 'Secret default/remote' }))).toMatchObject({
      code: 'invalid-kubeconfig',
      message: expect.stringMatching(`^Secret default/remote: (user|cluster) "a" ${what}`),
    });
    await expect(connectionFrom(text, { trusted: true })).resolves.toMatchObject({ name: 'a' });
  });

  it('may name no relative path', async () => {
    expect(await refusalOf(connectionFrom(config('a').replace('token: a-token', 'tokenFile: token'), { trusted: true }))).toMatchObject({
      message: expect.stringContaining('the path token is relative'),
    });
  });
});

describe('in a pod', () => {
  it('is found by what Kubernetes puts there', async () => {
    const account = dirname(file('pod/token', 'pod-token\n'));
    file('pod/ca.crt', 'authority');
    file('pod/namespace', 'mesh\n');
    const connection = inCluster({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, account)!;

    expect(connection).toMatchObject({ name: 'in-cluster', namespace: 'mesh' });
    expect(connection.server.href).toBe('https://[fd00::1]:6443/');
    expect([await headersOf(connection), await connection.trust.caBundle()]).toEqual([{ authorization: 'Bearer pod-token' }, 'authority']);
  });

  it('is nothing outside of one', () => {
    expect(inCluster({}, folder)).toBeUndefined();
    expect(inCluster({ KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' }, join(folder, 'none'))).toBeUndefined();
  });
});

describe('who is impersonated', () => {
  it('is told to the server', async () => {
    const as = 'as: jane, as-uid: "7", as-groups: [devs, ops], as-user-extra: {Scopes/x: [a]}';
    expect(await headersOf(await connectionFrom(config('a').replace('token: a-token', as)))).toEqual({
      'impersonate-user': 'jane',
      'impersonate-uid': '7',
      'impersonate-group': ['devs', 'ops'],
      'impersonate-extra-scopes%2Fx': ['a'],
    });
  });
});

describe('the proxy', () => {
  const env = (rules: string): Record<string, string> => ({
    HTTPS_PROXY: 'proxy.test:3128',
    http_proxy: 'http://plain.test',
    no_proxy: rules,
  });

  it.each([
    { server: 'https://api.test', rules: '', proxy: 'http://proxy.test:3128' },
    { server: 'http://api.test', rules: '', proxy: 'http://plain.test' },
    { server: 'https://api.test', rules: '*', proxy: undefined },
    { server: 'https://api.test', rules: 'test', proxy: undefined },
    { server: 'https://api.test', rules: '.api.test', proxy: 'http://proxy.test:3128' },
    { server: 'https://a.api.test', rules: ' x, *.api.test ', proxy: undefined },
    { server: 'https://notapi.test', rules: 'api.test', proxy: 'http://proxy.test:3128' },
    { server: 'https://api.test:6443', rules: 'api.test:443', proxy: 'http://proxy.test:3128' },
    { server: 'https://api.test:6443', rules: 'api.test:6443', proxy: undefined },
    { server: 'https://10.1.2.3', rules: '10.0.0.0/8', proxy: undefined },
    { server: 'https://11.1.2.3', rules: '10.0.0.0/8', proxy: 'http://proxy.test:3128' },
    { server: 'https://10.1.2.3', rules: '10.1.2.3', proxy: undefined },
    { server: 'https://[fd00::1]', rules: 'fd00::/16', proxy: undefined },
    { server: 'https://127.0.0.1:6443', rules: '', proxy: undefined },
    { server: 'https://localhost', rules: '', proxy: undefined },
  ])('to $server with NO_PROXY=$rules is $proxy', ({ server, rules, proxy }) => {
    expect(proxyFor(new URL(server), env(rules))).toBe(proxy);
  });

  it('of the kubeconfig wins', async () => {
    const connection = await connectionFrom(config('a').replace('{server:', '{proxy-url: http://own.test, server:'), { env: env('') });
    expect(connection.proxy.url()).toBe('http://own.test');
  });
});

it('reads a kubeconfig that a real server can be reached by', async () => {
  const server = await serve(() => ({ gitVersion: 'v1' }));
  const { connect } = await import('../../../src/runtime/cluster/index.js');
  await using cluster = connect(await loadConnection({ kubeconfig: file('real', kubeconfigOf(server)), env: {} }));

  expect(await cluster.version()).toMatchObject({ gitVersion: 'v1' });
  await server.stop();
});
