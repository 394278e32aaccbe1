import { setTimeout as sleep } from 'node:timers/promises';

/** Ends a process with all that it started: politely, and by force after five seconds. */
export async function endGroup(pid: number, patience = 5_000): Promise<void> {
  signal(pid, 'SIGTERM');
  for (let waited = 0; waited < patience; waited += 50) {
    if (!signal(pid, 0)) return;
    await sleep(50);
  }
  signal(pid, 'SIGKILL');
}

/** Whether there was anybody to send it to. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, name);
    return true;
  } catch (error) {
    // By its code alone: within jest, an error of Node is no instance of the Error that is in scope.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
