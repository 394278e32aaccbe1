import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, isSystemError } from '../errors.js';
import type { Problems } from './problems.js';
import { fileSource, type SourceText } from './source-text.js';

/** Larger than any profile, small enough to be read at once: 32 MiB. */
const MAX_BYTES = 32 * 1024 * 1024;

const YAML_FILE = /\.(ya?ml|json)$/u;

/** Reads `-f` arguments: files, folders (their YAML and JSON files, sorted, without subfolders) and `-`. */
export function readSources(files: readonly string[], stdin: () => string, problems: Problems): readonly SourceText[] {
  return files.flatMap((file) => {
    if (file === '-') return sourceOf('stdin', Buffer.from(stdin()), problems);
    return filesOf(file, problems).flatMap((path) => readSource(path, problems));
  });
}

/** Reads one file; one that cannot be used is a problem and yields nothing. */
export function readSource(file: string, problems: Problems): readonly SourceText[] {
  const size = statOf(file, problems)?.size;
  if (size === undefined) return [];
  if (size > MAX_BYTES) {
    problems.error('file-too-large', { message: `${file}: the file has ${size} bytes; at most ${MAX_BYTES} are read`, hint: 'name the profile, not an archive or a log' });
    return [];
  }
  return sourceOf(file, guarded(file, () => readFileSync(file)), problems);
}

function filesOf(file: string, problems: Problems): readonly string[] {
  const stat = statOf(file, problems);
  if (!stat) return [];
  if (!stat.isDirectory()) return [file];
  const names = guarded(file, () => readdirSync(file)).filter((name) => YAML_FILE.test(name)).sort();
  if (names.length === 0) problems.error('no-such-file', { message: `${file}: the folder holds no .yaml, .yml or .json file` });
  return names.map((name) => join(file, name));
}

function statOf(file: string, problems: Problems): ReturnType<typeof statSync> {
  try {
    return statSync(file);
  } catch (cause) {
    if (!isMissing(cause)) throw unreadable(file, cause);
    problems.error('no-such-file', { message: `${file}: there is no such file or folder` });
    return undefined;
  }
}

function sourceOf(file: string, bytes: Buffer, problems: Problems): readonly SourceText[] {
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
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): FileError {
  return new FileError('unreadable-file', `${file}: cannot be read: ${isSystemError(cause) ? cause.message : String(cause)}`, { cause });
}

function isMissing(cause: unknown): boolean {
  return isSystemError(cause) && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}
