import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { BINARIES, CRDS, type BinaryName, type BinarySource, type CrdFamily } from './binaries.ts';
import { moduleCache, moduleFolder } from './locate.ts';
import { putInPlace } from './put-in-place.ts';

/** What a build took. */
export interface Built {
  readonly seconds: number;
  readonly megabytes: number;
}

/**
 * Builds a binary into the cache. It appears there whole or not at all, so a build may be stopped at any time, and two
 * may run at once; the second finds most of its work in Go's own cache.
 *
 * @param timeout in ms: a build that takes longer is stopped. The default is that none is
 * @returns undefined when it was stopped
 * @throws with the end of what Go printed
 */
export function buildBinary(name: BinaryName, timeout?: number): Built | undefined {
  const start = performance.now();
  const source: BinarySource = BINARIES[name];
  const path = join(moduleCache(source.module), name);
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(moduleCache(source.module), { recursive: true });
  // The people at this machine come first: a build takes every core for minutes.
  setPriority(constants.priority.PRIORITY_LOW);
  try {
    const built = go(source.module, ['build', '-trimpath', '-ldflags', linkerFlags(source), '-o', unfinished, source.package], timeout);
    if (built === undefined) return undefined;
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return { seconds: Math.round((performance.now() - start) / 1000), megabytes: Math.round(statSync(path).size / 1e6) };
}

/** Copies the CustomResourceDefinitions of a family into the cache; returns the folder. */
export function copyCrds(family: CrdFamily): string {
  const { modules, folder: within, files } = CRDS[family];
  const folder = join(moduleCache(family), 'crds');
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    for (const module of modules) {
      const from = join((go(family, ['list', '-m', '-f', '{{.Dir}}', module]) ?? '').trim(), within);
      for (const file of readdirSync(from).filter((name) => files.test(name))) copyFileSync(join(from, file), join(unfinished, file));
    }
    putInPlace(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** What Go printed; undefined when it was stopped for its time was over. */
function go(module: string, argv: readonly string[], timeout?: number): string | undefined {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const options = {
    cwd: moduleFolder(module),
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(timeout === undefined ? {} : { timeout }),
  } as const;
  const { status, stdout, stderr, error } = spawnSync('go', argv, options);
  if (error && 'code' in error && error.code === 'ETIMEDOUT') return undefined;
  if (error) throw error;
  if (status !== 0) throw new Error(`go ${argv[0] ?? ''} in ${module} failed:\n${stderr.trim().split('\n').slice(-20).join('\n')}`);
  return stdout;
}

/** Without symbols; where a server tells its version, with the Kubernetes version that go.mod pins. */
function linkerFlags({ module, stamped }: BinarySource): string {
  if (stamped !== true) return '-s -w';
  const version = /^\tk8s\.io\/kubernetes (v\S+)/mu.exec(readFileSync(join(moduleFolder(module), 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${module}/go.mod pins no Kubernetes`);
  const [gitMajor = '', gitMinor = ''] = version.slice(1).split('.');
  const stamp = Object.entries({ gitVersion: version, gitMajor, gitMinor });
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return ['-s -w', ...packages.flatMap((path) => stamp.map(([key, value]) => `-X ${path}.${key}=${value}`))].join(' ');
}
