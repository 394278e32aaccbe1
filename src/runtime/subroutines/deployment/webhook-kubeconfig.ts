import { createHash } from 'node:crypto';
import { parseAllDocuments, stringify } from 'yaml';
import { WEBHOOK_NAMESPACE } from '../../../charts/index.js';
import { PlatformMeshError } from '../../../errors.js';
import { isMap, type Fields } from '../../../kubernetes/index.js';

const SERVER = `https://rebac-authz-webhook.${WEBHOOK_NAMESPACE}.svc.cluster.local:9443/authz`;

/** The kubeconfig of the authorization webhook, for kcp. */
export function newKubeconfig(caBundle: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'webhook', cluster: { server: SERVER, 'certificate-authority-data': Buffer.from(caBundle).toString('base64') } }],
    contexts: [{ name: 'webhook', context: { cluster: 'webhook' } }],
    'current-context': 'webhook',
  });
}

/**
 * The same kubeconfig with another CA bundle; the same text if it already has that one.
 *
 * @param where how errors name the Secret
 * @throws {PlatformMeshError} `broken-kubeconfig`
 */
export function withCaBundle(text: string, caBundle: string, where: string): string {
  const [document] = parseAllDocuments(text);
  const kubeconfig: unknown = document?.errors.length === 0 ? document.toJS() : undefined;
  const clusters = isMap(kubeconfig) ? clustersOf(kubeconfig) : undefined;
  if (!clusters) {
    throw new PlatformMeshError('broken-kubeconfig', `${where}: its key kubeconfig is not a kubeconfig`, {
      hint: 'correct it, or delete the Secret: apply creates it again',
    });
  }
  const data = Buffer.from(caBundle).toString('base64');
  if (clusters.every(({ cluster }) => isMap(cluster) && cluster['certificate-authority-data'] === data)) return text;
  return stringify({
    ...(kubeconfig as Fields),
    clusters: clusters.map((entry) => ({
      ...entry,
      cluster: { ...(isMap(entry['cluster']) ? entry['cluster'] : {}), 'certificate-authority-data': data },
    })),
  });
}

function clustersOf(kubeconfig: Fields): readonly Fields[] | undefined {
  const { clusters } = kubeconfig;
  return Array.isArray(clusters) && clusters.length > 0 && clusters.every(isMap) ? clusters : undefined;
}

/** A short text that differs where the content differs. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
