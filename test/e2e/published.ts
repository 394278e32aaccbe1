import { parse } from 'yaml';
import { call, type Answer, type ApiServer, type Call } from '../servers/index.ts';

/** A Secret as the API server has it. */
export interface Secret {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly uid: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string; readonly user: string } }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
}

/** A Secret; undefined where there is none. */
export async function secretOf(kube: ApiServer, namespace: string, name: string): Promise<Secret | undefined> {
  const { status, body } = await call(kube, `/api/v1/namespaces/${namespace}/secrets/${name}`);
  return status === 200 ? (body as Secret) : undefined;
}

/** The server, its CA bundle as PEM, and the token that a Secret publishes. */
export function publishedIn(secret: Secret | undefined): { readonly server: URL; readonly ca: string; readonly token: string } {
  const config = parse(Buffer.from(secret?.data['kubeconfig'] ?? '', 'base64').toString('utf8')) as Kubeconfig;
  const { context } = config.contexts.find(({ name }) => name === config['current-context'])!;
  const { cluster } = config.clusters.find(({ name }) => name === context.cluster)!;
  const { user } = config.users.find(({ name }) => name === context.user)!;
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString('utf8');
  return { server: new URL(cluster.server), ca, token: user.token };
}

/** Asks kcp as a service would with a Secret; the test reaches it at another host. */
export function askWith(kcp: ApiServer, secret: Secret | undefined, path: string, how?: Call): Promise<Answer> {
  const { server, token } = publishedIn(secret);
  return call({ ...kcp, token }, `${server.pathname}${path}`, how);
}
