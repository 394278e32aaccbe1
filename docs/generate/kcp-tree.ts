import type { Manifest } from '../../src/index.js';
import { workspaceOf } from './kcp-platform.ts';

/** What each workspace is for. */
export const PURPOSES: Readonly<Record<string, string>> = {
  root: 'the types of workspaces, and the login of users',
  'root:platform-mesh-system': "the platform's own APIs, pages, login realm and webhooks",
  'root:orgs': 'a workspace for each organization; below it, its accounts',
  'root:providers': 'a workspace for each provider',
  'root:providers:system': 'the provider that comes with the platform',
};

/** The workspaces that manifests make, as paths with their types, `root` first. */
export function workspaces(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const made = manifests
    .filter(({ object }) => object.kind === 'Workspace')
    .map((manifest): [string, string] => {
      const { type } = manifest.object['spec'] as { readonly type: { readonly name: string } };
      return [`${workspaceOf(manifest)}:${manifest.object.metadata.name}`, type.name];
    });
  return new Map([['root', ''], ...made.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The same as a drawing, each with what it is for. */
export function drawTree(manifests: readonly Manifest[]): string {
  const all = workspaces(manifests);
  const lines = [...all].map(([path, type]) => ({ left: branch(path, [...all.keys()]), type, purpose: PURPOSES[path] ?? '' }));
  const [first, second] = [Math.max(...lines.map(({ left }) => left.length)), Math.max(...lines.map(({ type }) => type.length))];
  return lines.map(({ left, type, purpose }) => `${left.padEnd(first)}   ${type.padEnd(second)}   ${purpose}`.trimEnd()).join('\n');
}

/** The name of a workspace behind the lines that lead to it from `root`. */
function branch(path: string, all: readonly string[]): string {
  const names = path.split(':');
  const last = names.map((_, index) => index > 0 && isLast(names.slice(0, index + 1).join(':'), all));
  const lines = last.slice(1).map((ends, index, { length }) => (index === length - 1 ? (ends ? '└── ' : '├── ') : ends ? '    ' : '│   '));
  return `${lines.join('')}${names.at(-1) ?? ''}`;
}

/** Whether no other workspace of the same parent comes later. */
function isLast(path: string, all: readonly string[]): boolean {
  const parent = path.slice(0, path.lastIndexOf(':'));
  return all.findLast((other) => other.slice(0, other.lastIndexOf(':')) === parent && other !== parent) === path;
}
