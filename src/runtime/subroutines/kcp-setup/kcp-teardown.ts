import { keyOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Outcome } from '../../apply/index.js';
import { storeOf, workspaceIn, type InstanceContext, type KcpRemoval } from '../context.js';
import { appliedRefs, appliedWorkspaces, knownTargets, type InventoryStep } from '../inventories.js';
import { holdApplied, removeApplied, type RemovalArea } from '../removal.js';
import { apiWorkspaces, kcpArea } from './kcp-area.js';
import { observeAncestors } from './observe-workspaces.js';
import { followDeletion } from './terminating.js';
import { readUserContent } from './user-content.js';
import { sortTargets, workspaceState } from './workspace-states.js';

/** An annotation with the value `disabled` keeps an object, and so the workspace that it is. */
const PRUNE = 'core.platform-mesh.io/prune';

/** What goes also where workspaces stay: nobody answers the webhooks any more, and nobody shows the pages. */
const GOES_ANYWAY: ReadonlySet<string> = new Set([
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ContentConfiguration',
]);

/** Kinds with data of users. It is known by then that there is none, or that it is to go. */
const WITH_DATA = ['Workspace', 'Store', 'CustomResourceDefinition'];

/**
 * One pass that takes away what a platform has in kcp. kcp is connected.
 *
 * @param isHeld whether nothing is deleted yet, as in a plan
 * @throws {ApiError} when kcp does not answer
 */
export async function removeFromKcp(context: InstanceContext, removal: KcpRemoval, isHeld = false): Promise<readonly Outcome[]> {
  const { memory } = context;
  const targets = await appliedWorkspaces(context);
  for (const step of OUR_STEPS) memory.inventories = await knownTargets(context, await appliedWorkspaces(context, step), step);
  await observeAncestors([...targets.map(workspaceIn), ...ownWorkspaces(targets, context)], context);
  const { ready, gone, closed } = sortTargets(targets, context);
  await Promise.all(ready.map((target) => storeOf(context, target).ensure({ refs: appliedRefs(target, context) })));
  memory.kcp?.workspaces.forget(gone.map(workspaceIn));
  const keeps = await keptObjects(ready, removal, context);
  const pruneKinds = [...(context.policy.pruneKinds ?? []), ...WITH_DATA];
  const area: RemovalArea = { ...kcpArea([...ready, ...gone], context), gone: new Set(gone), policy: { pruneKinds }, keeps };
  const outcomes = isHeld
    ? holdApplied(context, area)
    : await Promise.all((await removeApplied(context, area)).map((outcome) => withReason(outcome, context)));
  const waiting = closed.flatMap(({ target, reason }) =>
    appliedRefs(target, context).map((id): Outcome => ({
      target,
      id,
      planned: { action: 'blocked', reason, wakeOn: [] },
      result: 'waiting',
    })),
  );
  return [...outcomes, ...waiting];
}

/** The paths of workspaces that inventories name. */
export function ownWorkspaces(targets: readonly string[], context: Pick<InstanceContext, 'memory'>): readonly string[] {
  return targets.flatMap((target) =>
    appliedRefs(target, context).flatMap(({ kind, name }) => (kind === 'Workspace' ? [`${workspaceIn(target)}:${name}`] : [])),
  );
}

type Keeps = NonNullable<RemovalArea['keeps']>;

/** Why objects stay: workspaces with content of users, those above them, and what all of them are made of. */
async function keptObjects(targets: readonly string[], { deleteWorkspaces }: KcpRemoval, context: InstanceContext): Promise<Keeps> {
  const reasons = keptWorkspaces(targets, context);
  const content = deleteWorkspaces ? new Map<string, string>() : await contentOf(targets, context);
  return keepsOf(new Map([...[...content].map(([path, text]) => [path, `${text}; --delete-workspaces deletes it`] as const), ...reasons]));
}

/** Why an object stays, by the reasons for which workspaces stay. */
export function keepsOf(reasons: ReadonlyMap<string, string>): Keeps {
  const [first] = reasons.keys();
  if (first === undefined) return () => undefined;
  return (target, { kind, metadata }) => {
    if (GOES_ANYWAY.has(kind)) return undefined;
    const own = kind === 'Workspace' ? reasons.get(`${workspaceIn(target)}:${metadata.name}`) : undefined;
    return own ?? `workspace ${first} stays, and may need it`;
  };
}

/** Workspaces that the user wants to keep. */
function keptWorkspaces(targets: readonly string[], context: InstanceContext): ReadonlyMap<string, string> {
  return new Map(
    targets.flatMap((target) =>
      appliedRefs(target, context).flatMap((ref) => {
        const observed = ref.kind === 'Workspace' ? storeOf(context, target).observe(ref) : undefined;
        const isKept = observed?.state === 'present' && isProtected(observed.object);
        return isKept ? [[`${workspaceIn(target)}:${ref.name}`, `its annotation ${PRUNE} is disabled`] as const] : [];
      }),
    ),
  );
}

function isProtected({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[PRUNE] === 'disabled' && metadata.deletionTimestamp === undefined;
}

/** The steps whose objects are no content of users; KcpSetup has no name of its own among them. */
const OUR_STEPS: readonly (InventoryStep | undefined)[] = [undefined, 'provider-secret', 'feature-toggles'];

/** It is asked for once: a workspace that is being deleted has no content that could stay. */
async function contentOf(targets: readonly string[], context: InstanceContext): Promise<ReadonlyMap<string, string>> {
  const { memory } = context;
  if (memory.userContent) return memory.userContent;
  const homes = apiWorkspaces(targets, context);
  const states = ownWorkspaces(targets, context).map((path) => ({ path, ...workspaceState(path, context) }));
  const workspaces = states
    .filter(({ state }) => state === 'ready')
    .map(({ path }) => {
      const ours = new Set(OUR_STEPS.flatMap((step) => appliedRefs(`kcp/${path}`, context, step)).map(keyOf));
      return { path, hasApis: homes.has(path), isOurs: (key: string) => ours.has(key) };
    });
  const unread = states.flatMap((each) =>
    each.state === 'closed' && each.isUnread === true ? [[each.path, `nobody knows what it holds: ${each.reason}`] as const] : [],
  );
  memory.userContent = new Map([...unread, ...(await readUserContent(workspaces, context))]);
  return memory.userContent;
}

/** Says of a workspace that is being deleted what holds it. */
async function withReason(outcome: Outcome, context: InstanceContext): Promise<Outcome> {
  const { planned, target, id, result } = outcome;
  if (result !== 'waiting' || planned.action !== 'prune' || id.kind !== 'Workspace') return outcome;
  const { deletionTimestamp, uid } = planned.before.metadata;
  if (deletionTimestamp === undefined) return outcome;
  const reason = await followDeletion({ parent: workspaceIn(target), name: id.name, uid }, context);
  if (reason === undefined) return outcome;
  const explained: Outcome = { ...outcome, planned: { ...planned, heldBy: reason } };
  context.emit({ type: 'outcome', outcome: explained });
  return explained;
}
