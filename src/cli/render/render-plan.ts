import { compareObjects } from '../../diff/index.js';
import type { PlatformMeshError, Problem } from '../../errors.js';
import { writtenFields, type PlannedChange, type Handover } from '../../runtime/apply/index.js';
import type { AuthorizationWebhook, WebhookResult } from '../../runtime/subroutines/index.js';
import { maskObjects } from '../mask/mask-objects.js';
import { renderComparison } from './render-comparison.js';
import { renderProblem, type Rendering } from './render-problems.js';

/** The counted actions, in the order of the summary. */
const COUNTED = [
  ['create', 'to create'],
  ['update', 'to update'],
  ['adopt', 'to take over unchanged'],
  ['recreate', 'to create again'],
  ['prune', 'to delete'],
  ['orphan', 'to orphan'],
  ['skip', 'kept'],
  ['blocked', 'to wait for'],
  ['conflict', 'in conflict'],
  ['failed', 'refused'],
  ['unchanged', 'unchanged'],
] as const;

/** Whether an apply would change something, or could not. */
export function isDifferent({ planned }: PlannedChange): boolean {
  return !['unchanged', 'skip'].includes(planned.action);
}

/** How a plan is shown. */
export interface PlanStyle {
  /** New objects as a whole, not as a line. */
  readonly full: boolean;
  /** Passwords, tokens and the data of Secrets as they are. */
  readonly showSecrets: boolean;
}

/** Object by object what an apply would do. */
export function renderPlan(changes: readonly PlannedChange[], style: PlanStyle, rendering: Rendering): string {
  const told = new Set<PlatformMeshError>();
  return changes.map((change) => `${renderChange(change, { ...style, told }, rendering)}${renderStays(change, rendering)}`).join('');
}

/** The planned write of the kubeconfig for kcp, which is not an object of the platform; empty if there is none. */
export function renderWebhookPlan(result: WebhookResult, { namespace, secretName }: AuthorizationWebhook, rendering: Rendering): string {
  const { colors } = rendering;
  if (result.result === 'failed') return renderProblem(problemOf(result.error), rendering);
  if (result.result !== 'written') return '';
  const place = colors.dim(`(runtime, namespace ${namespace})`);
  return `${colors.yellow('write')} ${colors.bold(`Secret/${secretName}`)} ${place}: the authorization webhook; kcp restarts\n`;
}

/** `3 to create, 1 to update, 60 unchanged` */
export function planSummary(changes: readonly PlannedChange[]): string {
  const counts = COUNTED.map(([action, words]) => ({ words, count: changes.filter(({ planned }) => planned.action === action).length }));
  return counts
    .filter(({ count, words }) => count > 0 || words === 'unchanged')
    .map(({ count, words }) => `${count} ${words}`)
    .join(', ');
}

function renderChange(
  change: PlannedChange,
  { full, told, showSecrets }: PlanStyle & { readonly told: Set<PlatformMeshError> },
  rendering: Rendering,
): string {
  const { colors } = rendering;
  const { planned } = change;
  const line = (paint: (text: string) => string, word: string, more = ''): string =>
    `${paint(word)} ${colors.bold(titleOf(change))} ${colors.dim(placeOf(change))}${more === '' ? '' : `: ${more}`}\n`;
  const patch = (before: KubernetesLike | undefined, after: KubernetesLike): string =>
    renderPatch(change, statesOf(before, after, showSecrets), rendering);
  switch (planned.action) {
    case 'create':
      return full ? patch(undefined, planned.after) : line(colors.green, 'create');
    case 'update':
      return `${takeovers(planned)
        .map((words) => line(colors.yellow, 'take over', words))
        .join('')}${patch(planned.before, planned.after)}`;
    case 'recreate':
      return `${line(colors.red, 'create again', planned.reason)}${patch(planned.before, planned.after)}`;
    case 'adopt':
      return line(colors.yellow, 'take over', ['no value changes', ...takeovers(planned)].join('; '));
    case 'prune':
      return line(colors.red, 'delete', planned.handover ? handoverWords(planned.handover) : '');
    case 'orphan':
      return line(colors.dim, 'orphan', planned.reason);
    case 'skip':
      return line(colors.dim, 'keep', planned.reason);
    case 'blocked':
      return line(colors.yellow, 'wait', planned.reason);
    case 'conflict':
    case 'failed':
      if (told.has(planned.error)) return line(colors.red, 'refused', 'for the reason above');
      told.add(planned.error);
      return renderProblem(problemOf(planned.error), rendering);
    default:
      return '';
  }
}

/** Fields that are not desired and stay, because others own them. */
function renderStays(change: PlannedChange, { colors }: Rendering): string {
  return (change.stays ?? [])
    .map(
      ({ manager, fields }) =>
        `${colors.dim('stays')} ${colors.bold(titleOf(change))} ${colors.dim(placeOf(change))}: ${fields.join(', ')} of ${manager}\n`,
    )
    .join('');
}

/** From whom something is taken over. */
function takeovers({ takes, from }: { readonly takes: readonly string[]; readonly from: readonly string[] }): readonly string[] {
  return [
    ...(takes.length > 0 ? [`fields of ${takes.join(', ')}`] : []),
    ...(from.length > 0 ? [`written by ${from.join(', ')} before`] : []),
  ];
}

/** What happens to the workloads of a deleted release. */
export function handoverWords({ to }: Handover): string {
  return `what it installed stays, for ${to.kind} ${to.name}`;
}

/** As `diff` shows it. */
function renderPatch({ target }: PlannedChange, [old, now]: ReturnType<typeof statesOf>, rendering: Rendering): string {
  const comparison = compareObjects(old ? [{ target, object: old }] : [], now ? [{ target, object: now }] : []);
  return renderComparison(comparison, rendering);
}

/** An error of an API server as the command line shows errors. */
export function problemOf({ code, message, hint }: PlatformMeshError): Problem {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

type KubernetesLike = Parameters<typeof writtenFields>[0];

/** Two states of an object as they are shown: what would be written, without secrets. */
export function statesOf(before: KubernetesLike | undefined, after: KubernetesLike, showSecrets: boolean): ReturnType<typeof maskObjects> {
  const states = [before && writtenFields(before), writtenFields(after)] as const;
  return showSecrets ? states : maskObjects(...states);
}

function titleOf({ id }: PlannedChange): string {
  return `${id.kind}/${id.name}`;
}

function placeOf({ target, id }: PlannedChange): string {
  return id.namespace === undefined ? `(${target})` : `(${target}, namespace ${id.namespace})`;
}
