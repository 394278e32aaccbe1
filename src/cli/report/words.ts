import type { PlatformMeshError } from '../../errors.js';
import type { Outcome, PlannedChange } from '../../runtime/apply/index.js';
import { describeObject } from '../../kubernetes/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { ApplyResult } from '../../runtime/actions/index.js';
import type { ConditionType, StepResult, WebhookResult } from '../../runtime/subroutines/index.js';
import { handoverWords, problemOf } from '../render/render-plan.js';
import { renderProblem, type Rendering } from '../render/render-problems.js';
import { printable } from '../render/text-width.js';
import { EXIT } from '../exit-codes.js';
import { codeOf } from './conclude.js';

const DONE: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  adopt: 'taken over',
  recreate: 'created again',
  prune: 'deleted',
  orphan: 'orphaned',
  skip: 'kept',
  unchanged: 'unchanged',
};

/** What was printed before the line of an outcome. */
interface LineContext {
  /** Refusals; that of the outcome is added. One may be about thousands of objects. */
  readonly told: Set<PlatformMeshError>;
  /** Whether objects that wait had a line when they began to wait. @default true */
  readonly waits?: boolean;
}

/** The outcome of an object on a line; for a refused one, the reason. */
export function lineOf(outcome: Outcome, rendering: Rendering, { told, waits = true }: LineContext): string {
  const { colors } = rendering;
  const { result, planned, error } = outcome;
  if (result === 'done') {
    const paint = planned.action === 'prune' ? colors.red : colors.green;
    return `${paint(DONE[planned.action] ?? planned.action)} ${titleOf(outcome)}${remark(planned)}\n`;
  }
  if (error && told.has(error)) return `${colors.red('failed')} ${titleOf(outcome)}: for the reason above\n`;
  if (error) {
    told.add(error);
    return renderProblem(problemOf(error), rendering);
  }
  const words = { stopped: 'not begun', waiting: waits ? 'still waiting' : 'waiting', failed: 'failed' }[result];
  const why = reasonOf(outcome);
  return `${colors.yellow(words)} ${titleOf(outcome)}${why === '' ? '' : `: ${why}`}\n`;
}

/** Why something is not done, or still there. */
function reasonOf({ planned, result }: Outcome): string {
  if (result === 'stopped') return '';
  if (planned.action === 'blocked') return printable(planned.reason);
  if (planned.action !== 'prune' && planned.action !== 'recreate') return '';
  const { deletionTimestamp, finalizers = [] } = planned.before.metadata;
  if (planned.action === 'prune' && planned.heldBy !== undefined) return printable(planned.heldBy);
  if (deletionTimestamp === undefined) return 'an object that must go first still exists';
  return finalizers.length === 0 ? '' : `${finalizers.join(', ')} ${finalizers.length === 1 ? 'holds' : 'hold'} it`;
}

/** The former, current or next owner. */
function remark(planned: Outcome['planned']): string {
  if (planned.action === 'prune') return planned.handover ? `: ${handoverWords(planned.handover)}` : '';
  if (planned.action === 'orphan' || planned.action === 'skip') return `: ${planned.reason}`;
  if (planned.action !== 'adopt' && planned.action !== 'update') return '';
  if (planned.from.length > 0) return `: ${planned.from.join(', ')} wrote it before`;
  return planned.takes.length > 0 ? `: takes fields of ${planned.takes.join(', ')}` : '';
}

/** Whether an outcome is worth a line. Objects that were not started are only counted at the end. */
export function isNews({ result, planned }: Outcome, verbose: boolean): boolean {
  return verbose || (result === 'done' ? planned.action !== 'unchanged' : result !== 'stopped');
}

/** An object as lines name it. */
export function titleOf({ target, id }: PlannedChange): string {
  return `${describeObject(id)} on ${target}`;
}

const WEBHOOK: Readonly<Record<WebhookResult['result'], string>> = {
  unchanged: '',
  written: '',
  waiting: '; the authorization webhook is not ready',
  failed: '; the authorization webhook failed',
};

/** The counts of outcomes, and whether the platform is ready. */
export function summaryText(result: ApplyResult, stopped: boolean): string {
  const { outcomes, webhook, wait } = result;
  const counts = new Map<string, number>();
  for (const { result: became, planned } of outcomes) {
    const word =
      became === 'done' ? (DONE[planned.action] ?? planned.action) : { failed: 'failed', waiting: 'waiting', stopped: 'not begun' }[became];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const objects = counts.size === 0 ? 'no objects' : [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  if (stopped) return `${objects}; stopped, run it again to go on`;
  const webhookText = WEBHOOK[webhook.result];
  if (!wait) return `${objects}${webhookText}`;
  if (wait.outcome === 'stuck') return `${objects}; ${wait.notReady.length} not ready, and waiting does not help${webhookText}`;
  if (wait.outcome !== 'ready') return `${objects}; ${wait.notReady.length} not ready in time${webhookText}`;
  return codeOf(result, stopped) === EXIT.done ? `${objects}; everything is ready` : `${objects}; everything else is ready${webhookText}`;
}

/** The state of an object on a line. */
export function stateLine({ ref, readiness }: ObjectState, { colors }: Rendering): string {
  const paint = { ready: colors.green, progressing: colors.yellow, failed: colors.red }[readiness.state];
  const why =
    readiness.state === 'ready' ? '' : [readiness.reason, readiness.message].filter((part) => part !== undefined && part !== '').join(': ');
  return `${paint(readiness.state)} ${describeObject(ref)}${why === '' ? '' : `: ${printable(why)}`}`;
}

/** A step of the pipeline, as people call it: `KcpSetup` of `KcpsetupSubroutine`. */
export function stepName(step: ConditionType): string {
  return STEPS[step];
}

const STEPS: Readonly<Record<ConditionType, string>> = {
  DeploymentSubroutine: 'Deployment',
  KcpsetupSubroutine: 'KcpSetup',
  ProvidersecretSubroutine: 'ProviderSecret',
  FeatureToggleSubroutine: 'FeatureToggles',
  WaitSubroutine: 'Wait',
};

/** Reasons that objects, or the authorization webhook, tell better. */
const TOLD = new Set(['Waiting', 'NotReady', 'KcpRestarting', 'AuthorizationWebhook', 'Stopped', 'LeaseLost']);

/** Whether a step waits for something that nothing else tells. */
export function isStepNews(result: StepResult): result is Extract<StepResult, { readonly kind: 'waiting' | 'degraded' }> {
  return (result.kind === 'waiting' || result.kind === 'degraded') && !TOLD.has(result.reason);
}
