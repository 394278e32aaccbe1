import type { RecordedCase } from './recorded-case.ts';

/** How the clusters of a replay are reached. */
export interface Kubeconfigs {
  readonly runtime: string;
  /** The same as `runtime` where there is one cluster. */
  readonly infra: string;
}

/** Flags of the reference that name a cluster; the recorded file is replaced. */
const REMOTE_RUNTIME = '--remote-runtime-kubeconfig';
const REMOTE_INFRA = '--remote-infra-kubeconfig';

/** Whether the flags of a case speak of two clusters. */
export function hasTwoClusters({ flags }: Pick<RecordedCase, 'flags'>): boolean {
  return isSet(flags[REMOTE_RUNTIME]) || isSet(flags[REMOTE_INFRA]);
}

/**
 * The arguments of `apply` for a case: its files, its clusters, and its flags as far as `apply` has them.
 *
 * @param known flags that `apply` has
 */
export function argumentsOf(
  { flags, files }: Pick<RecordedCase, 'flags' | 'files'>,
  { runtime, infra }: Kubeconfigs,
  known: ReadonlySet<string>,
): readonly string[] {
  const clusters = [
    ...['--kubeconfig', isSet(flags[REMOTE_RUNTIME]) ? infra : runtime],
    ...(isSet(flags[REMOTE_RUNTIME]) ? [REMOTE_RUNTIME, runtime] : []),
    ...(isSet(flags[REMOTE_INFRA]) ? [REMOTE_INFRA, infra] : []),
  ];
  const others = Object.entries(flags).filter(([name]) => known.has(name) && name !== REMOTE_RUNTIME && name !== REMOTE_INFRA);
  const input = ['-f', files.instance, '--profile', files.profile];
  return ['apply', ...input, ...clusters, ...others.flatMap(([name, value]) => argument(name, value)), '--output', 'json'];
}

/** Flags of a case that ask for something and that `apply` does not have. */
export function unknownFlags({ flags }: Pick<RecordedCase, 'flags'>, known: ReadonlySet<string>): readonly string[] {
  return Object.entries(flags)
    .filter(([name, value]) => isSet(value) && !known.has(name))
    .map(([name]) => name);
}

/** The flags that a help text lists. */
export function flagsOf(help: string): ReadonlySet<string> {
  return new Set([...help.matchAll(/^ {2,6}(?:-\w, )?(--[\w-]+)/gmu)].map(([, flag = '']) => flag));
}

function argument(name: string, value: string | boolean): readonly string[] {
  if (typeof value === 'string') return [name, value];
  return value ? [name] : [];
}

function isSet(value: string | boolean | undefined): boolean {
  return value !== undefined && value !== false && value !== '';
}
