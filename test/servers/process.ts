import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { endGroup } from './process-group.ts';
import { tellReaper } from './tell-reaper.ts';
import { until } from './until.ts';

/** What is run, and when it is ready. */
export interface ServerOptions {
  /** Path of the binary. */
  readonly path: string;
  readonly args: readonly string[];
  /** Beside those of this process. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of its log, which is `<name of the binary>.log`. */
  readonly logs: string;
  /** Whether it can be used; asked until it says so. A rejection means no. */
  readonly ready: () => Promise<boolean>;
  /** How long it may take, in milliseconds. @default 60000 */
  readonly timeout?: number;
}

/** A server that runs. */
export interface ServerProcess {
  /** Ends it with all that it started. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does; returns when it is gone. */
  kill(): Promise<void>;
  /** Stops it in its tracks: its connections stay, and nobody answers. */
  pause(): void;
  /** Lets it go on. */
  resume(): void;
}

/**
 * Starts a server and waits until it is ready. It ends with this process at the latest, whichever way that ends.
 *
 * @throws with the end of its log, when it ends or is not ready in time
 */
export async function startProcess({ path, args, env = {}, logs, ready, timeout = 60_000 }: ServerOptions): Promise<ServerProcess> {
  const name = basename(path);
  const log = join(logs, `${name}.log`);
  const out = openSync(log, 'a');
  // In a group of its own, so that it can be ended with its children, and Ctrl-C reaches it only through the reaper.
  const child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ['ignore', out, out], detached: true });
  closeSync(out);
  const pid = await started(child, name);
  const ended = { value: false };
  child.once('exit', () => {
    ended.value = true;
    tellReaper(`-${pid}`);
  });
  const stop = (): Promise<void> => endGroup(pid);
  const kill = async (): Promise<void> => {
    if (ended.value) return;
    const gone = once(child, 'exit');
    process.kill(-pid, 'SIGKILL');
    await gone;
  };
  try {
    await until(`${name} is ready`, async () => ended.value || (await ready()), { timeout });
  } catch (error) {
    await stop();
    throw new Error(`${name} is not ready; ${log} ends with\n${tail(log)}`, { cause: error });
  }
  if (ended.value) throw new Error(`${name} ended at once; ${log} ends with\n${tail(log)}`);
  const pause = (): void => void process.kill(-pid, 'SIGSTOP');
  const resume = (): void => void process.kill(-pid, 'SIGCONT');
  return { stop, kill, pause, resume };
}

function started(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${name} cannot be started`, { cause })));
    child.once('spawn', () => {
      const pid = child.pid ?? 0;
      tellReaper(`+${pid}`);
      // A test run may end while servers still do; it must not wait for them.
      child.unref();
      resolve(pid);
    });
  });
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');
}
