import type { PlatformView, StepView } from '../../runtime/actions/index.js';
import { stepName } from '../report/words.js';
import type { Rendering } from './render-problems.js';
import { printable } from './text-width.js';

type Colors = Rendering['colors'];

/** The steps of the pipeline, each with what it waits for. */
export function stepLines(steps: readonly StepView[], colors: Colors): readonly string[] {
  if (steps.length === 0) return [];
  const mark = { done: colors.green('✓'), degraded: colors.yellow('…'), waiting: colors.yellow('…'), failed: colors.red('✗') };
  return [
    colors.bold('steps'),
    ...steps.map(({ step, state, message }) => `  ${[mark[state], stepName(step), ...told(message)].join(' ')}`),
  ];
}

/** The workspaces, each below its parent. */
export function kcpLines({ kcp }: Pick<PlatformView, 'kcp'>, colors: Colors): readonly string[] {
  if (kcp?.unknown !== undefined) return [`${colors.bold('kcp')} ${colors.red('✗')} ${printable(kcp.unknown)}`];
  if (!kcp || kcp.workspaces.length === 0) return [];
  const ready = kcp.workspaces.filter(({ readiness }) => readiness.state === 'ready').length;
  const mark = { ready: colors.green('✓'), progressing: colors.yellow('…'), failed: colors.red('✗') };
  const lines = kcp.workspaces.map(({ path, readiness }) => {
    const names = path.split(':');
    const why = readiness.state === 'ready' ? 'Ready' : [readiness.reason, readiness.message].filter((part) => part).join(': ');
    const indent = '  '.repeat(names.length);
    return `${indent}${mark[readiness.state]} ${names.at(-1) ?? ''} ${readiness.state === 'ready' ? colors.dim(why) : printable(why)}`;
  });
  return [`${colors.bold('kcp')} ${colors.dim(`${ready}/${kcp.workspaces.length}`)}`, '  root', ...lines];
}

/** The kubeconfigs of services: whether each works, and how old its token is. */
export function connectionLines({ connections }: Pick<PlatformView, 'connections'>, now: Date, colors: Colors): readonly string[] {
  if (connections.length === 0) return [];
  const ready = connections.filter((each) => each.ready).length;
  const lines = [...connections]
    .sort((one, other) => (one.secret < other.secret ? -1 : 1))
    .map(({ secret, namespace, ready: isReady, reason, message, issuedAt, expiresAt }) => {
      const why = isReady && reason === 'Ready' ? message : [reason, message].filter((part) => part).join(': ');
      const age = ageText(issuedAt, expiresAt, now);
      const mark = isReady ? colors.green('✓') : colors.red('✗');
      return `  ${[mark, `${namespace}/${secret}`, ...(age === '' ? [] : [colors.dim(age)]), ...told(why)].join(' ')}`;
    });
  return [`${colors.bold('kubeconfigs')} ${colors.dim(`${ready}/${connections.length}`)}`, ...lines];
}

/** How old a token is, such as `renewed 3 min ago, expires in 6 d`. */
export function ageText(issuedAt: string | undefined, expiresAt: string | undefined, now: Date): string {
  const since = issuedAt === undefined ? undefined : now.getTime() - Date.parse(issuedAt);
  const left = expiresAt === undefined ? undefined : Date.parse(expiresAt) - now.getTime();
  return [
    ...(since === undefined ? [] : [`renewed ${durationText(since)} ago`]),
    ...(left === undefined ? [] : [left > 0 ? `expires in ${durationText(left)}` : `expired ${durationText(-left)} ago`]),
  ].join(', ');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In the largest unit of which there are two, so that nothing is off by more than half. */
function durationText(milliseconds: number): string {
  const [unit, name] =
    milliseconds < 2 * MINUTE
      ? ([1_000, 's'] as const)
      : milliseconds < 2 * HOUR
        ? ([MINUTE, 'min'] as const)
        : milliseconds < 2 * DAY
          ? ([HOUR, 'h'] as const)
          : ([DAY, 'd'] as const);
  return `${Math.max(0, Math.floor(milliseconds / unit))} ${name}`;
}

function told(message: string | undefined): readonly string[] {
  return message === undefined || message === '' ? [] : [printable(message)];
}
