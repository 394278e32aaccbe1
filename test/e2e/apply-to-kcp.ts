import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RuntimeValues } from '../../src/profile/index.js';
import { until, type ApiServer } from '../servers/index.ts';
import { synth } from './cli.ts';
import { kubectl, workspaceOf } from './kubectl.ts';

/** A step of `kcp/apply-order.yml`. */
export interface Step {
  readonly workspace: string;
  readonly files: readonly string[];
  readonly wait?: readonly { readonly kind: string; readonly name: string; readonly for: string }[];
}

/** What is applied, and where the values come from that only a running platform knows. */
export interface Platform {
  /** Files of the input. */
  readonly input: readonly string[];
  /** Folder that is written. */
  readonly out: string;
  /** Reads what is known by now. */
  readonly readValues: () => Promise<RuntimeValues>;
}

/** The steps in their order. */
export function stepsOf(out: string): readonly Step[] {
  return (parse(readFileSync(join(out, 'kcp/apply-order.yml'), 'utf8')) as { readonly steps: readonly Step[] }).steps;
}

/**
 * Applies a platform to kcp as its user would: step by step, with `kubectl wait` after each. Where a file has a placeholder
 * left, the values that are known by now are read, and all files are written anew with them.
 */
export async function applyToKcp(kcp: ApiServer, platform: Platform): Promise<void> {
  const { input, out } = platform;
  await synth(input, out);
  for (const { workspace, files, wait = [] } of stepsOf(out)) {
    const paths = files.map((file) => join(out, 'kcp', file));
    if (isUnresolved(platform, paths))
      await until(`${files.join(', ')} has all its values`, () => resolve(platform, paths), { timeout: 30_000 });
    const server = workspaceOf(kcp, workspace);
    await kubectl(server, 'apply', '--server-side', ...paths.flatMap((path) => ['-f', path]));
    await Promise.all(
      wait.map(({ kind, name, for: condition }) => kubectl(server, 'wait', `${kind}/${name}`, `--for=${condition}`, '--timeout=60s')),
    );
  }
}

async function resolve(platform: Platform, paths: readonly string[]): Promise<boolean> {
  const { input, out, readValues } = platform;
  const file = `${out}.values.yaml`;
  writeFileSync(file, JSON.stringify(await readValues()));
  await synth(input, out, '--runtime-values', file);
  return !isUnresolved(platform, paths);
}

/** By the names in unresolved.yaml: pages of the portal have `${...}` of their own. */
function isUnresolved({ out }: Platform, paths: readonly string[]): boolean {
  const list = join(out, 'unresolved.yaml');
  if (!existsSync(list)) return false;
  const { values } = parse(readFileSync(list, 'utf8')) as { readonly values: readonly { readonly name: string }[] };
  return paths.some((path) => values.some(({ name }) => readFileSync(path, 'utf8').includes(`\${${name}:=`)));
}
