import { dirname, join } from 'node:path';
import { FileError, isSystemError } from '../errors.js';
import { nodeFileSystem, type FileSystem } from './file-system.js';
import type { Files } from './layout.js';

/** What a run wrote, so that the next one knows what it may remove. */
const INDEX = '.platform-mesh.json';

/** Where new files lie until all of them are there, and old ones until the new ones are in place. */
const STAGING = '.platform-mesh.tmp';

/** What writing did; paths below the output folder. */
export interface WriteResult {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes files into a folder and removes those that an earlier run wrote and this one does not.
 *
 * Nothing changes unless everything can be written: new files are staged first, and a failure while they are put in
 * place puts the old ones back. Files that are the same are left alone, files of others are never touched.
 *
 * @throws {FileError} `foreign-file` when a file of somebody else is in the way, `unwritable-file` when the file system refuses.
 */
export function writeFiles(out: string, files: Files, fs: FileSystem = nodeFileSystem): WriteResult {
  return guarded(out, () => {
    const former = readIndex(out, fs);
    const plan = compare(out, files, former, fs);
    if (plan.written.length > 0 || plan.removed.length > 0 || !sameNames(former, files)) replace(out, files, plan, fs);
    return plan;
  });
}

/**
 * Writes one file, with the folders that it needs.
 *
 * @throws {FileError} `unwritable-file` when the file system refuses.
 */
export function writeFile(path: string, text: string, fs: FileSystem = nodeFileSystem): void {
  guarded(
    path,
    () => {
      fs.makeFolder(dirname(path));
      fs.write(path, text);
    },
    '',
  );
}

function compare(out: string, files: Files, former: ReadonlySet<string>, fs: FileSystem): WriteResult {
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const [path, text] of files) {
    const kind = fs.kind(join(out, path));
    const same = kind === 'file' && fs.read(join(out, path)) === text;
    if (!hasNoLink(out, path, fs) || (kind !== undefined && !same && !(kind === 'file' && former.has(path)))) {
      throw new FileError(
        'foreign-file',
        `${join(out, path)}: a ${kind === 'folder' ? 'folder' : 'file or link'} that synth did not write is in the way`,
        {
          hint: 'choose another --out, or move it away',
        },
      );
    }
    (same ? unchanged : written).push(path);
  }
  const removed = [...former].filter((path) => !files.has(path) && fs.kind(join(out, path)) === 'file');
  return { written, unchanged, removed };
}

function replace(out: string, files: Files, { written, removed }: WriteResult, fs: FileSystem): void {
  const staging = join(out, STAGING);
  const undo: (() => void)[] = [];
  fs.removeTree(staging);
  const move = (from: string, to: string): void => {
    fs.makeFolder(dirname(to));
    fs.rename(from, to);
    undo.push(() => fs.rename(to, from));
  };
  try {
    for (const path of [...written, INDEX]) {
      fs.makeFolder(dirname(join(staging, 'new', path)));
      fs.write(join(staging, 'new', path), path === INDEX ? indexText(files) : (files.get(path) ?? ''));
    }
    for (const path of [...written, ...removed, INDEX]) {
      if (fs.kind(join(out, path)) === 'file') move(join(out, path), join(staging, 'old', path));
    }
    for (const path of [...written, INDEX]) move(join(staging, 'new', path), join(out, path));
  } catch (error) {
    for (const step of undo.reverse()) step();
    fs.removeTree(staging);
    removeEmptyFolders(out, written, fs);
    throw error;
  }
  fs.removeTree(staging);
  removeEmptyFolders(out, removed, fs);
}

function removeEmptyFolders(out: string, paths: readonly string[], fs: FileSystem): void {
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) if (!fs.removeEmptyFolder(join(out, folder))) break;
  }
}

/** The paths that the last run wrote, from its index. A path that leads out of the folder is ignored. */
function readIndex(out: string, fs: FileSystem): ReadonlySet<string> {
  if (fs.kind(join(out, INDEX)) !== 'file') return new Set();
  const index: unknown = parseJson(fs.read(join(out, INDEX)) ?? '');
  const paths: readonly unknown[] =
    typeof index === 'object' && index !== null && 'files' in index && Array.isArray(index.files) ? index.files : [];
  return new Set(paths.filter((path): path is string => typeof path === 'string' && isInside(path) && hasNoLink(out, path, fs)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isInside(path: string): boolean {
  return (
    !path.startsWith('/') &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

function hasNoLink(out: string, path: string, fs: FileSystem): boolean {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) if (fs.kind(join(out, folder)) === 'other') return false;
  return true;
}

function indexText(files: Files): string {
  const note = 'written by platform-mesh synth; it removes these files when it writes them no more';
  return `${JSON.stringify({ note, files: [...files.keys()].sort() }, null, 2)}\n`;
}

function sameNames(former: ReadonlySet<string>, files: Files): boolean {
  return former.size === files.size && [...files.keys()].every((path) => former.has(path));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'nothing can be made there',
  ENOTDIR: 'a file is where a folder is needed',
  EEXIST: 'a file is where a folder is needed',
  EISDIR: 'a folder is where a file is needed',
};

function guarded<T>(out: string, write: () => T, left = '; the old files are unchanged'): T {
  try {
    return write();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const { code, path = out } = cause;
    throw new FileError('unwritable-file', `${path}: cannot be written: ${REASONS[code] ?? cause.message}${left}`, { cause });
  }
}
