import { spawn, type ChildProcess, type ChildProcessByStdio, type SpawnOptionsWithStdioTuple } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What a command line printed and ended with. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Another build than that of this folder may be named, such as one of a working copy that is being edited. */
const PROGRAM = process.env['PLATFORM_MESH_PROGRAM'] ?? fileURLToPath(new URL('../../lib/bundle/platform-mesh.js', import.meta.url));

const SPAWN: SpawnOptionsWithStdioTuple<'ignore', 'pipe', 'pipe'> = {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, CI: 'true', FORCE_COLOR: '' },
};

/** A command line that runs. */
export interface Run {
  readonly child: ChildProcess;
  /** What it has printed on standard error by now. */
  readonly printed: () => string;
  /** What it has printed on standard output by now. */
  readonly shown: () => string;
  readonly result: Promise<Result>;
}

/** Starts the built program, as a CI system does: what it prints goes into a pipe, and libraries know `CI`. */
export function startPlatformMesh(...args: readonly string[]): Run {
  return resultOf(spawn(process.execPath, [PROGRAM, ...args], SPAWN));
}

function resultOf(child: ChildProcessByStdio<null, Readable, Readable>): Run {
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const result = new Promise<Result>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, out, err: signal === null ? err : `${err}ended by ${signal}` }));
  });
  return { child, printed: () => err, shown: () => out, result };
}

/** Runs the built program to its end. */
export function platformMesh(...args: readonly string[]): Promise<Result> {
  return startPlatformMesh(...args).result;
}

/** Runs it into a reader that leaves after the first line; the exit code is that of the program. */
export function platformMeshIntoHead(...args: readonly string[]): Promise<Result> {
  return resultOf(spawn('bash', ['-c', '"$@" | head -n 1; exit "${PIPESTATUS[0]}"', 'bash', process.execPath, PROGRAM, ...args], SPAWN))
    .result;
}

/** Writes files into `out`; fails when the program says anything but that it did. */
export async function synth(input: readonly string[], out: string, ...options: readonly string[]): Promise<void> {
  const { code, err } = await platformMesh('synth', ...input.flatMap((file) => ['-f', file]), '--out', out, ...options);
  if (code !== 0) throw new Error(`synth ended with ${code}:\n${err}`);
}
