import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { tellReaper } from '../../servers/index.ts';

/** What another process is told to do with a lease. */
export interface HolderTask {
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly name: string;
  /** @default - one that says which process it is */
  readonly identity?: string;
  readonly duration: number;
  readonly renewEvery: number;
  readonly margin: number;
  readonly wait?: number;
}

/** Another process that takes a lease and keeps it until it is killed. */
export interface LeaseHolder {
  /** What `acquireLease` said: `held`, or the message about the holder. */
  readonly answer: Promise<string>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

const LIB = resolve('lib/runtime');

const PROGRAM = `
import { connect, loadConnection } from '${LIB}/cluster/index.js';
import { acquireLease, runIdentity } from '${LIB}/manager/index.js';

const { kubeconfig, namespace, name, identity = runIdentity(), ...options } = JSON.parse(process.argv[2]);
const cluster = connect(await loadConnection({ kubeconfig }));
const attempt = await acquireLease(cluster, { namespace, name, identity }, options);
console.log(attempt.result === 'held' ? 'held' : attempt.message);
// The renewal thread alone does not keep a process alive.
if (attempt.result === 'held') setInterval(() => undefined, 1000);
else process.exit(0);
`;

/** Programs from a bundle, made as that of the command line is: what they do with a lease works from there. */
export class LeaseHolders {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lease-'));
  readonly #running: LeaseHolder[] = [];

  /** Makes the bundle. */
  async prepare(): Promise<void> {
    const program = join(this.#folder, 'holder.mjs');
    writeFileSync(program, PROGRAM);
    await build({
      entryPoints: { holder: program, 'renewal-thread': join(LIB, 'manager/renewal-thread.js') },
      outdir: join(this.#folder, 'bundle'),
      bundle: true,
      splitting: true,
      minify: true,
      keepNames: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    writeFileSync(join(this.#folder, 'bundle/package.json'), '{"type":"module"}');
  }

  start(task: HolderTask): LeaseHolder {
    const child = spawn(process.execPath, [join(this.#folder, 'bundle/holder.js'), JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    tellReaper(`+${child.pid ?? 0}`);
    const holder = { answer: firstLine(child), kill: () => ended(child) };
    this.#running.push(holder);
    return holder;
  }

  async stop(): Promise<void> {
    for (const holder of this.#running) await holder.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('it ended without an answer');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
