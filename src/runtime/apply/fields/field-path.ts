import { isMap } from '../../../kubernetes/index.js';

/**
 * One step of a path in `fieldsV1`, as the API server writes it: `f:` and a field's name, `k:` and the keys of a list item,
 * `v:` and an item of a set, `i:` and the place of an item.
 */
export type Step = string;

/** The steps from an object to one of its fields. */
export type FieldPath = readonly Step[];

/** Whether a text is a valid step. */
export function isStep(text: string): boolean {
  if (text.startsWith('f:')) return true;
  const content = text.slice(2);
  switch (text.slice(0, 2)) {
    case 'k:':
      return isMap(parsed(content));
    case 'v:':
      return parsed(content) !== undefined;
    case 'i:':
      return /^\d+$/u.test(content);
    default:
      return false;
  }
}

/** The step to a field of a map. */
export function fieldStep(name: string): Step {
  return `f:${name}`;
}

/** The name of the field that a step leads to; undefined for a list item. */
export function nameOf(step: Step): string | undefined {
  return step.startsWith('f:') ? step.slice(2) : undefined;
}

/** The names on a path, as far as it leads through maps only. */
export function namesOf(path: FieldPath): readonly string[] {
  const end = path.findIndex((step) => nameOf(step) === undefined);
  return (end < 0 ? path : path.slice(0, end)).map((step) => step.slice(2));
}

/** What a step holds: the keys of a list item, an item of a set, or a place. */
export function contentOfStep(step: Step): unknown {
  return parsed(step.slice(2));
}

/** A readable path: `spec.values.image.tag`, `metadata.labels["a.b/c"]`, `spec.dependsOn[name=x]`. */
export function formatPath(path: FieldPath): string {
  return path.map(formatStep).join('').replace(/^\./u, '');
}

/** A path as the API server writes it in a conflict: `.spec.ports[port=80,protocol="TCP"].nodePort`. It escapes nothing. */
export function conflictPath(path: FieldPath): string {
  const format = (step: Step): string => (nameOf(step) === undefined ? formatItem(step, JSON.stringify) : `.${step.slice(2)}`);
  return path.map(format).join('');
}

function formatStep(step: Step): string {
  const name = nameOf(step);
  if (name === undefined) return formatItem(step, (value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return /^[\w$-]+$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function formatItem(step: Step, format: (value: unknown) => string): string {
  const content = contentOfStep(step);
  if (step.startsWith('i:')) return `[${step.slice(2)}]`;
  if (step.startsWith('v:')) return `[=${format(content)}]`;
  return `[${Object.entries(isMap(content) ? content : {})
    .map(([key, value]) => `${key}=${format(value)}`)
    .join(',')}]`;
}

/** Undefined if the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
