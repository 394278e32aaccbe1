import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, isSystemError, readFailure } from '../../errors.js';
import type { Problems } from '../problems.js';
import { fileSource, type SourceText } from './source-text.js';

/** Larger than any profile, small enough to be read at once: 32 MiB. */
const MAX_BYTES = 32 * 1024 * 1024;

const YAML_FILE = /\.(ya?ml|json)$/u;

/** Where input files are read from: the file system, or the files of a Git commit. */
export interface InputFiles {
  /** What stands at a path; undefined when there is nothing. */
  stat(path: string): { readonly kind: 'file' | 'folder'; readonly size: number } | undefined;
  /** Names of the files in a folder. */
  list(folder: string): readonly string[];
  /** The bytes of a file. */
  read(path: string): Uint8Array;
  /** How a file is named in messages. */
  label(path: string): string;
}

/** The file system of the machine. */
export const nodeFiles: InputFiles = {
  stat(path) {
    try {
      const stat = statSync(path);
      return { kind: stat.isDirectory() ? 'folder' : 'file', size: stat.size };
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  },
  list: (folder) => readdirSync(folder),
  read: (path) => readFileSync(path),
  label: (path) => path,
};

/** Reads `-f` arguments: files, folders (their YAML and JSON files, sorted, without subfolders) and `-`. */
export function readSources(paths: readonly string[], stdin: () => string, problems: Problems, files: InputFiles): readonly SourceText[] {
  return paths.flatMap((path) => {
    if (path === '-') return sourceOf('stdin', Buffer.from(stdin()), problems);
    return filesAt(path, problems, files).flatMap((file) => readSource(file, problems, files));
  });
}

/** Reads one file; one that cannot be used is a problem and yields nothing. */
export function readSource(path: string, problems: Problems, files: InputFiles): readonly SourceText[] {
  const label = files.label(path);
  const size = statOf(path, problems, files)?.size;
  if (size === undefined) return [];
  if (size > MAX_BYTES) {
    problems.error('file-too-large', {
      message: `${label}: the file has ${size} bytes; the limit is ${MAX_BYTES}`,
      hint: 'name the profile, not an archive or a log',
    });
    return [];
  }
  return sourceOf(
    label,
    guarded(label, () => files.read(path)),
    problems,
  );
}

function filesAt(path: string, problems: Problems, files: InputFiles): readonly string[] {
  const stat = statOf(path, problems, files);
  if (!stat) return [];
  if (stat.kind === 'file') return [path];
  const label = files.label(path);
  const names = guarded(label, () => files.list(path))
    .filter((name) => YAML_FILE.test(name))
    .sort();
  if (names.length === 0) problems.error('no-such-file', { message: `${label}: the folder holds no .yaml, .yml or .json file` });
  return names.map((name) => join(path, name));
}

function statOf(path: string, problems: Problems, files: InputFiles): ReturnType<InputFiles['stat']> {
  const label = files.label(path);
  const stat = guarded(label, () => files.stat(path));
  if (!stat) problems.error('no-such-file', { message: `${label}: there is no such file or folder` });
  return stat;
}

function sourceOf(file: string, bytes: Uint8Array, problems: Problems): readonly SourceText[] {
  if (bytes.length > MAX_BYTES) {
    problems.error('file-too-large', { message: `${file}: more than ${MAX_BYTES} bytes` });
    return [];
  }
  try {
    return [fileSource(file, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))];
  } catch {
    problems.error('not-utf-8', { message: `${file}: the file is not UTF-8 text`, hint: 'save it as UTF-8' });
    return [];
  }
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): FileError {
  return new FileError('unreadable-file', `${file}: cannot be read: ${isSystemError(cause) ? readFailure(cause) : String(cause)}`, {
    cause,
  });
}

function isMissing(cause: unknown): boolean {
  return isSystemError(cause) && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}
