// Ends what its parent started, once the parent is gone: even when that was killed and could clean up nothing.
// Each line on standard input is `+PID` for a process group to end and `-PID` for one that ended by itself, or `+/PATH`
// and `-/PATH` for a folder to remove.
import { createInterface } from 'node:readline';
import { endGroup } from './process-group.ts';
import { removeFolder } from './remove-folder.ts';

const left = new Set<string>();

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) left.add(line.slice(1));
  else left.delete(line.slice(1));
}
const isFolder = (name: string): boolean => name.startsWith('/');
await Promise.all([...left].filter((name) => !isFolder(name)).map((pid) => endGroup(Number(pid))));
for (const folder of [...left].filter(isFolder)) removeFolder(folder);
