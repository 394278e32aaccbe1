import { execFileSync } from 'node:child_process';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { FileError } from '../errors.js';
import type { InputFiles } from '../profile/index.js';

/** A profile may be 32 MiB; Git's output is read at once. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The files of a Git commit, by the paths that they have in the working folder. */
export interface GitFiles extends InputFiles {
  /** The commit, in full. */
  readonly commit: string;
}

/**
 * The files as they were at a commit.
 *
 * @param ref a branch, a tag, a commit, or anything else that Git knows, such as `HEAD~3`
 * @param near a file or folder within the repository
 * @returns undefined when there is no such repository or no such commit
 */
export function gitFiles(ref: string, near: string): GitFiles | undefined {
  const root = tryGit(folderOf(near), 'rev-parse', '--show-toplevel')?.trim();
  if (root === undefined) return undefined;
  // `--` keeps a ref from being taken for a flag; `--verify` takes exactly one.
  const commit = tryGit(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)?.trim();
  if (commit === undefined) return undefined;
  const inside = (path: string): string => {
    const below = relative(root, resolve(path));
    if (below.startsWith('..') || isAbsolute(below))
      throw new FileError('outside-repository', `${path}: it is not in the Git repository ${root}`, {
        hint: 'compare it with a folder: --against DIR',
      });
    return below;
  };
  const entries = (path: string): readonly { readonly kind: string; readonly size: number; readonly name: string }[] =>
    (tryGit(root, 'ls-tree', '-z', '--long', commit, '--', path) ?? '')
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [info = '', name = ''] = line.split('\t');
        const [, kind = '', , size = '0'] = info.split(/\s+/u);
        return { kind, size: Number(size) || 0, name };
      });
  return {
    commit,
    label: (path) => `${ref}:${path}`,
    stat(path) {
      const below = inside(path);
      if (below === '') return { kind: 'folder', size: 0 };
      const [entry] = entries(below);
      return entry && { kind: entry.kind === 'tree' ? 'folder' : 'file', size: entry.size };
    },
    list: (folder) =>
      entries(`${inside(folder)}/`.replace(/^\/$/u, './'))
        .filter(({ kind }) => kind === 'blob')
        .map(({ name }) => name.split('/').at(-1) ?? ''),
    read: (path) =>
      execFileSync('git', ['-C', root, 'cat-file', 'blob', `${commit}:${inside(path)}`], {
        maxBuffer: MAX_OUTPUT,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
  };
}

function folderOf(path: string): string {
  return tryGit(path, 'rev-parse', '--show-toplevel') === undefined ? dirname(path) : path;
}

function tryGit(folder: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
