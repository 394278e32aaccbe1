import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a command line printed and ended with. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Another build than that of this folder may be named, such as one of a working copy that is being edited. */
const PROGRAM = process.env['PLATFORM_MESH_PROGRAM'] ?? fileURLToPath(new URL('../../lib/bundle/platform-mesh.js', import.meta.url));

/** A command line that runs. */
export interface Run {
  readonly child: ChildProcess;
  /** What it has printed on standard error by now. */
  readonly printed: () => string;
  readonly result: Promise<Result>;
}

/** Starts the built program, as a CI system does: what it prints goes into a pipe, and libraries know `CI`. */
export function startPlatformMesh(...args: readonly string[]): Run {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: 'true', FORCE_COLOR: '' } });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const printed = text(child.stdout);
  const result = new Promise<Result>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      void printed.then((out) => resolve({ code: code ?? 1, out, err: signal === null ? err : `${err}ended by ${signal}` }));
    });
  });
  return { child, printed: () => err, result };
}

/** Runs the built program to its end. */
export function platformMesh(...args: readonly string[]): Promise<Result> {
  return startPlatformMesh(...args).result;
}

/** Writes files into `out`; fails when the program says anything but that it did. */
export async function synth(input: readonly string[], out: string, ...options: readonly string[]): Promise<void> {
  const { code, err } = await platformMesh('synth', ...input.flatMap((file) => ['-f', file]), '--out', out, ...options);
  if (code !== 0) throw new Error(`synth ended with ${code}:\n${err}`);
}
