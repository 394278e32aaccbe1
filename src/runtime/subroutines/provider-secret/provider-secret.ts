import type { PlatformMeshError } from '../../../errors.js';
import { keyOf, refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { KcpConnection } from '../../../profile/index.js';
import type { DesiredObject, Outcome } from '../../apply/index.js';
import {
  CONNECTION_MANAGER,
  materialOf,
  publishedHost,
  secretNamespace,
  secretOwner,
  secretPlace,
  suffixesOf,
  type MaterialContext,
} from '../../kcp/index.js';
import type { ReconcileContext } from '../context.js';
import { connectedKcp } from '../kcp-setup/connection.js';
import { applyOnce, leaseLost, resultOf, type Area } from '../pass.js';
import type { StepResult } from '../step-result.js';
import type { Subroutine } from '../subroutine.js';
import { connectionsResult, type ConnectionStatus } from './connection-status.js';
import { decideOne, planOf, problemOf, reasonOf, statusOf, type Decided, type Item, type Work } from './decide-connection.js';
import { desiredObject, desiredRights, keptRights } from './desired-rights.js';
import { ensureNamespaces } from './new-token.js';
import { materialContext, observeApplied, observeSources, STEP } from './observe-connections.js';
import { tryPublished } from './try-published.js';

/**
 * Writes the kubeconfigs by which services reach kcp, each on its own: one that cannot work does not stop the others.
 *
 * Before kcp is set up it only looks after those that are there, so that no token expires while another step fails.
 */
export const providerSecret: Subroutine = {
  conditionType: 'ProvidersecretSubroutine',
  run: (context, isFree) => run(context, isFree).catch(leaseLost),
};

async function run(context: ReconcileContext, isFree: boolean): Promise<StepResult> {
  const notConnected = await connectedKcp(context);
  const { kcp } = context.memory;
  if (notConnected || !kcp) return notConnected && isFree ? notConnected : LATER;
  const { items, work } = await gather(context, kcp.secret, isFree);
  const { statuses, removed } = await bring(items, work);
  if (context.stop.aborted) return { kind: 'waiting', reason: 'Stopped', message: 'the run was stopped', wakeOn: [] };
  context.memory.connections = statuses.map(({ status }) => status);
  context.emit({ type: 'connections', connections: context.memory.connections });
  const now = context.now().getTime();
  const renewals = statuses.flatMap(({ renewAt }) => (renewAt === undefined ? [] : [Math.max(1_000, renewAt.getTime() - now)]));
  const renewIn = renewals.length === 0 ? undefined : Math.min(...renewals);
  const result = connectionsResult(context.memory.connections, renewIn);
  if (!isFree) return 'requeueAfter' in result ? { ...LATER, requeueAfter: result.requeueAfter } : LATER;
  const removal = resultOf(removed);
  return removal.kind === 'done' ? result : removal;
}

/** Connections, and what is known of them. */
export interface Gathered {
  readonly items: readonly Item[];
  readonly work: Work;
}

/**
 * Reads what connections are made of, and what is there of them.
 *
 * @param isFree whether those that are not there yet count
 */
export async function gather(context: ReconcileContext, adminSecret: KubernetesObject, isFree: boolean): Promise<Gathered> {
  const sources = materialContext(context, adminSecret);
  const all = context.blueprint.kcp.connections;
  await observeSources(all, sources, context);
  const hosts = [publishedHost(false, context.kcp, sources.exposure), publishedHost(true, context.kcp, sources.exposure)];
  const items = itemsOf(all, sources).filter(({ place }) => isFree || secretOwner(sources.observe(place), hosts) === 'ours');
  const targets = await observeApplied(
    items.map(({ material }) => material),
    context,
  );
  const work = { context, sources, hosts, targets, isFree };
  await tryPublished(items, work);
  return { items, work };
}

/** New connections wait for an earlier step, which says itself what it waits for. */
const LATER: Extract<StepResult, { readonly kind: 'waiting' }> = {
  kind: 'waiting',
  reason: 'EarlierStep',
  message: 'kcp is not set up yet',
  wakeOn: [],
};

function itemsOf(all: readonly KcpConnection[], sources: MaterialContext): readonly Item[] {
  const isScoped = ({ access }: KcpConnection): boolean => access.kind !== 'admin';
  const scoped = all.filter(isScoped);
  const suffixes = suffixesOf(scoped.map((each) => ({ name: each.secret, namespace: secretNamespace(each, sources.admin) })));
  return all.map((connection) => {
    const suffix = suffixes[scoped.indexOf(connection)] ?? connection.secret;
    return { connection, suffix, place: secretPlace(connection, sources.admin), material: materialOf(connection, suffix, sources) };
  });
}

/** How a connection is after the run, and when its token is to be renewed. */
interface Brought {
  readonly status: ConnectionStatus;
  readonly renewAt?: Date;
}

/** Rights first, then tokens, then Secrets: whoever finds a Secret can use it. */
async function bring(
  items: readonly Item[],
  work: Work,
): Promise<{ readonly statuses: readonly Brought[]; readonly removed: readonly Outcome[] }> {
  const { context, isFree, targets } = work;
  const first = items.map((item) => ({ item, plan: planOf(item, work) }));
  const rights = first.flatMap(({ item: { material }, plan }) =>
    material.kind === 'scoped' && plan.kind !== 'conflict' ? desiredRights(material.rights) : [],
  );
  await ensureNamespaces(rights, context);
  const applied = await applyOnce(rights, quiet(context), areaOf(targets, false));
  const decided = await Promise.all(first.map(async ({ item }) => decideOne(item, problemAmong(item, applied), work)));
  const secrets = decided.flatMap(({ secret }) => (secret ? [desiredObject('runtime', secret)] : []));
  const kept = decided.flatMap(({ item, isKept }) => (isKept ? keptRights(item.suffix, targets, context) : []));
  const desired = uniqueObjects([...rights, ...kept, ...secrets]);
  context.emit({ type: 'desired', objects: desired });
  const outcomes = await applyOnce(desired, quiet(context), areaOf(targets, isFree && context.policy.prune));
  const isPostponed = ({ planned }: Outcome): boolean => planned.action === 'blocked' && planned.isPostponed === true;
  return {
    statuses: decided.map((each) => concluded(each, outcomes)),
    removed: outcomes.filter((outcome) => outcome.object === undefined && !isPostponed(outcome)),
  };
}

/** Whatever a Secret or a role has become, it is to be as it was decided; what somebody else owns was left out before. */
export function areaOf(targets: readonly string[], prune: boolean): Area {
  return { targets, fieldManager: CONNECTION_MANAGER, step: STEP, policy: { force: true, allowMassPrune: true, prune } };
}

/** A refusal is told as the status of its connection, and is no failure of the platform. */
function quiet(context: ReconcileContext): ReconcileContext {
  return {
    ...context,
    emit: (event) => {
      if (event.type !== 'outcome' || event.outcome.result === 'done' || event.outcome.object === undefined) context.emit(event);
    },
  };
}

/** Each object once; the last one counts. */
export function uniqueObjects(desired: readonly DesiredObject[]): readonly DesiredObject[] {
  return [...new Map(desired.map((each) => [`${each.target} ${keyOf(refOf(each.object))}`, each])).values()];
}

/** Why the rights of a connection are not as they are to be. */
function problemAmong({ material }: Item, outcomes: readonly Outcome[]): PlatformMeshError | string | undefined {
  if (material.kind !== 'scoped') return undefined;
  const own = new Set(desiredRights(material.rights).map(({ target, object }) => `${target} ${keyOf(refOf(object))}`));
  const problem = outcomes.find(({ target, id, result }) => result !== 'done' && own.has(`${target} ${keyOf(id)}`));
  return problem && reasonOf(problem);
}

/** How a connection is when its Secret was written, or was not. */
function concluded({ item, status, renewAt }: Decided, outcomes: readonly Outcome[]): Brought {
  const key = keyOf(item.place.ref);
  const outcome = outcomes.find(({ target, id }) => target === 'runtime' && keyOf(id) === key);
  if (status.ready && outcome && outcome.result !== 'done') {
    return { status: statusOf(item, problemOf(reasonOf(outcome))) };
  }
  return { status, ...(renewAt ? { renewAt } : {}) };
}
