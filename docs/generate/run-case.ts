import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { startApiServer, type RunningServer } from './api-server.ts';
import { STANDARD_FILES, type CommandCase, type Content, type ErrorCase, type SnippetCase } from './error-case.ts';
import type { Product } from './product.ts';

/** What an example printed, and what the process ended with; a snippet ends with none. */
export interface CaseResult {
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** Stand for the temporary folder and for the server in what is printed. */
const SHOWN_FOLDER = '/home/you/platform';
const SHOWN_SERVER = 'kube.example.com:6443';

/** Runs an example in a folder of its own, with its files and nothing else. */
export async function runCase(product: Product, example: ErrorCase): Promise<CaseResult> {
  if ('shown' in example) return { output: example.shown, exitCode: 1 };
  const former = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
  try {
    process.chdir(folder);
    const files = { ...STANDARD_FILES, ...('files' in example ? example.files : {}) };
    for (const [path, content] of Object.entries(files)) if (content !== undefined) write(path, content);
    const result = 'typescript' in example ? runSnippet(product, example) : await runCommand(product, example);
    return { ...result, output: result.output.replaceAll(folder, SHOWN_FOLDER) };
  } finally {
    process.chdir(former);
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(path: string, content: Content): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'string') writeFileSync(path, content);
  else if ('kind' in content && content.kind === 'folder') mkdirSync(path, { recursive: true });
  else if ('bytes' in content) writeFileSync(path, Uint8Array.from(content.bytes));
  else {
    writeFileSync(path, '');
    truncateSync(path, 'size' in content ? content.size : 0);
  }
}

async function runCommand(product: Product, { command, repository, server: given }: CommandCase): Promise<CaseResult> {
  if (repository !== undefined) commitAll(repository);
  const server = given && (await startApiServer(given));
  try {
    if (server) write('.kube/config', server.kubeconfig);
    const { output, exitCode } = await runLine(product, command);
    return { output: server ? shown(output, server) : output, exitCode };
  } finally {
    await server?.stop();
  }
}

function shown(output: string, { host }: RunningServer): string {
  return output.replaceAll(host, SHOWN_SERVER);
}

async function runLine({ cli }: Product, command: string): Promise<CaseResult> {
  let output = '';
  const print = (text: string): void => {
    output += text;
  };
  const stream = { isTerminal: false, width: 120 };
  const exitCode = await cli.run(command.split(' ').slice(1), {
    out: print,
    err: print,
    stdin: () => '',
    env: { HOME: process.cwd() },
    stdout: stream,
    stderr: stream,
  });
  return { output, exitCode };
}

function commitAll(folder: string): void {
  const person = {
    GIT_AUTHOR_NAME: 'you',
    GIT_AUTHOR_EMAIL: 'you@example.com',
    GIT_COMMITTER_NAME: 'you',
    GIT_COMMITTER_EMAIL: 'you@example.com',
  };
  const env = { ...process.env, ...person, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  for (const args of [
    ['init', '--quiet'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'first'],
  ])
    execFileSync('git', ['-C', folder, ...args], { env, stdio: 'ignore' });
}

/** Runs a snippet whose imports are replaced by what the product has; the error that it throws is what it prints. */
function runSnippet({ library, modules }: Product, { typescript }: SnippetCase): CaseResult {
  const body = typescript.replace(/^import \{ (.+) \} from ('.+');$/gmu, 'const { $1 } = modules[$2];');
  const run = compileFunction(body, ['modules']) as (modules: Product['modules']) => void;
  try {
    run(modules);
  } catch (error) {
    if (!(error instanceof library.PlatformMeshError)) throw error;
    const hint = error.hint === undefined ? '' : `hint: ${error.hint}\n`;
    return { output: `${error.name}: ${error.message}\ncode: ${error.code}\n${hint}`, exitCode: undefined };
  }
  return { output: '', exitCode: undefined };
}
