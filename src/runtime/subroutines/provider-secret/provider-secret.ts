import { PlatformMeshError } from '../../../errors.js';
import { describeObject, keyOf, refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { KcpConnection } from '../../../profile/index.js';
import type { DesiredObject, Outcome } from '../../apply/index.js';
import { isApiError } from '../../cluster/index.js';
import {
  CONNECTION_MANAGER,
  connectionPlan,
  decoded,
  keptSecret,
  materialOf,
  missingIssuers,
  publishedHost,
  secretNamespace,
  secretOwner,
  secretPlace,
  stamp,
  suffixesOf,
  tryKubeconfig,
  type ConnectionPlan,
  type Material,
  type MaterialContext,
  type Placed,
} from '../../kcp/index.js';
import type { ReconcileContext } from '../context.js';
import { connectedKcp } from '../kcp-setup/connection.js';
import { applyOnce, leaseLost, resultOf, type Area } from '../pass.js';
import type { StepResult } from '../step-result.js';
import type { Subroutine } from '../subroutine.js';
import { connectionsResult, type ConnectionStatus } from './connection-status.js';
import { desiredObject, desiredRights, keptRights } from './desired-rights.js';
import { accountUidOf, ensureNamespaces, newToken, type Given } from './new-token.js';
import { materialContext, observeApplied, observeSources, STEP } from './observe-connections.js';

/**
 * Writes the kubeconfigs by which services reach kcp, each on its own: one that cannot work does not stop the others.
 *
 * Before kcp is set up it only looks after those that are there, so that no token expires while another step fails.
 */
export const providerSecret: Subroutine = {
  conditionType: 'ProvidersecretSubroutine',
  run: (context, isFree) => run(context, isFree).catch(leaseLost),
};

/** A connection on its way to its Secret. */
interface Item {
  readonly connection: KcpConnection;
  /** At the end of the names of what it has in kcp. */
  readonly suffix: string;
  readonly place: Placed;
  readonly material: Material;
}

async function run(context: ReconcileContext, isFree: boolean): Promise<StepResult> {
  const notConnected = await connectedKcp(context);
  const { kcp } = context.memory;
  if (notConnected || !kcp) return notConnected && isFree ? notConnected : LATER;
  const sources = materialContext(context, kcp.secret);
  const all = context.blueprint.kcp.connections;
  await observeSources(all, sources, context);
  const hosts = [publishedHost(false, context.kcp, sources.exposure), publishedHost(true, context.kcp, sources.exposure)];
  const items = itemsOf(all, sources).filter(({ place }) => isFree || secretOwner(sources.observe(place), hosts) === 'ours');
  const targets = await observeApplied(
    items.map(({ material }) => material),
    context,
  );
  const { statuses, removed } = await bring(items, { context, sources, hosts, targets, isFree });
  if (context.stop.aborted) return { kind: 'waiting', reason: 'Stopped', message: 'the run was stopped', wakeOn: [] };
  context.memory.connections = statuses.map(({ status }) => status);
  context.emit({ type: 'connections', connections: context.memory.connections });
  const now = context.now().getTime();
  const renewals = statuses.flatMap(({ renewAt }) => (renewAt === undefined ? [] : [Math.max(1_000, renewAt.getTime() - now)]));
  const renewIn = renewals.length === 0 ? undefined : Math.min(...renewals);
  const removal = resultOf(removed);
  if (isFree) return removal.kind === 'done' ? connectionsResult(context.memory.connections, renewIn) : removal;
  return { ...LATER, ...(renewIn === undefined ? {} : { requeueAfter: renewIn }) };
}

/** New connections wait for an earlier step, which says itself what it waits for. */
const LATER: StepResult = { kind: 'waiting', reason: 'EarlierStep', message: 'kcp is not set up yet', wakeOn: [] };

function itemsOf(all: readonly KcpConnection[], sources: MaterialContext): readonly Item[] {
  const isScoped = ({ access }: KcpConnection): boolean => access.kind !== 'admin';
  const scoped = all.filter(isScoped);
  const suffixes = suffixesOf(scoped.map((each) => ({ name: each.secret, namespace: secretNamespace(each, sources.admin) })));
  return all.map((connection) => {
    const suffix = suffixes[scoped.indexOf(connection)] ?? connection.secret;
    return { connection, suffix, place: secretPlace(connection, sources.admin), material: materialOf(connection, suffix, sources) };
  });
}

/** What one run works with. */
interface Work {
  readonly context: ReconcileContext;
  readonly sources: MaterialContext;
  readonly hosts: readonly string[];
  readonly targets: readonly string[];
  readonly isFree: boolean;
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
    statuses: decided.map((each) => concluded(each, outcomes, context)),
    removed: outcomes.filter((outcome) => outcome.object === undefined && !isPostponed(outcome)),
  };
}

/** Whatever a Secret or a role has become, it is to be as it was decided; what somebody else owns was left out before. */
function areaOf(targets: readonly string[], prune: boolean): Area {
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

function uniqueObjects(desired: readonly DesiredObject[]): readonly DesiredObject[] {
  return [...new Map(desired.map((each) => [`${each.target} ${keyOf(refOf(each.object))}`, each])).values()];
}

function planOf({ place, material }: Item, { context, sources, hosts }: Work): ConnectionPlan {
  const given = context.memory.tokens?.get(keyOf(place.ref));
  return connectionPlan(material, {
    ref: place.ref,
    secret: sources.observe(place),
    accountUid: material.kind === 'scoped' ? accountUidOf(material.rights, context) : undefined,
    newToken: given,
    now: context.now(),
    force: context.policy.force === true,
    hosts,
  });
}

/** Why the rights of a connection are not as they are to be. */
function problemAmong({ material }: Item, outcomes: readonly Outcome[]): PlatformMeshError | string | undefined {
  if (material.kind !== 'scoped') return undefined;
  const own = new Set(desiredRights(material.rights).map(({ target, object }) => `${target} ${keyOf(refOf(object))}`));
  const problem = outcomes.find(({ target, id, result }) => result !== 'done' && own.has(`${target} ${keyOf(id)}`));
  return problem && reasonOf(problem);
}

function reasonOf({ id, planned, error }: Outcome): PlatformMeshError | string {
  return error ?? `${describeObject(id)}: ${planned.action === 'blocked' ? planned.reason : 'it is not written yet'}`;
}

/** What is decided of a connection. */
interface Decided {
  readonly item: Item;
  /** Its Secret as it is to be. @default - it is left alone */
  readonly secret?: KubernetesObject;
  /** Whether what it has in kcp stays as it is, because it is not known what it is to be. */
  readonly isKept: boolean;
  readonly status: ConnectionStatus;
  readonly renewAt?: Date;
}

async function decideOne(item: Item, problem: PlatformMeshError | string | undefined, work: Work): Promise<Decided> {
  const plan = planOf(item, work);
  if (plan.kind === 'unchanged') return ready(item, plan);
  if (plan.kind === 'conflict') return { item, isKept: false, status: statusOf(item, { reason: 'ForeignSecret', error: plan.error }) };
  if (plan.kind === 'failed') return notReady(item, work, plan);
  if (plan.kind === 'waiting') return notReady(item, work, plan);
  if (problem !== undefined) return notReady(item, work, problemStatus(problem));
  if (plan.kind === 'write') return tried(item, plan, work);
  const given = item.material.kind === 'scoped' ? await newToken(item.material.rights, keyOf(item.place.ref), work.context) : {};
  const next = planOf(item, work);
  if (next.kind === 'write') return tried(item, next, work, plan.until);
  return notReady(item, work, refusalStatus(given), plan.until);
}

async function tried(item: Item, plan: Extract<ConnectionPlan, { readonly kind: 'write' }>, work: Work, until?: Date): Promise<Decided> {
  const { context, sources } = work;
  try {
    const trial = { kubeconfig: decoded(plan.secret, 'kubeconfig') ?? '', path: probePath(item) };
    await tryKubeconfig(trial, sources.adminSecret, context.kcp, context.signal);
    return ready(item, plan);
  } catch (error) {
    if (!(error instanceof PlatformMeshError)) throw error;
    const reason = isApiError(error) && error.retryable ? 'Unreachable' : 'Refused';
    return notReady(item, work, { reason, message: `kcp does not accept the new kubeconfig: ${error.message}` }, until);
  }
}

/** What services ask first. Whoever serves a literal path may itself need the kubeconfig to start, so only the credentials are tried. */
function probePath({ connection: { access, path }, material }: Item): string {
  if (access.kind === 'admin' && access.endpointSlice === undefined) return `/clusters/${path === '' ? 'root' : path}/api`;
  const server = 'path' in material ? material.path : '';
  return server.startsWith('/services/') ? `${server}/clusters/*/api` : `${server}/api`;
}

function ready(item: Item, plan: Extract<ConnectionPlan, { readonly kind: 'write' | 'unchanged' }>): Decided {
  const { times } = plan;
  const { material } = item;
  const missing = material.kind === 'admin' ? missingIssuers(material.bundle) : [];
  const message = missing.length === 0 ? {} : { message: `its CA bundle lacks the certificate of ${missing.join(' and of ')}` };
  const expires = times ? { expiresAt: stamp(times.expiresAt) } : {};
  const status = { ...statusOf(item, { reason: 'Ready', ...message }), ready: true, ...expires };
  return { item, secret: plan.secret, isKept: false, status, ...(times ? { renewAt: times.renewAt } : {}) };
}

type Problem = Pick<ConnectionStatus, 'reason' | 'message' | 'error' | 'wakeOn'>;

/** What is there stays as it is; a token that is still good counts as ready. */
function notReady(item: Item, work: Work, { reason, message, error, wakeOn }: Problem, until?: Date): Decided {
  const live = work.sources.observe(item.place);
  const isOurs = secretOwner(live, work.hosts) === 'ours';
  const status = statusOf(item, {
    reason: until ? 'RenewalDelayed' : reason,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined || until ? {} : { error }),
    ...(wakeOn === undefined ? {} : { wakeOn }),
  });
  return {
    item,
    ...(isOurs && live.state === 'present' ? { secret: keptSecret(live.object) } : {}),
    isKept: item.connection.access.kind !== 'admin',
    status: until ? { ...status, ready: true, expiresAt: stamp(until) } : status,
  };
}

function statusOf({ connection, place }: Item, problem: Problem): ConnectionStatus {
  const message = problem.message ?? problem.error?.message;
  return {
    secret: connection.secret,
    namespace: place.ref.namespace ?? '',
    isBuiltIn: connection.isBuiltIn,
    ready: false,
    ...problem,
    ...(message === undefined ? {} : { message }),
  };
}

function problemStatus(problem: PlatformMeshError | string): Problem {
  if (typeof problem === 'string') return { reason: 'Waiting', message: problem };
  return isApiError(problem) && problem.retryable
    ? { reason: 'Unreachable', message: problem.message }
    : { reason: 'Refused', message: problem.message, error: problem };
}

function refusalStatus({ reason, error }: Given): Problem {
  if (error) return problemStatus(error);
  return { reason: 'Waiting', message: reason ?? 'its ServiceAccount does not exist yet' };
}

/** How a connection is when its Secret was written, or was not. */
function concluded({ item, status, renewAt }: Decided, outcomes: readonly Outcome[], { memory }: ReconcileContext): Brought {
  const key = keyOf(item.place.ref);
  const outcome = outcomes.find(({ target, id }) => target === 'runtime' && keyOf(id) === key);
  if (status.ready && outcome && outcome.result !== 'done') {
    const { expiresAt: _, ...rest } = status;
    const problem = problemStatus(reasonOf(outcome));
    return { status: { ...rest, ready: false, ...problem } };
  }
  if (outcome?.result === 'done' && memory.tokens?.has(key)) {
    memory.tokens = new Map([...memory.tokens].filter(([other]) => other !== key));
  }
  return { status, ...(renewAt ? { renewAt } : {}) };
}
