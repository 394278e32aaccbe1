import type { Manifest } from '../charts/index.js';

/** A folder for a target: `infra`, `runtime`, `kcp/root/orgs`. */
export function folderOf({ target }: Manifest): string {
  return target.replaceAll(':', '/');
}

/** A file name that every file system takes: lower case, and nothing but letters, digits, dots and dashes. */
export function fileNameOf(...parts: readonly string[]): string {
  return `${parts
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/gu, '-')}.yaml`;
}
