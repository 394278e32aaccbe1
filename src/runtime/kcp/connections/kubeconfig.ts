import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { isMap, listAt, textAt, type Fields } from '../../../kubernetes/index.js';

/** A kubeconfig that was read: its parts may hold anything. */
export type Kubeconfig = Fields;

/** The content of a kubeconfig; undefined for a text that is none. */
export function parseKubeconfig(text: string): Kubeconfig | undefined {
  const [document] = parseAllDocuments(text);
  const content: unknown = document?.errors.length === 0 ? document.toJS() : undefined;
  return isMap(content) && Array.isArray(content['clusters']) ? content : undefined;
}

/** The CA bundles of all clusters of a kubeconfig, as PEM, in their order. */
export function inlineBundles(kubeconfig: Kubeconfig): readonly string[] {
  return listAt(kubeconfig, 'clusters').flatMap((entry) => {
    const data = textAt(entry, 'cluster', 'certificate-authority-data');
    return data === undefined ? [] : [Buffer.from(data, 'base64').toString('utf8')];
  });
}

/** The CA bundle of the cluster of the current context; empty where it has none. */
export function currentBundle(kubeconfig: Kubeconfig): string {
  const context = named(kubeconfig, 'contexts', textAt(kubeconfig, 'current-context'));
  const data = textAt(named(kubeconfig, 'clusters', textAt(context, 'context', 'cluster')), 'cluster', 'certificate-authority-data');
  return data === undefined ? '' : Buffer.from(data, 'base64').toString('utf8');
}

function named(kubeconfig: Kubeconfig, list: 'clusters' | 'contexts', name: string | undefined): unknown {
  return listAt(kubeconfig, list).find((entry) => name !== undefined && textAt(entry, 'name') === name);
}

/** The server of each cluster of a kubeconfig. */
export function serversOf(kubeconfig: Kubeconfig): readonly string[] {
  return listAt(kubeconfig, 'clusters').map((entry) => textAt(entry, 'cluster', 'server') ?? '');
}

/** The token of the only user of a kubeconfig; undefined where there are others, or where it has none. */
export function tokenIn(kubeconfig: Kubeconfig): string | undefined {
  const [user, ...others] = listAt(kubeconfig, 'users');
  return others.length === 0 ? textAt(user, 'user', 'token') : undefined;
}

/** The kubeconfig of an administrator, with all its names and credentials; each of its clusters is this server. */
export function adminKubeconfig(source: Kubeconfig, server: string, bundle: string): Kubeconfig {
  return {
    ...source,
    clusters: listAt(source, 'clusters').map((entry) => ({
      ...(isMap(entry) ? entry : {}),
      cluster: { ...withoutTrust(isMap(entry) ? entry['cluster'] : undefined), server, 'certificate-authority-data': base64(bundle) },
    })),
  };
}

/** A file of somebody else's disk says nothing here, and the certificate of the server is always verified. */
function withoutTrust(cluster: unknown): Fields {
  const dropped = ['certificate-authority', 'insecure-skip-tls-verify'];
  return Object.fromEntries(Object.entries(isMap(cluster) ? cluster : {}).filter(([field]) => !dropped.includes(field)));
}

/** A kubeconfig with a token. Without a bundle, the CAs of the system count. */
export function tokenKubeconfig(server: string, bundle: string, token: string): Kubeconfig {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'default-cluster', cluster: { ...(bundle === '' ? {} : { 'certificate-authority-data': base64(bundle) }), server } },
    ],
    contexts: [{ name: 'default-context', context: { cluster: 'default-cluster', user: 'default-auth' } }],
    'current-context': 'default-context',
    users: [{ name: 'default-auth', user: { token } }],
  };
}

/** A kubeconfig as text: the former text where it says the same, so that nothing is written for its layout alone. */
export function kubeconfigText(kubeconfig: Kubeconfig, former?: string): string {
  if (former !== undefined && isDeepStrictEqual(parseKubeconfig(former), kubeconfig)) return former;
  return stringify(kubeconfig);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
