import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeFolder } from './remove-folder.ts';
import { tellReaper } from './tell-reaper.ts';

/** The folders of a server. */
export interface Folders {
  /** What it keeps while it runs; gone when it is stopped. */
  readonly data: string;
  /** What it logs; there until the next server of this name is started, so that it can be read after a test failed. */
  readonly logs: string;
  /** Removes the data. */
  readonly remove: () => void;
}

/** Empty folders for a server of a suite. */
export function foldersFor(suite: string, server: string): Folders {
  const data = mkdtempSync(join(tmpdir(), `${suite}-${server}-`));
  const logs = resolve('.tmp/servers', suite, server);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  tellReaper(`+${data}`);
  const remove = (): void => {
    removeFolder(data);
    tellReaper(`-${data}`);
  };
  return { data, logs, remove };
}
