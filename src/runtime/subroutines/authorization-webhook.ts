import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parseAllDocuments, stringify } from 'yaml';
import { PlatformMeshError } from '../../errors.js';
import type { Cluster, KubernetesObject } from '../cluster/index.js';

/** What the kubeconfig for kcp's authorization webhook is made of. */
export interface AuthorizationWebhook {
  /** Namespace of the instance, on the runtime cluster. */
  readonly namespace: string;
  /** Secret that kcp reads. */
  readonly secretName: string;
  /** Secret with the authority of the webhook. */
  readonly caSecretName: string;
  /** Namespace that kcp runs in. */
  readonly kcpNamespace: string;
}

/** What was done: `waiting` says for what. */
export type WebhookResult = { readonly result: 'unchanged' | 'written' } | { readonly result: 'waiting'; readonly reason: string };

const SERVER = 'https://rebac-authz-webhook.platform-mesh-system.svc.cluster.local:9443/authz';
/** Seconds that a kcp pod may take to come back. */
const LONGEST_START = 120;

const MANAGER = 'platform-mesh-deployment';

/** On a Secret that we made, and not the user. */
const CREATED = 'core.platform-mesh.io/operator-created';

/** On the Secret: the content for which kcp was restarted. It survives a crash between the two. */
const RESTARTED_FOR = 'core.platform-mesh.io/kcp-restarted-for';

interface NamedCluster {
  readonly name: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
}

/**
 * Writes the kubeconfig with which kcp asks the authorization webhook, with the authority that cert-manager made, and
 * restarts kcp where it has read another one. A kubeconfig of the user's own is kept; only its authority follows.
 *
 * @param stop from then on no pod of kcp is restarted
 */
export async function ensureAuthorizationWebhook(runtime: Cluster, webhook: AuthorizationWebhook, stop?: AbortSignal): Promise<WebhookResult> {
  const { namespace, secretName, caSecretName } = webhook;
  const secret = (name: string): Promise<KubernetesObject | undefined> => runtime.get({ apiVersion: 'v1', kind: 'Secret', namespace, name });
  const [existing, authority] = await Promise.all([secret(secretName), secret(caSecretName)]);
  const ca = field(authority, 'ca.crt');
  if (ca === undefined) return { result: 'waiting', reason: `Secret ${namespace}/${caSecretName} has no authority yet (ca.crt): cert-manager writes it` };
  const former = field(existing, 'kubeconfig');
  const kubeconfig = former === undefined ? newKubeconfig(ca) : withAuthority(former, ca, `Secret ${namespace}/${secretName}`);
  const content = createHash('sha256').update(kubeconfig).digest('hex').slice(0, 16);
  if (former === kubeconfig && annotation(existing, RESTARTED_FOR) === content) return { result: 'unchanged' };
  const labels = existing && !isOurs(existing) ? {} : { [CREATED]: 'true' };
  const write = (annotations: Readonly<Record<string, string>>): Promise<KubernetesObject> =>
    runtime.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secretName, namespace, labels, annotations }, type: 'Opaque', data: { kubeconfig: Buffer.from(kubeconfig).toString('base64') } }, { fieldManager: MANAGER, force: true });
  if (former !== kubeconfig) await write({});
  if (!(await restartKcp(runtime, webhook, stop))) return { result: 'waiting', reason: `not all pods of kcp in ${webhook.kcpNamespace} were restarted: the next run does it` };
  await write({ [RESTARTED_FOR]: content });
  return { result: 'written' };
}

/** The Secret that kcp reads; undefined when it is not there. */
export async function webhookSecretOf(runtime: Cluster, { namespace, secretName }: Pick<AuthorizationWebhook, 'namespace' | 'secretName'>): Promise<{ readonly object: KubernetesObject; readonly isOurs: boolean } | undefined> {
  const object = await runtime.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secretName });
  return object && { object, isOurs: isOurs(object) };
}

function isOurs({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.[CREATED] === 'true';
}

function field(secret: KubernetesObject | undefined, key: string): string | undefined {
  const data = (secret?.['data'] ?? {}) as Readonly<Record<string, string>>;
  return data[key] === undefined || data[key] === '' ? undefined : Buffer.from(data[key], 'base64').toString('utf8');
}

function annotation(secret: KubernetesObject | undefined, key: string): string | undefined {
  return secret?.metadata.annotations?.[key];
}

function newKubeconfig(ca: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'webhook', cluster: { server: SERVER, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    contexts: [{ name: 'webhook', context: { cluster: 'webhook' } }],
    'current-context': 'webhook',
  });
}

function withAuthority(text: string, ca: string, where: string): string {
  const [document] = parseAllDocuments(text);
  const kubeconfig = document?.errors.length === 0 ? (document.toJS() as { readonly clusters?: unknown } | null) : undefined;
  const clusters = Array.isArray(kubeconfig?.clusters) ? (kubeconfig.clusters as readonly NamedCluster[]) : [];
  if (clusters.length === 0) {
    throw new PlatformMeshError('broken-kubeconfig', `${where}: what it holds as kubeconfig is none`, { hint: 'mend it, or delete the Secret so that it is made anew' });
  }
  const data = Buffer.from(ca).toString('base64');
  if (clusters.every(({ cluster }) => cluster?.['certificate-authority-data'] === data)) return text;
  return stringify({ ...kubeconfig, clusters: clusters.map((entry) => ({ ...entry, cluster: { ...entry.cluster, 'certificate-authority-data': data } })) });
}

/**
 * kcp reads the file once. Its pods go one after the other, each when the one before has come back, so that one of several answers.
 *
 * @returns whether all of them did
 */
async function restartKcp(runtime: Cluster, { kcpNamespace }: AuthorizationWebhook, stop: AbortSignal | undefined): Promise<boolean> {
  const pods = async (): Promise<readonly KubernetesObject[]> => (await runtime.list({ apiVersion: 'v1', kind: 'Pod', namespace: kcpNamespace, labelSelector: 'app.kubernetes.io/name=kcp' })).items;
  const isStopped = (): boolean => stop?.aborted === true;
  const former = await pods();
  for (const [index, { metadata }] of former.entries()) {
    if (isStopped()) return false;
    await runtime.delete({ apiVersion: 'v1', kind: 'Pod', namespace: kcpNamespace, name: metadata.name });
    const isLast = index === former.length - 1;
    for (let second = 0; !isLast && !isStopped() && second < LONGEST_START; second += 1) {
      const ready = (await pods()).filter(isReady);
      if (ready.length >= former.length && !ready.some((pod) => pod.metadata['uid'] === metadata['uid'])) break;
      await setTimeout(1000, undefined, stop ? { signal: stop } : {}).catch(() => undefined);
    }
  }
  return true;
}

function isReady({ status }: KubernetesObject): boolean {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  return conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
}
