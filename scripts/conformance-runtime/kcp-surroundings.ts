import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { FaultProxy } from '../../test/e2e/fault-proxy.ts';
import type { Access } from '../../test/servers/index.ts';
import { listAt, textAt, type Json, type JsonMap } from './json.ts';
import type { ReplayKcp } from './kcp.ts';
import { flagOf, type RecordedCase } from './recorded-case.ts';

/** Where the CA bundles of webhooks are, wherever the platform is. */
const SYSTEM = 'platform-mesh-system';
const ADMIN = 'kcp-cluster-admin-client-cert';

/**
 * The Secrets that lead to kcp, and the CA bundles that its objects take: all that a case does not give itself, and that the
 * recorded step did not miss. Credentials are those of our kcp, whatever was recorded.
 */
export function kcpSecrets(recorded: RecordedCase, kcp: ReplayKcp, proxy: FaultProxy): readonly JsonMap[] {
  const namespace = flagOf(recorded, '--kcp-namespace', SYSTEM);
  const own = textAt(recorded.instance, 'metadata', 'namespace');
  const { ca, server } = kcp;
  const all = [
    secret(namespace, ADMIN, { kubeconfig: readFileSync(proxy.kubeconfig, 'utf8') }),
    secret(namespace, 'kubeconfig-kcp-admin', { kubeconfig: publishedAdmin(server) }),
    secret(namespace, 'root-ca', { 'tls.crt': server.ca }),
    secret(own, flagOf(recorded, '--domain-certificate-ca-secret-name', 'domain-certificate'), { 'ca.crt': ca, 'tls.crt': ca }),
    ...['account-operator-webhook-server-cert', 'security-operator-ca-secret'].map((name) => secret(SYSTEM, name, { 'ca.crt': ca })),
  ];
  const missed = new Set([...recorded.message.matchAll(/secrets? "([^"]+)" not found/gu)].map(([, name]) => name));
  return all.filter(({ metadata }) => !missed.has(textAt(metadata, 'name')));
}

/** The administrator's kubeconfig, as services get it. */
function publishedAdmin({ ca, token }: Access): string {
  const data = Buffer.from(ca).toString('base64');
  const cluster = (name: string, path: string): JsonMap => ({
    name,
    cluster: { 'certificate-authority-data': data, server: `https://frontproxy-front-proxy.platform-mesh-system:8443${path}` },
  });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [cluster('base', ''), cluster('default', '/clusters/root')],
    users: [{ name: 'auth', user: { token } }],
    contexts: ['base', 'default'].map((name) => ({ name, context: { cluster: name, user: 'auth' } })),
    'current-context': 'default',
  });
}

function secret(namespace: string, name: string, stringData: JsonMap): JsonMap {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

/** URL of a proxy. */
export function urlOf({ kubeconfig }: Pick<FaultProxy, 'kubeconfig'>): string {
  return textAt(listAt(parse(readFileSync(kubeconfig, 'utf8')) as Json, 'clusters')[0], 'cluster', 'server');
}

/** The audiences of recorded login configurations: the clients that the identity provider knows. A placeholder is none. */
export function clientsIn({ state }: Pick<RecordedCase, 'state'>): readonly string[] | undefined {
  const logins = state.kcp.filter(({ kind }) => kind === 'WorkspaceAuthenticationConfiguration');
  if (logins.length === 0) return undefined;
  const issuers = logins.flatMap((login) => listAt(login, 'spec', 'jwt'));
  const audiences = issuers.flatMap((each) => listAt(each, 'issuer', 'audiences'));
  return audiences.filter((each) => typeof each === 'string').filter((each) => !each.startsWith('<'));
}
