import { keyOf, refOf } from '../../kubernetes/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { DesiredObject, Outcome } from '../../runtime/apply/index.js';
import type { ConditionType, StepResult, WebhookResult } from '../../runtime/subroutines/index.js';
import type { Rendering } from '../render/render-problems.js';
import { printable } from '../render/text-width.js';
import { isStepNews, stateLine, stepName, titleOf } from './words.js';

/** Objects that wait are named up to this many; the others are counted. */
const NAMED = 12;

/** The steps in their order. */
const STEPS: readonly ConditionType[] = [
  'DeploymentSubroutine',
  'KcpsetupSubroutine',
  'ProvidersecretSubroutine',
  'FeatureToggleSubroutine',
  'WaitSubroutine',
];

interface Group {
  readonly step: ConditionType;
  readonly title: string;
}

/** How far a run is: its steps, what they write by kind or workspace, and what they wait for. */
export class ProgressTree {
  readonly #groups = new Map<string, Group>();
  readonly #done = new Set<string>();
  readonly #waiting = new Map<string, string>();
  readonly #states = new Map<string, ObjectState>();
  readonly #steps = new Map<ConditionType, StepResult>();
  #webhook: WebhookResult | undefined;

  /** All objects that a step desires. */
  begin(desired: readonly DesiredObject[], step: ConditionType): void {
    for (const { target, object } of desired)
      this.#groups.set(`${target} ${keyOf(refOf(object))}`, { step, title: groupTitle(target, object.kind) });
  }

  waiting(outcome: Outcome): void {
    this.#waiting.set(titleOf(outcome), outcome.planned.action === 'blocked' ? outcome.planned.reason : '');
  }

  done(outcome: Outcome): void {
    this.#waiting.delete(titleOf(outcome));
    if (outcome.result === 'done') this.#done.add(`${outcome.target} ${keyOf(outcome.id)}`);
  }

  webhook(result: WebhookResult): void {
    this.#webhook = result;
  }

  step(step: ConditionType, result: StepResult): void {
    this.#steps.set(step, result);
  }

  state(state: ObjectState, isGone: boolean): void {
    const key = `${state.place ?? ''} ${keyOf(state.ref)}`;
    if (isGone) this.#states.delete(key);
    else this.#states.set(key, state);
  }

  /** The tree as lines. Done steps take one line each. */
  text(rendering: Rendering): string {
    const byStep = Map.groupBy(this.#groups, ([, { step }]) => step);
    const isKnown = (step: ConditionType): boolean =>
      this.#steps.has(step) ||
      byStep.has(step) ||
      (step === 'WaitSubroutine' ? this.#states.size > 0 : [...this.#waiting.keys()].some((title) => isOfStep(title, step)));
    const known = STEPS.filter(isKnown);
    return known.flatMap((step) => this.#stepLines(step, byStep.get(step) ?? [], rendering)).join('\n');
  }

  #stepLines(step: ConditionType, members: readonly (readonly [string, Group])[], rendering: Rendering): readonly string[] {
    const { colors } = rendering;
    const result = this.#steps.get(step);
    const isDone = result?.kind === 'done';
    const mark = isDone ? colors.green('✓') : result?.kind === 'failed' ? colors.red('✗') : colors.yellow('…');
    const count = step === 'WaitSubroutine' ? this.#readyCount() : countOf(members, this.#done);
    const message = result && isStepNews(result) ? `: ${printable(result.message)}` : '';
    const head = `${mark} ${stepName(step)}${count === '' ? '' : ` ${colors.dim(count)}`}${message}`;
    if (isDone) return [head];
    return [head, ...this.#details(step, members, rendering).map((line) => `    ${line}`)];
  }

  #details(step: ConditionType, members: readonly (readonly [string, Group])[], rendering: Rendering): readonly string[] {
    const { colors } = rendering;
    if (step === 'WaitSubroutine') {
      const open = [...this.#states.values()].filter(({ readiness }) => readiness.state !== 'ready');
      return named(
        open.map((state) => stateLine(state, rendering)),
        colors.dim,
      );
    }
    const groups = [...Map.groupBy(members, ([, { title }]) => title)].map(([title, inGroup]) => {
      const isWhole = inGroup.every(([key]) => this.#done.has(key));
      return `${isWhole ? colors.green('✓') : colors.yellow('…')} ${title} ${colors.dim(countOf(inGroup, this.#done))}`;
    });
    const waiting = [...this.#waiting].filter(([title]) => isOfStep(title, step));
    return [
      ...groups,
      ...(step === 'DeploymentSubroutine' && this.#webhook ? [webhookLine(this.#webhook, rendering)] : []),
      ...named(
        waiting.map(([title, reason]) => `${colors.yellow('waiting')} ${title}: ${printable(reason)}`),
        colors.dim,
      ),
    ];
  }

  #readyCount(): string {
    const states = [...this.#states.values()];
    return states.length === 0 ? '' : `${states.filter(({ readiness }) => readiness.state === 'ready').length}/${states.length}`;
  }
}

/** Kinds of a cluster, and workspaces of kcp. */
function groupTitle(target: string, kind: string): string {
  return target.startsWith('kcp/') ? target.slice('kcp/'.length) : `${kind} on ${target}`;
}

/** What waits in kcp belongs to the step that sets it up. */
function isOfStep(title: string, step: ConditionType): boolean {
  return title.includes(' on kcp/') ? step === 'KcpsetupSubroutine' : step === 'DeploymentSubroutine';
}

function countOf(members: readonly (readonly [string, Group])[], done: ReadonlySet<string>): string {
  return members.length === 0 ? '' : `${members.filter(([key]) => done.has(key)).length}/${members.length}`;
}

function named(lines: readonly string[], dim: (text: string) => string): readonly string[] {
  return lines.length > NAMED ? [...lines.slice(0, NAMED), dim(`and ${lines.length - NAMED} more`)] : lines;
}

function webhookLine(webhook: WebhookResult, { colors }: Rendering): string {
  const mark = { failed: colors.red('✗'), waiting: colors.yellow('…'), written: colors.green('✓'), unchanged: colors.green('✓') };
  return `${mark[webhook.result]} authorization webhook${webhook.result === 'waiting' ? `: ${printable(webhook.reason)}` : ''}`;
}
