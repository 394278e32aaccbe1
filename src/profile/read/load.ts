import { readFileSync } from 'node:fs';
import type { Settings } from '../../settings.js';
import { blueprintFrom, type LoadedBlueprint } from '../resolve/blueprint-from.js';
import { nodeFiles, readSource, readSources, type InputFiles } from './input.js';
import { InvalidInputError } from '../../errors.js';
import { Problems } from '../problems.js';
import { readRuntimeValues, type RuntimeValues } from './runtime-values.js';

/** Files that hold a `PlatformMesh` and its profile. */
export interface LoadOptions {
  /** Files, folders and `-` for standard input. */
  readonly files: readonly string[];
  /** A bare profile, or a file with its ConfigMap. @default - the ConfigMap among `files` */
  readonly profile?: string;
  /** What flags decide. @default - none */
  readonly settings?: Settings;
  /** @default - the process's standard input */
  readonly stdin?: () => string;
  /** Where files are read from. @default - the file system */
  readonly from?: InputFiles;
  /**
   * How to report an entry that cannot work, such as a provider connection without a source. With `warning` the rest of the platform
   * is built; its status reports the entry.
   * @default 'error'
   */
  readonly unusableEntries?: 'error' | 'warning';
}

/**
 * Reads files and resolves them to a Blueprint.
 *
 * @throws {InvalidInputError} when the input is wrong, with every problem.
 * @throws {FileError} when a file cannot be read.
 */
export function loadBlueprint(options: LoadOptions): LoadedBlueprint {
  const problems = new Problems();
  const from = options.from ?? nodeFiles;
  const sources = readSources(options.files, options.stdin ?? (() => readFileSync(0, 'utf8')), problems, from);
  const profile = options.profile === undefined ? undefined : readSource(options.profile, problems, from);
  const { settings, unusableEntries = 'error' } = options;
  return blueprintFrom({ sources, unusableEntries, ...(profile ? { profile } : {}), ...(settings ? { settings } : {}) }, problems);
}

/**
 * Reads the values that only a running platform knows from a file.
 *
 * @throws {InvalidInputError} when the file is wrong, with every problem.
 * @throws {FileError} when the file cannot be read.
 */
export function loadRuntimeValues(file: string): RuntimeValues {
  const problems = new Problems();
  const [source] = readSource(file, problems, nodeFiles);
  const values = source && readRuntimeValues(source, problems);
  if (!values || problems.hasErrors) throw new InvalidInputError(problems.list());
  return values;
}
