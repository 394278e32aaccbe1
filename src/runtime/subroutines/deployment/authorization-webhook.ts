import { WEBHOOK_NAMESPACE } from '../../../charts/index.js';
import { PlatformMeshError } from '../../../errors.js';
import { refOf, type KubernetesObject, type ObjectQuery, type ObjectRef } from '../../../kubernetes/index.js';
import { isLeaseLost } from '../../apply/index.js';
import { isApiError, type CallOptions } from '../../cluster/index.js';
import { FIELD_MANAGER, type ReconcileContext } from '../context.js';
import { nextRestartStep } from './kcp-restart.js';
import { webhookPlan, type WebhookPlan } from './webhook-plan.js';
import type { AuthorizationWebhook, WebhookResult } from './webhook-result.js';

type Context = Pick<ReconcileContext, 'clusters' | 'stores' | 'webhook' | 'stop' | 'lease'>;

/**
 * The Secret that kcp reads, and the Secrets with the CA bundle. One in the namespace of the instance wins over the one that
 * cert-manager writes in the namespace of the webhook.
 */
export function webhookRefs({
  namespace,
  secretName,
  caSecretName,
}: AuthorizationWebhook): readonly [secret: ObjectRef, ca: ObjectRef, issuedCa: ObjectRef] {
  const secret = { apiVersion: 'v1', kind: 'Secret' } as const;
  return [
    { ...secret, namespace, name: secretName },
    { ...secret, namespace, name: caSecretName },
    { ...secret, namespace: WEBHOOK_NAMESPACE, name: caSecretName },
  ];
}

/** What a run would do, by the observed state; writes nothing. */
export function previewWebhook({ stores: { runtime }, webhook }: Pick<Context, 'stores' | 'webhook'>): WebhookResult {
  const plan = currentPlan({ stores: { infra: runtime, runtime }, webhook });
  switch (plan.step) {
    case 'fail':
      return { result: 'failed', error: plan.error };
    case 'wait':
      return { result: 'waiting', reason: plan.reason };
    case 'write':
    case 'restart':
      return { result: 'written' };
    case 'adopt':
    case 'unchanged':
      return { result: 'unchanged' };
  }
}

/**
 * Writes the kubeconfig of kcp's authorization webhook, with the CA bundle that cert-manager issued. Then it replaces the pods of
 * kcp that read another kubeconfig: one pass evicts one pod at most, and the Secret records the pods that are left.
 * In a kubeconfig of the user it updates only the CA bundle.
 */
export async function ensureWebhook(context: Context): Promise<WebhookResult> {
  const {
    clusters: { runtime: cluster },
    stores: { runtime: store },
  } = context;
  const write = async (secret: KubernetesObject): Promise<void> =>
    store.record(await cluster.apply(secret, { fieldManager: FIELD_MANAGER, force: true, ...untilLost(context) }));
  try {
    await store.ensure({ refs: webhookRefs(context.webhook) });
    const plan = currentPlan(context);
    if (plan.step === 'fail') return { result: 'failed', error: plan.error };
    if (plan.step === 'wait') return { result: 'waiting', reason: plan.reason };
    if (plan.step === 'unchanged') return { result: 'unchanged' };
    const locked = await context.lease.enter();
    if (locked !== undefined) return { result: 'waiting', reason: locked };
    if (plan.step === 'adopt') {
      await write(plan.secret);
      return { result: 'unchanged' };
    }
    // Write the Secret before evicting a pod: if the API server refuses it, kcp must not restart.
    if (plan.step === 'write') {
      const pods = await kcpPods(context);
      await write(plan.secret(pods));
      if (pods.length === 0) return { result: 'written' };
    }
    return await restart(currentPlan(context), context, write);
  } catch (error) {
    if (!(error instanceof PlatformMeshError)) throw error;
    return (isApiError(error) && (error.retryable || error.code === 'conflict')) || isLeaseLost(error)
      ? { result: 'waiting', reason: error.message }
      : { result: 'failed', error };
  }
}

/** Aborts a write when the lease is lost. */
function untilLost({ lease: { lost } }: Context): CallOptions {
  return lost ? { signal: lost } : {};
}

function currentPlan({ stores: { runtime }, webhook }: Pick<Context, 'stores' | 'webhook'>): WebhookPlan {
  const [secret, ...bundles] = webhookRefs(webhook);
  return webhookPlan({ secret: runtime.observe(secret), bundles: bundles.map((ref) => runtime.observe(ref)) }, webhook);
}

async function restart(plan: WebhookPlan, context: Context, write: (secret: KubernetesObject) => Promise<void>): Promise<WebhookResult> {
  if (plan.step !== 'restart')
    return { result: 'waiting', reason: 'the Secret of the authorization webhook changed after the write; the next pass reads it again' };
  const step = nextRestartStep(plan.pods, await kcpPods(context));
  if (step.step === 'done') {
    await write(plan.done);
    return { result: 'written' };
  }
  if (step.step === 'wait') return { result: 'waiting', reason: step.reason, isRestarting: true };
  const name = `${step.pod.metadata.namespace ?? ''}/${step.pod.metadata.name}`;
  if (context.stop.aborted)
    return { result: 'waiting', reason: `Pod ${name} of kcp is not replaced yet: the next run continues`, isRestarting: true };
  const evicted = await context.clusters.runtime.evict(refOf(step.pod), { uid: step.pod.metadata.uid ?? '', ...untilLost(context) });
  const reason =
    evicted.result === 'refused' ? `Pod ${name} of kcp cannot be evicted: ${evicted.message}` : `Pod ${name} of kcp is being replaced`;
  return { result: 'waiting', reason, isRestarting: true };
}

/** The pods of kcp as they are now. */
async function kcpPods({
  clusters: { runtime: cluster },
  stores: { runtime: store },
  webhook: { kcpNamespace },
}: Context): Promise<readonly KubernetesObject[]> {
  const query: ObjectQuery = { apiVersion: 'v1', kind: 'Pod', namespace: kcpNamespace, labelSelector: 'app.kubernetes.io/name=kcp' };
  const isRead = Array.isArray(store.observeAll(query));
  await store.ensure({ queries: [query] });
  // The store reads a query once, and keeps it current only while it watches.
  const known = isRead && !store.isWatching ? undefined : store.observeAll(query);
  return Array.isArray(known) ? known : (await cluster.list(query)).items;
}
