import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BINARIES, variableOf, variableOfCrds, type BinaryName, type CrdFamily } from './binaries.ts';

/** A binary that is there, and why it is this one. */
export interface Located {
  readonly path: string;
  /** The variable that names it, `PATH`, or `cache`. */
  readonly from: string;
}

/** The folder of a Go module beside this file. */
export function moduleFolder(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url));
}

/** Where everything is kept that takes long to make; a folder outside the repository, so that clones share it. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'platform-mesh-servers');
}

/** Where the binaries of a module are built: other pins or another source, another folder. */
export function moduleCache(module: string): string {
  const sum = createHash('sha256');
  for (const file of ['go.sum', ...globSync('*.go', { cwd: moduleFolder(module) }).sort()])
    sum.update(readFileSync(join(moduleFolder(module), file)));
  return join(cacheFolder(), sum.digest('hex').slice(0, 16));
}

/** Where a binary is: named by its environment variable, else on PATH, else built by `npm run servers`. */
export function locate(name: BinaryName): Located | undefined {
  const variable = variableOf(name);
  const named = process.env[variable];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`${variable} names ${named}, which is no executable file`);
    return { path: named, from: variable };
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (onPath !== undefined) return { path: onPath, from: 'PATH' };
  const built = join(moduleCache(BINARIES[name].module), name);
  return existsSync(built) ? { path: built, from: 'cache' } : undefined;
}

/** The path of a binary that has to be there. */
export function binary(name: BinaryName): string {
  const found = locate(name);
  if (!found) throw new Error(`${name} is missing: run \`npm run servers\`, or name it by ${variableOf(name)}`);
  return found.path;
}

/** The folder with the CustomResourceDefinitions of a family, copied there by the build so that tests need no Go. */
export function crdFolder(family: CrdFamily): string | undefined {
  const folder = process.env[variableOfCrds(family)] ?? join(moduleCache(family), 'crds');
  return existsSync(folder) ? folder : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
