import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

let reaper: Writable | undefined;

/** Tells the reaper of this process, which is started with the first word to it. */
export function tellReaper(line: string): void {
  reaper ??= start();
  reaper.write(`${line}\n`);
}

function start(): Writable {
  const script = fileURLToPath(new URL('reaper.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script], { stdio: ['pipe', 'ignore', 'inherit'], env: {}, detached: true });
  child.unref();
  // The pipe closes with this process, which is what the reaper waits for; until then it must keep nothing alive. It is
  // a socket, though its type does not tell.
  (child.stdin as Writable & { unref(): void }).unref();
  return child.stdin;
}
