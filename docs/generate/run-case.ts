import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { STANDARD_FILES, type CommandCase, type Content, type SnippetCase } from './error-case.ts';
import type { Product } from './product.ts';

/** What an example printed, and what the process ended with; a snippet ends with none. */
export interface CaseResult {
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** Stands for the temporary folder in what is printed. */
const SHOWN_FOLDER = '/home/you/platform';

/** Runs an example in a folder of its own, with its files and nothing else. */
export async function runCase(product: Product, example: CommandCase | SnippetCase): Promise<CaseResult> {
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

async function runCommand({ cli }: Product, { command, repository }: CommandCase): Promise<CaseResult> {
  if (repository !== undefined) commitAll(repository);
  let output = '';
  const print = (text: string): void => {
    output += text;
  };
  const stream = { isTerminal: false, width: 120 };
  const exitCode = await cli.run(command.split(' ').slice(1), { out: print, err: print, stdin: () => '', env: {}, stdout: stream, stderr: stream });
  return { output, exitCode };
}

function commitAll(folder: string): void {
  const person = { GIT_AUTHOR_NAME: 'you', GIT_AUTHOR_EMAIL: 'you@example.com', GIT_COMMITTER_NAME: 'you', GIT_COMMITTER_EMAIL: 'you@example.com' };
  const env = { ...process.env, ...person, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  for (const args of [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'first']]) execFileSync('git', ['-C', folder, ...args], { env, stdio: 'ignore' });
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
