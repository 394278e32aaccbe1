import type { PlatformMeshError } from '../../errors.js';
import type { Change, Outcome } from '../../runtime/apply/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { DeliveryResult, WebhookResult } from '../../runtime/subroutines/index.js';
import { handoverWords, problemOf } from '../render-plan.js';
import { renderProblem, type Rendering } from '../render-problems.js';
import { printable } from '../text-width.js';
import { EXIT } from '../exit-codes.js';
import { codeOf } from './conclude.js';

const DONE: Readonly<Record<string, string>> = { create: 'created', update: 'updated', adopt: 'taken over', recreate: 'created anew', prune: 'deleted', release: 'let go', unchanged: 'unchanged' };

/**
 * What came of an object, on a line; for one that was refused, why.
 *
 * @param told the refusals that were told before, to which this one is added: one may be about thousands of objects
 */
export function lineOf(outcome: Outcome, rendering: Rendering, told: Set<PlatformMeshError>): string {
  const { colors } = rendering;
  const { result, verdict, error } = outcome;
  if (result === 'done') {
    const paint = verdict.action === 'prune' ? colors.red : colors.green;
    return `${paint(DONE[verdict.action] ?? verdict.action)} ${titleOf(outcome)}${remark(verdict)}\n`;
  }
  if (error && told.has(error)) return `${colors.red('failed')} ${titleOf(outcome)}: for the reason above\n`;
  if (error) {
    told.add(error);
    return renderProblem(problemOf(error), rendering);
  }
  const words = { stopped: 'not begun', waiting: 'still waiting', failed: 'failed' }[result];
  const why = reasonOf(outcome);
  return `${colors.yellow(words)} ${titleOf(outcome)}${why === '' ? '' : `: ${why}`}\n`;
}

/** Why something is not done, or still there. */
function reasonOf({ verdict, result }: Outcome): string {
  if (result === 'stopped') return '';
  if (verdict.action === 'blocked') return printable(verdict.reason);
  if (verdict.action !== 'prune') return '';
  const { deletionTimestamp, finalizers = [] } = verdict.before.metadata;
  if (deletionTimestamp === undefined) return 'what has to go before it is still there';
  return finalizers.length === 0 ? '' : `it goes when ${finalizers.join(', ')} ${finalizers.length === 1 ? 'is' : 'are'} done with it`;
}

/** Whose it was, is, or will be. */
function remark(verdict: Outcome['verdict']): string {
  if (verdict.action === 'prune') return verdict.handover ? `: ${handoverWords(verdict.handover)}` : '';
  if (verdict.action === 'release') return `: it belongs to ${verdict.managers.join(', ')} now`;
  if (verdict.action !== 'adopt' && verdict.action !== 'update') return '';
  if (verdict.from.length > 0) return `: it was written by ${verdict.from.join(', ')} so far`;
  return verdict.takes.length > 0 ? `: fields of ${verdict.takes.join(', ')} were taken over` : '';
}

/** Whether there is something to tell of an object. What was not begun is counted at the end. */
export function isNews({ result, verdict }: Outcome, verbose: boolean): boolean {
  return verbose || (result === 'done' ? verdict.action !== 'unchanged' : result !== 'stopped');
}

/** An object as lines name it. */
export function titleOf({ target, id }: Change): string {
  return `${id.kind} ${id.namespace === undefined ? '' : `${id.namespace}/`}${id.name} on ${target}`;
}

const WEBHOOK: Readonly<Record<WebhookResult['result'], string>> = { unchanged: '', written: '', waiting: '; the authorization webhook is waited for', failed: '; the authorization webhook failed' };

/** How many objects became what, and whether the platform is ready. */
export function summaryText(result: DeliveryResult, stopped: boolean): string {
  const { outcomes, webhook, wait } = result;
  const counts = new Map<string, number>();
  for (const { result: became, verdict } of outcomes) {
    const word = became === 'done' ? (DONE[verdict.action] ?? verdict.action) : { failed: 'failed', waiting: 'waiting', stopped: 'not begun' }[became];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const objects = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  if (stopped) return `${objects}; stopped, run it again to go on`;
  const webhookText = WEBHOOK[webhook.result];
  if (!wait) return `${objects}${webhookText}`;
  if (wait.outcome !== 'ready') return `${objects}; ${wait.notReady.length} not ready in time${webhookText}`;
  return codeOf(result, stopped) === EXIT.done ? `${objects}; everything is ready` : `${objects}; everything else is ready${webhookText}`;
}

/** How an object is, on a line. */
export function stateLine({ ref, readiness }: ObjectState, { colors }: Rendering): string {
  const paint = { ready: colors.green, progressing: colors.yellow, failed: colors.red }[readiness.state];
  const why = readiness.state === 'ready' ? '' : [readiness.reason, readiness.message].filter((part) => part !== undefined && part !== '').join(': ');
  return `${paint(readiness.state)} ${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}${why === '' ? '' : `: ${printable(why)}`}`;
}
