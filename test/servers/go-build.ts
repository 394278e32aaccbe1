import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { BINARIES, FLUX_CRD_MODULES, type BinaryName, type BinarySource } from './binaries.ts';
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
 * @throws with the end of what Go printed
 */
export function buildBinary(name: BinaryName): Built {
  const start = performance.now();
  const source = BINARIES[name];
  const path = join(moduleCache(source.module), name);
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(moduleCache(source.module), { recursive: true });
  // The people at this machine come first: a build takes every core for minutes.
  setPriority(constants.priority.PRIORITY_LOW);
  try {
    go(source.module, ['build', '-trimpath', '-ldflags', linkerFlags(source), '-o', unfinished, source.package]);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return { seconds: Math.round((performance.now() - start) / 1000), megabytes: Math.round(statSync(path).size / 1e6) };
}

/** Copies the CustomResourceDefinitions of Flux into the cache; returns the folder. */
export function copyFluxCrds(): string {
  const folder = join(moduleCache('flux'), 'crds');
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    for (const module of FLUX_CRD_MODULES) {
      const bases = join(go('flux', ['list', '-m', '-f', '{{.Dir}}', module]).trim(), 'config/crd/bases');
      for (const file of readdirSync(bases)) copyFileSync(join(bases, file), join(unfinished, file));
    }
    putInPlace(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function go(module: string, argv: readonly string[]): string {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const { status, stdout, stderr, error } = spawnSync('go', argv, { cwd: moduleFolder(module), env, encoding: 'utf8', maxBuffer: 1 << 26 });
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
