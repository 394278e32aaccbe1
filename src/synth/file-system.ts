import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSystemError } from '../errors.js';

/** What writing needs of a file system; a test passes one that fails. */
export interface FileSystem {
  /** The text of a file, undefined when there is none. */
  read(path: string): string | undefined;
  /** What stands at a path; a link is `other` and is never followed. */
  kind(path: string): 'file' | 'folder' | 'other' | undefined;
  write(path: string, text: string): void;
  /** Makes a folder with those above it. */
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Removes a folder if it is empty; says whether it did. */
  removeEmptyFolder(path: string): boolean;
  /** Removes a folder with all it holds. */
  removeTree(path: string): void;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}

/** One by one: below /proc, Node's own `recursive` never comes back. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it just now.
    if (!hasCode(error, 'EEXIST') || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The file system of the machine. */
export const nodeFileSystem: FileSystem = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  },
  kind(path) {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (stat.isFile()) return 'file';
    return stat.isDirectory() ? 'folder' : 'other';
  },
  write: (path, text) => writeFileSync(path, text),
  makeFolder,
  rename: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  removeEmptyFolder(path) {
    try {
      rmdirSync(path);
      return true;
    } catch (error) {
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return false;
      throw error;
    }
  },
  removeTree: (path) => rmSync(path, { recursive: true, force: true }),
};
