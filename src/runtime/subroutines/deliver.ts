import { describeObject, keyOf, refOf } from '../../kubernetes/index.js';
import { type ObjectState, explain, waitEntriesOf } from '../../readiness/index.js';
import { apply, plan, rest, type ApplyContext, type ApplyListener, type Change, type Desired, type Outcome, type WriteRules } from '../apply/index.js';
import type { Manifest } from '../../charts/index.js';
import { PlatformMeshError } from '../../errors.js';
import { isApiError } from '../cluster/index.js';
import type { Blueprint } from '../../profile/index.js';
import { waitForEntries, waitUntilReady, type StateChange, type WaitResult } from '../readiness/index.js';
import { desiredOf } from './argo-sources.js';
import { ensureAuthorizationWebhook, previewAuthorizationWebhook, type AuthorizationWebhook, type WebhookResult } from './authorization-webhook.js';
import { handoverTo } from './handover.js';
import { abortedAt, CLUSTER_TARGETS, FIELD_MANAGER, isClusterTarget, placeIn, type Clusters } from './session.js';

/** Long enough for a list of each kind, in ms. */
const LOOK = 3000;

/** How a platform is brought to its clusters. */
export interface Delivery {
  readonly clusters: Clusters;
  readonly blueprint: Blueprint;
  /** All of them; those of kcp are left out. */
  readonly manifests: readonly Manifest[];
  readonly webhook: AuthorizationWebhook;
  readonly rules: Omit<WriteRules, 'fieldManager'>;
  readonly prune: boolean;
  /** Until when is waited; undefined for not at all. */
  readonly deadline?: Date;
  /** From then on nothing is begun. @default - never */
  readonly stop?: AbortSignal;
}

/** What is told while it runs. */
export interface DeliveryListener extends ApplyListener {
  /** All objects that will be looked at. */
  readonly begin: (desired: readonly Desired[]) => void;
  readonly webhook: (result: WebhookResult) => void;
  /** Waiting begins, for so many entries. */
  readonly waitingFor: (entries: number) => void;
  readonly state: (change: StateChange) => void;
}

/** What came of it. */
export interface DeliveryResult {
  readonly outcomes: readonly Outcome[];
  readonly webhook: WebhookResult;
  /** Absent when nothing was waited for. */
  readonly wait?: WaitResult;
  /** Why what is not ready is not: a sentence for each, down to the first cause. */
  readonly reasons: readonly string[];
}

/** What a delivery would do with each object, by a dry run of the servers. */
export async function preview(delivery: Pick<Delivery, 'clusters' | 'blueprint' | 'manifests' | 'rules' | 'prune'>): Promise<readonly Change[]> {
  const desired = desiredOnClusters(delivery);
  return plan(desired, CLUSTER_TARGETS, contextOf(delivery, desired));
}

/** What a delivery would do for the authorization webhook. */
export async function previewWebhook({ clusters, webhook }: Pick<Delivery, 'clusters' | 'webhook'>): Promise<WebhookResult> {
  return resultOf(() => previewAuthorizationWebhook(clusters.runtime, webhook));
}

/** Applies, writes what the authorization webhook needs, and waits until the platform is ready. */
export async function deliver(delivery: Delivery, listener: DeliveryListener): Promise<DeliveryResult> {
  const { deadline, stop } = delivery;
  const desired = desiredOnClusters(delivery);
  listener.begin(desired);
  const patience = deadline ? abortedAt(deadline) : AbortSignal.abort();
  const context = { ...contextOf(delivery, desired), patience, ...(stop ? { stop } : {}) };
  const outcomes = await apply(desired, CLUSTER_TARGETS, context, listener);
  if (stop?.aborted === true) return { outcomes, webhook: { result: 'waiting', reason: 'it was not begun' }, reasons: [] };
  // What was refused does not come by waiting.
  const until = outcomes.some(({ result }) => result === 'failed') ? undefined : deadline;
  const { webhook, wait } = await finish(delivery, { until, patience }, listener);
  if (!wait) return { outcomes, webhook, reasons: [] };
  return { outcomes, webhook, wait, reasons: await reasonsOf(wait, delivery, desired, blockedOf(outcomes)) };
}

/** What follows the objects: the webhook, and waiting, at the same time. Where one fails, the other does not go on unseen. */
async function finish(delivery: Delivery, { until, patience }: { readonly until: Date | undefined; readonly patience: AbortSignal }, listener: DeliveryListener): Promise<Pick<DeliveryResult, 'webhook' | 'wait'>> {
  const end = new AbortController();
  const stop = AbortSignal.any([end.signal, ...(delivery.stop ? [delivery.stop] : [])]);
  try {
    const [webhook, wait] = await Promise.all([
      ensureWebhook({ ...delivery, stop }, until ? patience : AbortSignal.abort(), listener),
      until ? waitForPlatform({ ...delivery, stop }, until, listener) : undefined,
    ]);
    return { webhook, ...(wait ? { wait } : {}) };
  } finally {
    end.abort();
  }
}

/** The objects of the clusters. */
function desiredOnClusters({ manifests, blueprint, clusters }: Pick<Delivery, 'manifests' | 'blueprint' | 'clusters'>): readonly Desired[] {
  return desiredOf(manifests.filter(({ target }) => isClusterTarget(target)), blueprint, clusters.runtime);
}

function contextOf({ clusters, blueprint, rules, prune }: Pick<Delivery, 'clusters' | 'blueprint' | 'rules' | 'prune'>, desired: readonly Desired[]): ApplyContext {
  return { placeOf: placeIn(clusters, blueprint.instance), rules: { ...rules, fieldManager: FIELD_MANAGER }, prune, handover: handoverTo(desired) };
}

/** A refusal is a result as any other: what was applied before is not to go untold. */
async function resultOf(act: () => Promise<WebhookResult>): Promise<WebhookResult> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PlatformMeshError)) throw error;
    return isApiError(error) && error.retryable ? { result: 'waiting', reason: error.message } : { result: 'failed', error };
  }
}

/** Once where nothing is waited for, else until cert-manager has made the authority. */
async function ensureWebhook({ clusters, webhook, deadline, stop }: Delivery & { readonly stop: AbortSignal }, patience: AbortSignal, listener: DeliveryListener): Promise<WebhookResult> {
  // Who waits for nothing waits for the pods of kcp all the same; and where applying took all the time there was, kcp is still told what it has to know.
  const endOfRestart = deadline ? AbortSignal.any([stop, abortedAt(new Date(Math.max(deadline.getTime(), Date.now() + LOOK)))]) : stop;
  const attempt = (): Promise<WebhookResult> => resultOf(() => ensureAuthorizationWebhook(clusters.runtime, webhook, endOfRestart));
  const first = await attempt();
  listener.webhook(first);
  let last = first;
  while (last.result === 'waiting' && (await rest(2000, { patience, stop }))) last = await attempt();
  if (last.result !== first.result) listener.webhook(last);
  return last;
}

/** Where applying took all the time there was, it is still said how everything is. */
function untilThen(deadline: Date): { readonly deadline: Date; readonly glance: boolean } {
  const isOver = deadline.getTime() <= Date.now();
  return { deadline: isOver ? new Date(Date.now() + LOOK) : deadline, glance: isOver };
}

async function waitForPlatform({ clusters, blueprint, manifests, stop }: Delivery, deadline: Date, listener: DeliveryListener): Promise<WaitResult> {
  // Only what is there to be found: on two clusters, the one with the releases is looked at.
  const there = manifests.filter(({ target }) => isClusterTarget(target) && clusters[target] === clusters.infra);
  const entries = waitEntriesOf(blueprint.wait ? { wait: blueprint.wait } : {}, there, blueprint.instance.namespace);
  listener.waitingFor(entries.length);
  return waitForEntries({ place: 'infra', cluster: clusters.infra, entries, ...untilThen(deadline), onChange: listener.state, ...(stop ? { signal: stop } : {}) });
}

/** Looks at what the releases are made from as well, since that is where most of them hang. */
async function reasonsOf({ notReady }: WaitResult, { clusters }: Delivery, desired: readonly Desired[], blocked: ReadonlyMap<string, string>): Promise<readonly string[]> {
  if (notReady.length === 0) return [];
  const resources = desired.filter(({ object }) => object.kind === 'Resource').map(({ object }) => refOf(object));
  const sources = notReady.flatMap(({ needs }) => needs.filter(({ place }) => place === undefined));
  const around = await waitUntilReady({
    groups: [
      { place: 'runtime', cluster: clusters.runtime, objects: resources },
      { place: 'infra', cluster: clusters.infra, objects: sources },
    ],
    deadline: new Date(Date.now() + LOOK),
    glance: true,
  });
  const known = new Map<string, ObjectState>([...around.states, ...notReady].map((state) => [JSON.stringify([state.place, state.ref]), state]));
  return [...new Set(notReady.map((state) => blocked.get(keyOf(state.ref)) ?? explain(state, [...known.values()])))];
}

/** What could not be written so far, by key: that it is not there is no news then. */
function blockedOf(outcomes: readonly Outcome[]): ReadonlyMap<string, string> {
  return new Map(outcomes.flatMap(({ id, verdict }) => (verdict.action === 'blocked' ? [[keyOf(id), `${describeObject(id)}: ${verdict.reason}`] as const] : [])));
}
