import type { PlatformMeshError } from '../../errors.js';
import { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import type { DesiredObject } from '../../runtime/apply/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { Context } from '../context.js';
import type { Reporter } from './reporter.js';
import { problemOf } from '../render/render-plan.js';
import { renderProblem } from '../render/render-problems.js';
import { printable } from '../render/text-width.js';
import { isNews, isStepNews, lineOf, stateLine, stepName, summaryText, titleOf } from './words.js';

/** Objects that are not ready are named up to this many; the others are counted. */
const NAMED = 12;

/** A live tree of targets, kinds and waiting objects. Errors stay above it. */
export function treeReporter({ io, rendering, verbose }: Context): Reporter {
  const { colors } = rendering;
  const log = createLogUpdate(terminal(io));
  const told = new Set<PlatformMeshError>();
  const groups = new Map<string, Group>();
  const waiting = new Map<string, string>();
  const states = new Map<string, ObjectState>();
  const steps = new Map<string, string>();
  let webhook = '';
  const draw = (): void => log(treeText({ groups, waiting, steps, states, webhook }, rendering));
  return {
    begin: (desired) => {
      for (const [title, { total }] of groupsOf(desired)) {
        const { total: others, done } = groups.get(title) ?? { total: 0, done: 0 };
        groups.set(title, { total: others + total, done });
      }
      draw();
    },
    waiting: (change) => {
      waiting.set(titleOf(change), change.planned.action === 'blocked' ? change.planned.reason : '');
      draw();
    },
    done: (outcome) => {
      waiting.delete(titleOf(outcome));
      const group = groups.get(groupTitle(outcome.target, outcome.id.kind));
      if (group && outcome.planned.action !== 'prune' && outcome.planned.action !== 'orphan')
        group.done += outcome.result === 'done' ? 1 : 0;
      // The tree already shows new objects.
      const isInTree = outcome.result === 'done' && outcome.planned.action === 'create';
      if (isNews(outcome, verbose) && (verbose || !isInTree)) log.persist(lineOf(outcome, rendering, told).trimEnd());
      draw();
    },
    webhook: (result) => {
      if (result.result === 'failed') log.persist(renderProblem(problemOf(result.error), rendering).trimEnd());
      const mark = { failed: colors.red('✗'), waiting: colors.yellow('…'), written: colors.green('✓'), unchanged: colors.green('✓') }[
        result.result
      ];
      webhook = `${mark} authorization webhook${result.result === 'waiting' ? `: ${printable(result.reason)}` : ''}`;
      draw();
    },
    warning: (text) => log.persist(`${colors.yellow('warning:')} ${printable(text)}`),
    step: (step, result) => {
      if (isStepNews(result)) steps.set(step, `${stepName(step)}: ${printable(result.message)}`);
      else steps.delete(step);
      draw();
    },
    locked: (message) => log.persist(`${colors.yellow('waiting')} ${printable(message)}`),
    waitingFor: draw,
    state: ({ state, isGone }) => {
      const key = `${state.ref.kind} ${state.ref.namespace ?? ''} ${state.ref.name}`;
      if (isGone) states.delete(key);
      else states.set(key, state);
      draw();
    },
    summary: (result, stopped) => {
      draw();
      log.done();
      if (result.error) io.err(renderProblem(problemOf(result.error), rendering));
      for (const reason of result.reasons) io.err(`${colors.red('not ready:')} ${printable(reason)}\n`);
      io.err(`${summaryText(result, stopped)}\n`);
    },
  };
}

/** Standard error as a stream. */
function terminal(io: Context['io']): NodeJS.WriteStream {
  const stream = new Writable({
    write(chunk, _, done) {
      io.err(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { columns: io.stderr.width, isTTY: true }) as unknown as NodeJS.WriteStream;
}

interface Group {
  readonly total: number;
  done: number;
}

interface Tree {
  readonly groups: ReadonlyMap<string, Group>;
  readonly waiting: ReadonlyMap<string, string>;
  readonly steps: ReadonlyMap<string, string>;
  readonly states: ReadonlyMap<string, ObjectState>;
  readonly webhook: string;
}

function groupsOf(desired: readonly DesiredObject[]): readonly (readonly [string, Group])[] {
  return [...Map.groupBy(desired, ({ target, object }) => groupTitle(target, object.kind))].map(
    ([title, members]) => [title, { total: members.length, done: 0 }] as const,
  );
}

function groupTitle(target: string, kind: string): string {
  return `${kind} on ${target}`;
}

function treeText({ groups, waiting, steps, states, webhook }: Tree, rendering: Context['rendering']): string {
  const { colors } = rendering;
  const mark = (isDone: boolean): string => (isDone ? colors.green('✓') : colors.yellow('…'));
  const open = [...states.values()].filter(({ readiness }) => readiness.state !== 'ready');
  return [
    ...[...groups].map(([title, { done, total }]) => `${mark(done === total)} ${title} ${colors.dim(`${done}/${total}`)}`),
    ...[...waiting].slice(0, NAMED).map(([title, reason]) => `    ${colors.yellow('waiting')} ${title}: ${printable(reason)}`),
    ...[...steps.values()].map((text) => `${colors.yellow('…')} ${text}`),
    ...(webhook === '' ? [] : [webhook]),
    ...(states.size === 0 ? [] : [`${mark(open.length === 0)} ready ${colors.dim(`${states.size - open.length}/${states.size}`)}`]),
    ...open.slice(0, NAMED).map((state) => `    ${stateLine(state, rendering)}`),
    ...(open.length > NAMED ? [`    ${colors.dim(`and ${open.length - NAMED} more`)}`] : []),
  ].join('\n');
}
