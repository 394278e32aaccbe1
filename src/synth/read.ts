import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, isSystemError, readFailure } from '../errors.js';
import type { Files } from './layout.js';

/**
 * The YAML and JSON files below a folder, sorted by path; hidden files and folders are passed over.
 *
 * @throws {FileError} `unreadable-file` when the file system refuses.
 */
export function readFiles(folder: string): Files {
  try {
    return new Map(pathsBelow(folder, '').map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new FileError('unreadable-file', `${cause.path ?? folder}: cannot be read: ${readFailure(cause)}`, { cause });
  }
}

function pathsBelow(folder: string, below: string): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return pathsBelow(folder, path);
      return /\.(ya?ml|json)$/u.test(entry.name) ? [path] : [];
    });
}
