import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parseAllDocuments, stringify } from 'yaml';
import { WEBHOOK_NAMESPACE } from '../../charts/index.js';
import { PlatformMeshError } from '../../errors.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import type { KubernetesObject } from '../../kubernetes/index.js';
import { readinessOf } from '../../readiness/index.js';
import { FIELD_MANAGER } from './session.js';

/** What the kubeconfig for kcp's authorization webhook is made of. */
export interface AuthorizationWebhook {
  /** Namespace of the instance, on the runtime cluster. */
  readonly namespace: string;
  /** Secret that kcp reads. */
  readonly secretName: string;
  /** Secret with the authority of the webhook, where the webhook is. */
  readonly caSecretName: string;
  /** Namespace that kcp runs in. */
  readonly kcpNamespace: string;
}

/** What was done: `waiting` says for what, `failed` why it will not be done. */
export type WebhookResult =
  | { readonly result: 'unchanged' | 'written' }
  | { readonly result: 'waiting'; readonly reason: string }
  | { readonly result: 'failed'; readonly error: PlatformMeshError };

const SERVER = `https://rebac-authz-webhook.${WEBHOOK_NAMESPACE}.svc.cluster.local:9443/authz`;
/** Seconds that a kcp pod may take to come back. */
const LONGEST_START = 120;

/** On a Secret that we made, and not the user. */
const CREATED = 'core.platform-mesh.io/operator-created';

/** On the Secret: the content for which kcp was restarted; empty from the moment it has to be. It survives a crash between the two. */
const RESTARTED_FOR = 'core.platform-mesh.io/kcp-restarted-for';

interface NamedCluster {
  readonly name: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
}

/**
 * Writes the kubeconfig with which kcp asks the authorization webhook, with the authority that cert-manager made, and
 * restarts kcp where it has read another one. A kubeconfig of the user's own is kept; only its authority follows. One that
 * is right, and that we did not write, has been read by kcp: it is taken over as it is.
 *
 * @param stop from then on no pod of kcp is restarted
 * @throws {PlatformMeshError} `broken-kubeconfig`, or what an API server refuses
 */
export async function ensureAuthorizationWebhook(runtime: Cluster, webhook: AuthorizationWebhook, stop?: AbortSignal): Promise<WebhookResult> {
  const { wanted, result } = await findWebhook(runtime, webhook);
  if (!wanted) return result;
  if (result.result === 'written') {
    // Before any pod goes: where it is refused, kcp is not restarted for nothing, again and again.
    await runtime.apply(wanted(''), { fieldManager: FIELD_MANAGER, force: true });
    if (!(await restartKcp(runtime, webhook, stop))) return { result: 'waiting', reason: `not all pods of kcp in ${webhook.kcpNamespace} were restarted: the next run does it` };
  }
  await runtime.apply(wanted('done'), { fieldManager: FIELD_MANAGER, force: true });
  return result;
}

/**
 * What would be done, and nothing is.
 *
 * @throws {PlatformMeshError} as `ensureAuthorizationWebhook`
 */
export async function previewAuthorizationWebhook(runtime: Cluster, webhook: AuthorizationWebhook): Promise<WebhookResult> {
  return (await findWebhook(runtime, webhook)).result;
}

/** How things are: what comes of it, and the Secret where it has to be written. */
interface Finding {
  readonly result: WebhookResult;
  /** The Secret as it has to be; with an empty mark as long as kcp has to be restarted for it. */
  readonly wanted?: (mark: '' | 'done') => KubernetesObject;
}

async function findWebhook(runtime: Cluster, { namespace, secretName, caSecretName }: AuthorizationWebhook): Promise<Finding> {
  const secret = (where: string, name: string): Promise<KubernetesObject | undefined> => runtime.get({ apiVersion: 'v1', kind: 'Secret', namespace: where, name });
  const [existing, authority] = await Promise.all([secret(namespace, secretName), secret(WEBHOOK_NAMESPACE, caSecretName)]);
  const ca = field(authority, 'ca.crt');
  if (ca === undefined) return { result: { result: 'waiting', reason: `Secret ${WEBHOOK_NAMESPACE}/${caSecretName} has no authority yet (ca.crt): cert-manager writes it` } };
  const former = field(existing, 'kubeconfig');
  const kubeconfig = former === undefined ? newKubeconfig(ca) : withAuthority(former, ca, `Secret ${namespace}/${secretName}`);
  const content = createHash('sha256').update(kubeconfig).digest('hex').slice(0, 16);
  const restartedFor = existing?.metadata.annotations?.[RESTARTED_FOR];
  if (former === kubeconfig && restartedFor === content) return { result: { result: 'unchanged' } };
  const isTakenOver = former === kubeconfig && restartedFor === undefined;
  const labels = existing && !isOurs(existing) ? {} : { [CREATED]: 'true' };
  const wanted = (mark: '' | 'done'): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace, labels, annotations: { [RESTARTED_FOR]: mark === 'done' ? content : '' } },
    type: existing?.['type'] ?? 'Opaque',
    data: { kubeconfig: Buffer.from(kubeconfig).toString('base64') },
  });
  return { result: { result: isTakenOver ? 'unchanged' : 'written' }, wanted };
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
  const clusters = kubeconfig?.clusters;
  if (!areClusters(clusters)) {
    throw new PlatformMeshError('broken-kubeconfig', `${where}: what it holds as kubeconfig is none`, { hint: 'mend it, or delete the Secret so that it is made anew' });
  }
  const data = Buffer.from(ca).toString('base64');
  if (clusters.every(({ cluster }) => cluster?.['certificate-authority-data'] === data)) return text;
  return stringify({ ...kubeconfig, clusters: clusters.map((entry) => ({ ...entry, cluster: { ...entry.cluster, 'certificate-authority-data': data } })) });
}

function areClusters(value: unknown): value is readonly NamedCluster[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'object' && entry !== null);
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
    await deletePod(runtime, metadata);
    const isLast = index === former.length - 1;
    for (let second = 0; !isLast && !isStopped() && second < LONGEST_START; second += 1) {
      const ready = (await pods()).filter((pod) => readinessOf(pod).state === 'ready');
      if (ready.length >= former.length && !ready.some((pod) => pod.metadata.uid === metadata.uid)) break;
      await setTimeout(1000, undefined, stop ? { signal: stop } : {}).catch(() => undefined);
    }
  }
  return true;
}

/** That very pod: one of the same name may have taken its place already. */
async function deletePod(runtime: Cluster, { namespace, name, uid }: KubernetesObject['metadata']): Promise<void> {
  try {
    await runtime.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isApiError(error, 'conflict')) throw error;
  }
}
