import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of files, and of the files in folders. What cannot be read counts nothing here; reading it tells why. */
export function inputSize(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + sizeAt(path), 0);
}

function sizeAt(path: string): number {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}
