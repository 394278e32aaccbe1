import type { InputFiles } from '../../src/profile/index.js';

/** Input that lies in no file system. */
export function memoryFiles(files: Readonly<Record<string, string>>): InputFiles {
  const text = (path: string): string => files[path] ?? '';
  return {
    stat: (path) => ({ kind: 'file', size: text(path).length }),
    list: () => [],
    read: (path) => Buffer.from(text(path)),
    label: (path) => path,
  };
}
