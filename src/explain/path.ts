import { closest, distance } from 'fastest-levenshtein';

/** A path as its steps: keys of maps and indices of lists. */
export type Path = readonly string[];

/** Something that can be walked by keys: a profile with its layers, or an object. */
export interface Tree {
  /** The names below a path. */
  children(path: Path): readonly string[];
  /** Whether there is a value at a path. */
  has(path: Path): boolean;
}

/** A path as a user writes it: steps between dots. A step in brackets or quotes may contain dots. */
interface Part {
  readonly text: string;
  readonly literal: boolean;
}

/** `a.b[0]["c.d"]` as its parts. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  const pattern = /\[(\d+)\]|\[?"((?:[^"\\]|\\.)*)"\]?|\[?'([^']*)'\]?|([^.[\]"']+)/gu;
  for (const [, index, double, single, plain] of text.matchAll(pattern)) {
    const literal = index ?? double?.replace(/\\(.)/gu, '$1') ?? single;
    parts.push(literal === undefined ? { text: plain ?? '', literal: false } : { text: literal, literal: true });
  }
  return parts;
}

/**
 * The steps that a written path means. Keys may hold dots: `annotations.argocd.argoproj.io/sync-wave` finds the one
 * annotation, without any quotes.
 *
 * @returns undefined when the tree has no such path
 */
export function resolvePath(text: string, tree: Tree): Path | undefined {
  return walk(partsOf(text), [], tree);
}

function walk(parts: readonly Part[], at: Path, tree: Tree): Path | undefined {
  const [first] = parts;
  if (!first) return tree.has(at) ? at : undefined;
  for (let taken = 1; taken <= parts.length; taken += 1) {
    const group = parts.slice(0, taken);
    if (taken > 1 && group.some(({ literal }) => literal)) break;
    const path = [...at, group.map((part) => part.text).join('.')];
    const found = tree.has(path) ? walk(parts.slice(taken), path, tree) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** More than anybody's platform has; a search stops there. */
const MAX_VISITED = 100_000;

/** Paths that a user may have meant, the likeliest first; at most three. */
export function nearestPaths(text: string, tree: Tree): readonly string[] {
  const wanted = partsOf(text).map((part) => part.text);
  let at: Path = [];
  while (at.length < wanted.length && tree.has([...at, wanted[at.length] ?? ''])) at = [...at, wanted[at.length] ?? ''];
  const near = [...new Set([...corrected(wanted, at, tree), ...endingLike(wanted, tree)])].slice(0, 3);
  return near.length > 0
    ? near
    : tree
        .children(at)
        .slice(0, 3)
        .map((name) => writePath([...at, name]));
}

/** The path with its first unknown step replaced by the nearest one, and what is behind it where that is there. */
function corrected(wanted: Path, at: Path, tree: Tree): readonly string[] {
  const names = tree.children(at);
  const step = wanted[at.length] ?? '';
  const near = closest(step, [...names]);
  if (names.length === 0 || !isNear(step, near)) return [];
  let path: Path = [...at, near];
  for (const rest of wanted.slice(path.length)) {
    const below = tree.children(path);
    const next = below.includes(rest) ? rest : closest(rest, [...below]);
    if (below.length === 0 || !isNear(rest, next)) break;
    path = [...path, next];
  }
  return [writePath(path)];
}

function isNear(written: string, name: string): boolean {
  return distance(written, name) <= Math.max(2, written.length / 3);
}

/** Paths that end as the written one does, such as `services.portal.values.host` for `portal.values.host`. */
function endingLike(wanted: Path, tree: Tree): readonly string[] {
  const found: Path[] = [];
  const pending: Path[] = [[]];
  for (let visited = 0; visited < Math.min(pending.length, MAX_VISITED) && found.length < 3; visited += 1) {
    const path = pending[visited] ?? [];
    if (path.length >= wanted.length && wanted.every((step, index) => path[path.length - wanted.length + index] === step)) found.push(path);
    for (const name of tree.children(path)) pending.push([...path, name]);
  }
  return found.map(writePath);
}

/** A path as `resolvePath` reads it. */
export function writePath(path: Path): string {
  return path
    .map((step, index) => (/^[^.[\]"'\s]+$/u.test(step) ? `${index === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`))
    .join('');
}
