import { WEBHOOK_NAMESPACE } from '../../../charts/index.js';
import { PlatformMeshError } from '../../../errors.js';
import { textAt, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Observation } from '../../cluster/index.js';
import type { AuthorizationWebhook } from './webhook-result.js';
import { contentHash, newKubeconfig, withCaBundle } from './webhook-kubeconfig.js';

/** Marks a Secret that we created. */
const CREATED = 'core.platform-mesh.io/operator-created';

/** On the Secret: the content for which kcp was restarted. */
const RESTARTED_FOR = 'core.platform-mesh.io/kcp-restarted-for';

/** On the Secret while kcp restarts: the UIDs of the pods that have read another content, separated by spaces. */
const RESTARTING = 'core.platform-mesh.io/kcp-restarting';

/** The next step for the Secret with the kubeconfig of the authorization webhook. */
export type WebhookPlan =
  | { readonly step: 'unchanged' }
  | { readonly step: 'wait'; readonly reason: string }
  | { readonly step: 'fail'; readonly error: PlatformMeshError }
  /** The Secret has the right content; only our marks are missing. */
  | { readonly step: 'adopt'; readonly secret: KubernetesObject }
  /** The Secret needs new content, and records the pods to replace. Without pods nothing is left to do. */
  | { readonly step: 'write'; readonly secret: (pods: readonly KubernetesObject[]) => KubernetesObject }
  /** The Secret is right; the pods that it records still have the old content. */
  | { readonly step: 'restart'; readonly pods: readonly string[]; readonly done: KubernetesObject };

/** The observed Secrets. */
export interface WebhookState {
  /** The Secret that kcp reads. */
  readonly secret: Observation;
  /** The Secrets that may hold the CA bundle of the webhook; the first one that does counts. */
  readonly bundles: readonly Observation[];
}

/** Decides by the observed Secrets. A pure function. */
export function webhookPlan({ secret, bundles }: WebhookState, { namespace, secretName, caSecretName }: AuthorizationWebhook): WebhookPlan {
  const known = bundles.find((bundle) => 'error' in bundle || bundleIn(bundle) !== undefined);
  if (known && 'error' in known) return problem(known);
  const caBundle = known && bundleIn(known);
  if (caBundle === undefined)
    return {
      step: 'wait',
      reason: `Secret ${WEBHOOK_NAMESPACE}/${caSecretName} has no CA bundle yet (key ca.crt): cert-manager writes it`,
    };
  if ('error' in secret) return problem(secret);
  const live = secret.state === 'present' ? secret.object : undefined;
  const former = live && field(live, 'kubeconfig');
  try {
    const kubeconfig = former === undefined ? newKubeconfig(caBundle) : withCaBundle(former, caBundle, `Secret ${namespace}/${secretName}`);
    return planFor(live, { former, kubeconfig, namespace, secretName });
  } catch (error) {
    if (error instanceof PlatformMeshError) return { step: 'fail', error };
    throw error;
  }
}

interface Content {
  readonly former: string | undefined;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly secretName: string;
}

function planFor(live: KubernetesObject | undefined, { former, kubeconfig, namespace, secretName }: Content): WebhookPlan {
  const content = contentHash(kubeconfig);
  const annotations = live?.metadata.annotations;
  const labels = live && !isOurs(live) ? {} : { [CREATED]: 'true' };
  const secret = (marks: Readonly<Record<string, string>>): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace, labels, annotations: marks },
    type: live?.['type'] ?? 'Opaque',
    data: { kubeconfig: Buffer.from(kubeconfig).toString('base64') },
  });
  const done = secret({ [RESTARTED_FOR]: content });
  if (former !== kubeconfig)
    return {
      step: 'write',
      secret: (pods) =>
        pods.length === 0 ? done : secret({ [RESTARTED_FOR]: '', [RESTARTING]: pods.map(({ metadata }) => metadata.uid).join(' ') }),
    };
  if (annotations?.[RESTARTED_FOR] === content) return { step: 'unchanged' };
  // kcp has read a Secret that we did not write, for example that of the operator.
  if (annotations?.[RESTARTED_FOR] === undefined) return { step: 'adopt', secret: done };
  return { step: 'restart', pods: (annotations[RESTARTING] ?? '').split(' ').filter((uid) => uid !== ''), done };
}

/** Undefined also if it is empty. */
function bundleIn(bundle: Observation): string | undefined {
  const text = bundle.state === 'present' ? field(bundle.object, 'ca.crt') : undefined;
  return text === '' ? undefined : text;
}

function problem({ state, error }: Extract<Observation, { readonly error: PlatformMeshError }>): WebhookPlan {
  return state === 'forbidden' ? { step: 'fail', error } : { step: 'wait', reason: error.message };
}

/** Whether we created the Secret. */
export function isOurs({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.[CREATED] === 'true';
}

function field(secret: KubernetesObject, key: string): string | undefined {
  const data = textAt(secret, 'data', key);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}
