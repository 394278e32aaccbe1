import { PlatformMeshError } from '../../../errors.js';
import { describeObject, refOf, textAt } from '../../../kubernetes/index.js';
import type { Rendered } from '../../../charts/index.js';
import type { RuntimeValues } from '../../../profile/index.js';
import { gateOf, gateReadiness } from '../../../readiness/index.js';
import type { DesiredObject, Outcome } from '../../apply/index.js';
import { storeOf, workspaceIn, type ReconcileContext } from '../context.js';
import { renderForClusters } from '../deployment/desired.js';
import { appliedWorkspaces } from '../inventories.js';
import { applyOnce, resultOf } from '../pass.js';
import type { StepResult } from '../step-result.js';
import { isExtraWorkspace, kcpDesired, kcpManifests, keyOfManifest } from './kcp-desired.js';
import { planInKcp, unconnected, type KcpPlan } from './kcp-plan.js';
import { kcpStep } from './kcp-step.js';
import { LOGIN } from './kcp-states.js';
import { kcpValues, observeKcpValues } from './kcp-values.js';
import { observeKcp } from './observe-kcp.js';
import { observeAncestors } from './observe-workspaces.js';
import { workspaceState } from './workspace-states.js';

/** Values lead to objects, whose status leads to values: so often within one pass. */
const ROUNDS = 10;

/** The reason of a step that has workspaces of the user which are not ready. */
export const EXTRA_WORKSPACES = 'ExtraWorkspaces';

/**
 * Brings the workspaces, APIs and pages of a platform into kcp, level by level.
 *
 * It is done when everything is there that the platform's own operators need to start. The login configuration, and workspaces
 * that the user has added, may need those operators: they hold nothing up, and the wait step waits for them.
 */
export const kcpSetup = kcpStep('KcpsetupSubroutine', { write: setUp, resultOf: setupResult });

function setupResult({ outcomes, rendered, desired }: SetUp, context: ReconcileContext): StepResult {
  const optional = new Set(kcpManifests(rendered).filter(isExtraWorkspace).map(keyOfManifest));
  const isOptional = (outcome: Outcome): boolean =>
    optional.has(`${outcome.target} ${describeObject(outcome.id)}`) || (outcome.id.kind === LOGIN && outcome.result === 'waiting');
  const result = resultOf(outcomes.filter((outcome) => !isOptional(outcome)));
  const gates = closedGates(desired, context);
  const required = gates.filter(({ key }) => !optional.has(key));
  const coming = required.some(({ isComing }) => isComing) ? ({ isComing: true } as const) : {};
  if (result.kind !== 'done') return result.kind === 'waiting' ? { ...result, ...coming } : result;
  const [closed] = required.length > 0 ? required : gates;
  if (closed === undefined) return { kind: 'done' };
  const message = `${closed.reason}${gates.length === 1 ? '' : `, and ${gates.length - 1} more`}`;
  return required.length > 0
    ? { kind: 'waiting', reason: 'NotReady', message, wakeOn: [], ...coming }
    : { kind: 'degraded', reason: EXTRA_WORKSPACES, message };
}

/** What a pass would do in kcp, by a dry run. What goes into a workspace that does not exist yet is created. */
export async function previewKcpSetup(context: ReconcileContext): Promise<KcpPlan> {
  const unknown = await unconnected(context);
  if (unknown) return unknown;
  const rendered = renderForClusters(context.blueprint, await valuesNow(context));
  const manifests = kcpManifests(rendered);
  const area = await observeKcp(manifests, await appliedWorkspaces(context), context);
  const unreadable = manifests.flatMap(({ target }) => {
    const found = workspaceState(workspaceIn(target), context);
    return found.state === 'unknown' ? [found.error.message] : [];
  })[0];
  if (unreadable !== undefined) return { unknown: unreadable };
  return planInKcp(kcpDesired(rendered, context), manifests, area, context);
}

interface SetUp {
  readonly rendered: Rendered;
  readonly desired: readonly DesiredObject[];
  readonly outcomes: readonly Outcome[];
}

/** Renders and applies until what is observed changes no value any more. */
async function setUp(context: ReconcileContext): Promise<SetUp> {
  const known = await appliedWorkspaces(context);
  let values = await valuesNow(context);
  for (let round = 1; ; round += 1) {
    const rendered = renderForClusters(context.blueprint, values);
    const area = await observeKcp(kcpManifests(rendered), known, context);
    const desired = kcpDesired(rendered, context);
    context.emit({ type: 'desired', objects: desired });
    const outcomes = await applyOnce(desired, context, area);
    const next = await valuesNow(context);
    if (JSON.stringify(next) === JSON.stringify(values) || context.stop.aborted) return { rendered, desired, outcomes };
    if (round === ROUNDS)
      throw new PlatformMeshError('unstable-values', `values in kcp changed in each of ${ROUNDS} rounds: ${differing(values, next)}`, {
        hint: 'two controllers may be writing the same object in kcp',
      });
    values = next;
  }
}

/** The values of the last step, with those that kcp and Secrets tell. */
async function valuesNow(context: ReconcileContext): Promise<RuntimeValues> {
  const { blueprint, memory, givenValues } = context;
  const { sources } = renderForClusters(blueprint, memory.values ?? givenValues);
  await observeAncestors(
    sources.flatMap((source) => (source.kind === 'identityHash' ? [source.workspace] : ['root:platform-mesh-system'])),
    context,
  );
  await observeKcpValues(sources, context);
  memory.kcpValues = kcpValues(sources, context);
  memory.values = { ...memory.values, ...memory.kcpValues };
  return memory.values;
}

/** An object that later levels wait for. */
interface ClosedGate {
  readonly key: string;
  readonly reason: string;
  /** Whether it exists, so that kcp brings it on. */
  readonly isComing: boolean;
}

/** What keeps workspaces from being used, though everything is written. */
function closedGates(desired: readonly DesiredObject[], context: ReconcileContext): readonly ClosedGate[] {
  return desired.flatMap((each) => {
    const ref = refOf(each.object);
    if (!gateOf(ref) || each.withheld !== undefined) return [];
    const observed = storeOf(context, each.target).observe(ref);
    const readiness = observed.state === 'present' ? gateReadiness(observed.object) : undefined;
    if (readiness?.state === 'ready') return [];
    const phase = observed.state === 'present' ? textAt(observed.object, 'status', 'phase') : undefined;
    const reason = `${describeObject(ref)} in ${workspaceIn(each.target)} is not ready${phase ? `: ${phase}` : ' yet'}`;
    return [{ key: keyOfManifest(each), reason, isComing: readiness?.state === 'progressing' }];
  });
}

function differing(before: RuntimeValues, after: RuntimeValues): string {
  const keys = ['identityHashes', 'caBundles', 'audiences'] as const;
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).join(', ');
}
