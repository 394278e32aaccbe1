import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { foldersFor } from './folders.ts';
import { closed, portOf } from './ports.ts';

/** A Git server on the loopback address. */
export interface GitServer {
  /** `<url>/<repository>.git` is a repository. */
  readonly url: string;
  /**
   * Commits files, by their paths, as all that there is on the branch `main`; makes the repository where there is none. Returns the
   * commit.
   */
  commit(repository: string, files: ReadonlyMap<string, string>): string;
  stop(): Promise<void>;
}

/** Starts a Git server: Git's own `http-backend` behind a small HTTP server. */
export async function startGitServer({ suite }: { readonly suite: string }): Promise<GitServer> {
  const folders = foldersFor(suite, 'git');
  const repositories = join(folders.data, 'repositories');
  const server = createServer((request, response) => serve(repositories, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    commit: (repository, files) => commit(join(repositories, `${repository}.git`), join(folders.data, 'trees'), files),
    stop: async () => {
      server.closeAllConnections();
      await closed(server);
      folders.remove();
    },
  };
}

/** Git as if nobody had configured it: whoever runs tests may sign commits or run hooks. */
const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

let trees = 0;

function commit(repository: string, folder: string, files: ReadonlyMap<string, string>): string {
  const tree = join(folder, String((trees += 1)));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const git = (...args: string[]): string =>
    execFileSync('git', ['--git-dir', repository, '--work-tree', tree, ...args], { env: ENV, encoding: 'utf8' }).trim();
  if (!existsSync(repository)) execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', repository], { env: ENV });
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'test');
  return git('rev-parse', 'HEAD');
}

/** One request by the Common Gateway Interface. */
function serve(repositories: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const cgi = spawn('git', ['http-backend'], {
    env: {
      ...ENV,
      GIT_PROJECT_ROOT: repositories,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  request.pipe(cgi.stdin);
  // It closes its input when it has read enough.
  cgi.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  cgi.once('error', () => response.writeHead(500).end());
  cgi.once('close', () => answer(Buffer.concat(chunks), response));
}

/** Headers, an empty line, the body. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = new Map(
    output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number.parseInt(headers.get('Status') ?? '200', 10);
  headers.delete('Status');
  response.writeHead(status, Object.fromEntries(headers)).end(output.subarray(end + 4));
}
