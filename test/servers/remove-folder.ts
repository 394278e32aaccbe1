import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Removes a folder with all that is in it. Argo CD makes folders that even their owner may not enter. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    spawnSync('chmod', ['-R', 'u+rwx', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}
