import { invalidInput } from '../../errors.js';
import type { GitOps } from '../../synth/index.js';

/** The flags of delivery from Git. */
export interface GitOpsFlags {
  readonly gitops?: GitOps['tool'];
  readonly gitopsRepo?: string;
  readonly gitopsPath?: string;
  readonly gitopsBranch?: string;
  readonly gitopsSecretName?: string;
  readonly stdout?: boolean;
}

/**
 * Undefined without `--gitops`.
 *
 * @throws {InvalidInputError} `missing-option` if a flag is missing, `invalid-option` for an invalid repository, path or branch.
 */
export function gitOpsOptions({
  gitops: tool,
  gitopsRepo,
  gitopsPath,
  gitopsBranch,
  gitopsSecretName,
  stdout,
}: GitOpsFlags): Pick<GitOps, 'tool' | 'folder'> | undefined {
  if (tool === undefined) {
    const lonely = Object.entries({
      '--gitops-repo': gitopsRepo,
      '--gitops-path': gitopsPath,
      '--gitops-branch': gitopsBranch,
      '--gitops-secret-name': gitopsSecretName,
    }).find(([, value]) => value !== undefined);
    if (lonely)
      throw invalidInput(
        'missing-option',
        `${lonely[0]} is given, but not --gitops`,
        'say who applies the folder: --gitops flux or --gitops argocd',
      );
    return undefined;
  }
  if (tool === 'argocd' && gitopsSecretName !== undefined)
    throw invalidInput(
      'invalid-option',
      '--gitops-secret-name is for Flux: Argo CD finds credentials by the URL of a repository',
      'declare the repository to Argo CD, and omit the flag',
    );
  if (stdout === true)
    throw invalidInput('invalid-option', '--gitops points at files, and --stdout writes none', 'give --out instead of --stdout');
  if (gitopsRepo === undefined || gitopsPath === undefined) {
    const flags = [...(gitopsRepo === undefined ? ['--gitops-repo'] : []), ...(gitopsPath === undefined ? ['--gitops-path'] : [])];
    throw invalidInput(
      'missing-option',
      `--gitops needs ${flags.join(' and ')}`,
      'they say where the folder is in Git: --gitops-repo https://git.example.com/team/mesh.git --gitops-path deploy',
    );
  }
  return {
    tool,
    folder: {
      repository: repository(gitopsRepo),
      path: path(gitopsPath),
      ...(gitopsBranch === undefined ? {} : { branch: branch(gitopsBranch) }),
      ...(gitopsSecretName === undefined ? {} : { secretName: gitopsSecretName }),
    },
  };
}

/** Both tools take URLs; Flux takes nothing else. */
function repository(url: string): string {
  if (/^(https?|ssh):\/\/[^\s/]+\/\S+$/u.test(url)) return url;
  const [, user, path] = /^([^\s/:]+@[^\s/:]+):(\S+)$/u.exec(url) ?? [];
  const hint =
    user === undefined || path === undefined
      ? 'write it as https://git.example.com/team/mesh.git or ssh://git@git.example.com/team/mesh.git'
      : `write it as ssh://${user}/${path}`;
  throw invalidInput('invalid-option', `--gitops-repo ${JSON.stringify(url)} is not the URL of a Git repository`, hint);
}

function path(given: string): string {
  const parts = given.split('/').filter((part) => part !== '' && part !== '.');
  if (given.startsWith('/') || parts.includes('..') || /[\\\s]/u.test(given)) {
    throw invalidInput(
      'invalid-option',
      `--gitops-path ${JSON.stringify(given)} is not a folder within a repository`,
      'write it relative to the root of the repository, such as clusters/prod; the root itself is .',
    );
  }
  return parts.join('/');
}

function branch(given: string): string {
  // What `git check-ref-format` refuses, as far as people write it.
  if (given !== '' && !/[\s~^:?*[\\]|\.\.|@\{|^[-/.]|\/\.|\/\/|[/.]$|\.lock$/u.test(given)) return given;
  throw invalidInput(
    'invalid-option',
    `--gitops-branch ${JSON.stringify(given)} is not the name of a branch`,
    'write a name such as main or release/1.2',
  );
}
