import { existsSync, renameSync, rmSync } from 'node:fs';

/** Gives a finished folder its name. Another process may have been faster with the same, which is as good. */
export function putInPlace(finished: string, folder: string): void {
  try {
    renameSync(finished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(finished, { recursive: true });
  }
}
