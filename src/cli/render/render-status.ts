import type { ObjectView, PlatformView } from '../../runtime/actions/index.js';
import type { Readiness } from '../../readiness/index.js';
import { connectionLines, kcpLines, stepLines } from './render-kcp-status.js';
import type { Rendering } from './render-problems.js';
import { printable } from './text-width.js';

const DRIFT: Readonly<Record<string, string>> = {
  create: 'missing',
  update: 'changed',
  adopt: 'not taken over yet',
  skip: 'kept',
  recreate: 'changed',
  prune: 'no longer desired',
  orphan: 'no longer desired',
  conflict: 'in conflict',
  failed: 'refused',
  blocked: 'waiting',
};

/** Whose status it is, and when. */
interface StatusSubject {
  readonly name: string;
  readonly namespace: string;
  readonly now: Date;
}

/** The steps, then the targets, the kinds in them, and each object: a mark, its version, and what is wrong; then what is in kcp. */
export function renderStatus(view: PlatformView, { name, namespace, now }: StatusSubject, { colors }: Rendering): string {
  const { objects, hasDesired } = view;
  const ready = objects.filter(({ readiness }) => readiness.state === 'ready').length;
  const drifted = objects.filter(({ drift }) => drift !== undefined).length;
  const drift = hasDesired ? `, ${drifted === 0 ? 'no drift' : `${drifted} drifted`}` : '';
  const told = new Set<string>();
  const targets = [...Map.groupBy(objects, ({ target }) => target)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = targets.flatMap(([target, members]) => [
    colors.bold(target),
    ...[...Map.groupBy(members, ({ id }) => id.kind)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([kind, group]) => [
        `  ${kind} ${colors.dim(`${group.filter(isReady).length}/${group.length}`)}`,
        ...group.sort(byName).map((view) => `    ${line(view, told, colors)}`),
      ]),
  ]);
  return [
    `${colors.bold(name)} ${colors.dim(`in ${namespace}`)}: ${ready}/${objects.length} ready${drift}`,
    ...stepLines(view.steps, colors),
    ...lines,
    ...kcpLines(view, colors),
    ...connectionLines(view, now, colors),
    '',
  ].join('\n');
}

/** The status of a platform for `--output json`. */
export function statusData({ steps, objects, kcp, connections }: PlatformView): object {
  return {
    ...(steps.length === 0 ? {} : { steps }),
    objects: objects.map(({ id, readiness, ...rest }) => ({ ...rest, ...id, ...readinessData(readiness) })),
    ...(kcp
      ? {
          kcp: {
            ...(kcp.unknown === undefined ? {} : { unknown: kcp.unknown }),
            workspaces: kcp.workspaces.map(({ path, readiness }) => ({ path, ...readinessData(readiness) })),
          },
        }
      : {}),
    connections: connections.map(({ error, ...rest }) => ({
      ...rest,
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    })),
  };
}

/** The readiness of an object for `--output json`. */
export function readinessData({ state, reason, message }: Readiness): Pick<Readiness, 'state' | 'reason' | 'message'> {
  return { state, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

const isReady = ({ readiness }: ObjectView): boolean => readiness.state === 'ready';
const byName = (a: ObjectView, b: ObjectView): number => (a.id.name < b.id.name ? -1 : 1);

/** @param told reasons that were already printed: one refusal may be about hundreds of objects */
function line({ id, readiness, version, drift, isUnreadable }: ObjectView, told: Set<string>, colors: Rendering['colors']): string {
  const mark = { ready: colors.green('✓'), progressing: colors.yellow('…'), failed: colors.red('✗') }[readiness.state];
  const words =
    readiness.state === 'ready' ? '' : [readiness.reason, readiness.message].filter((part) => part !== undefined && part !== '').join(': ');
  const why = isUnreadable && told.has(words) ? 'for the reason above' : words;
  if (isUnreadable) told.add(words);
  return [
    mark,
    id.name,
    ...(version === undefined ? [] : [colors.dim(version)]),
    ...(drift === undefined ? [] : [colors.yellow(`(${DRIFT[drift] ?? drift})`)]),
    ...(why === '' ? [] : [printable(why)]),
  ].join(' ');
}
