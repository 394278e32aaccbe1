import type { KubernetesObject } from '../kubernetes/index.js';
import { compareObjects } from '../diff/index.js';
import type { PlatformMeshError, Problem } from '../errors.js';
import { writtenFields, type Change, type Handover } from '../runtime/apply/index.js';
import type { AuthorizationWebhook, WebhookResult } from '../runtime/subroutines/index.js';
import { masked } from './masked.js';
import { renderComparison } from './render-comparison.js';
import { renderProblem, type Rendering } from './render-problems.js';

/** What is counted, in the order in which it is told. */
const COUNTED = [
  ['create', 'to create'],
  ['update', 'to update'],
  ['adopt', 'to take over unchanged'],
  ['recreate', 'to create anew'],
  ['prune', 'to delete'],
  ['release', 'to let go'],
  ['blocked', 'to wait for'],
  ['conflict', 'in conflict'],
  ['failed', 'refused'],
  ['unchanged', 'unchanged'],
] as const;

/** Whether an apply would change something, or could not. */
export function isDifferent({ verdict }: Change): boolean {
  return verdict.action !== 'unchanged';
}

/** Object by object what an apply would do; new objects as a line, or with `full` as a whole. */
export function renderPlan(changes: readonly Change[], full: boolean, rendering: Rendering): string {
  const told = new Set<PlatformMeshError>();
  return changes.filter(isDifferent).map((change) => renderChange(change, { full, told }, rendering)).join('');
}

/** The kubeconfig that kcp reads, which is no object of the platform; nothing where nothing is done about it, or not yet. */
export function renderWebhookPlan(result: WebhookResult, { namespace, secretName }: AuthorizationWebhook, rendering: Rendering): string {
  const { colors } = rendering;
  if (result.result === 'failed') return renderProblem(problemOf(result.error), rendering);
  return result.result === 'written' ? `${colors.yellow('write')} ${colors.bold(`Secret/${secretName}`)} ${colors.dim(`(runtime, namespace ${namespace})`)}: the authorization webhook; kcp restarts\n` : '';
}

/** `3 to create, 1 to update, 60 unchanged` */
export function planSummary(changes: readonly Change[]): string {
  const counts = COUNTED.map(([action, words]) => ({ words, count: changes.filter(({ verdict }) => verdict.action === action).length }));
  return counts.filter(({ count, words }) => count > 0 || words === 'unchanged').map(({ count, words }) => `${count} ${words}`).join(', ');
}

function renderChange(change: Change, { full, told }: { readonly full: boolean; readonly told: Set<PlatformMeshError> }, rendering: Rendering): string {
  const { colors } = rendering;
  const { verdict } = change;
  const line = (paint: (text: string) => string, word: string, more = ''): string => `${paint(word)} ${colors.bold(titleOf(change))} ${colors.dim(placeOf(change))}${more === '' ? '' : `: ${more}`}\n`;
  switch (verdict.action) {
    case 'create':
      return full ? patch(change, undefined, verdict.after, rendering) : line(colors.green, 'create');
    case 'update':
      return `${takeovers(verdict).map((words) => line(colors.yellow, 'take over', words)).join('')}${patch(change, verdict.before, verdict.after, rendering)}`;
    case 'recreate':
      return `${line(colors.red, 'create anew', verdict.reason)}${patch(change, verdict.before, verdict.after, rendering)}`;
    case 'adopt':
      return line(colors.yellow, 'take over', ['no value changes', ...takeovers(verdict)].join('; '));
    case 'prune':
      return line(colors.red, 'delete', verdict.handover ? handoverWords(verdict.handover) : '');
    case 'release':
      return line(colors.dim, 'let go', `it belongs to ${verdict.managers.join(', ')} now`);
    case 'blocked':
      return line(colors.yellow, 'wait', verdict.reason);
    case 'conflict':
    case 'failed':
      if (told.has(verdict.error)) return line(colors.red, 'refused', 'for the reason above');
      told.add(verdict.error);
      return renderProblem(problemOf(verdict.error), rendering);
    default:
      return '';
  }
}

/** From whom something is taken over. */
function takeovers({ takes, from }: { readonly takes: readonly string[]; readonly from: readonly string[] }): readonly string[] {
  return [...(takes.length > 0 ? [`fields of ${takes.join(', ')}`] : []), ...(from.length > 0 ? [`written by ${from.join(', ')} so far`] : [])];
}

/** What becomes of what an object brought about that goes. */
export function handoverWords({ to }: Handover): string {
  return `what it installed stays, for ${to.kind} ${to.name}`;
}

/** As `diff` shows it. */
function patch({ target }: Change, before: KubernetesLike | undefined, after: KubernetesLike, rendering: Rendering): string {
  const [old, now] = masked(before && clean(before), clean(after));
  const comparison = compareObjects(old ? [{ target, object: old }] : [], now ? [{ target, object: now }] : []);
  return renderComparison(comparison, rendering);
}

/** An error of an API server as the command line shows errors. */
export function problemOf({ code, message, hint }: PlatformMeshError): Problem {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

type KubernetesLike = Parameters<typeof writtenFields>[0];

function clean(object: KubernetesLike): KubernetesObject {
  return writtenFields(object);
}

function titleOf({ id }: Change): string {
  return `${id.kind}/${id.name}`;
}

function placeOf({ target, id }: Change): string {
  return `(${[target, id.namespace === undefined ? undefined : `namespace ${id.namespace}`].filter((part) => part !== undefined).join(', ')})`;
}
