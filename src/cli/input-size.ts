import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of the files that a command line names, as `FILE` or `--flag=FILE`, and of the files in its folders. */
export function inputSize(argv: readonly string[]): number {
  return argv.reduce((sum, argument) => sum + sizeAt(argument.replace(/^--[\w-]+=/u, '')), 0);
}

/** What is no path, or cannot be read, has no size. */
function sizeAt(path: string): number {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}
