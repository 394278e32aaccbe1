import { closest } from 'fastest-levenshtein';
import { claimedFields, type ClaimedFields, type Manifest } from '../charts/index.js';
import { invalidInput, type InvalidInputError } from '../errors.js';
import { keyOf, refOf } from '../kubernetes/index.js';
import type { Assignment, Blueprint, RuntimeValues } from '../profile/index.js';
import { kcpPaths } from './kcp-fields.js';
import { componentOf, inputPaths, type Origin } from './object-fields.js';
import { namedBy } from './named-by.js';
import { findObjects, objectTree } from './object-tree.js';
import { nearestPaths, resolvePath, writePath, type Path, type Tree } from './path.js';

/** What is explained. */
export interface ExplainInput {
  readonly blueprint: Blueprint;
  readonly manifests: readonly Manifest[];
  /** The values that the manifests were made with. @default - none */
  readonly runtimeValues?: RuntimeValues;
  /** `services.portal.values.host`; or an object, `HelmRelease/portal`, with or without the path of a field. */
  readonly query: readonly string[];
}

/** A value and who set it. */
export interface Explanation {
  /** The path, in a form that `explain` accepts. */
  readonly path: string;
  /** The path as its steps: keys of maps and indices of lists. */
  readonly steps: readonly string[];
  /** What names the value beside its key: the `name` of its entry in a list, or the flag before it in a list of arguments. */
  readonly namedBy?: string;
  /** The object that has the field, if the question names an object. */
  readonly object?: { readonly target: string; readonly kind: string; readonly namespace?: string; readonly name: string };
  /** Undefined for a whole object. */
  readonly value: unknown;
  /** Path of the input that the field of an object is made from; undefined when no input decides it. */
  readonly source?: string;
  /** Path of the input that would set the field, if it is not set. */
  readonly changedBy?: string;
  /** The OCM Resource that the value was resolved from. */
  readonly ocmResource?: string;
  /** Who set the value, the winner last; empty when no input decides it. */
  readonly assignments: readonly Assignment[];
  /** The variables in the templates of the assignments, with who set them. */
  readonly variables: readonly { readonly name: string; readonly assignments: readonly Assignment[] }[];
  /** For a map or a list: each value in it with its winner. */
  readonly leaves: readonly Leaf[];
}

/** A single value within a map or list. */
export interface Leaf {
  /** Relative to the path in the question. */
  readonly path: string;
  /** All of its path as steps, from the start of the input or of the object. */
  readonly steps: readonly string[];
  /** What names the value beside its key, as in an {@link Explanation}. */
  readonly namedBy?: string;
  readonly value: unknown;
  /** Who set it; undefined when no input decides it. */
  readonly winner: Assignment | undefined;
  /** The OCM Resource that it was resolved from. */
  readonly ocmResource?: string;
}

/**
 * Explains a value of the input or a field of the output.
 *
 * @throws {InvalidInputError} `unknown-path` when there is none, `unknown-object` when there is no such object; both
 * with the nearest names.
 */
export function explain({ blueprint, manifests, runtimeValues, query }: ExplainInput): Explanation {
  const [first = '', ...rest] = query;
  if (/^[A-Za-z][A-Za-z.]*\//u.test(first)) {
    return explainObject({ blueprint, manifests, resolved: runtimeValues?.ocmResources ?? {} }, first, rest.join('.'));
  }
  const tree = inputTree(blueprint);
  const text = query.join('.');
  const path =
    resolvePath(text, tree) ??
    resolvePath(`services.${text}`, tree) ??
    resolvePath(`infra.${text}`, tree) ??
    resolvePath(`spec.${text}`, tree);
  if (!path || path.length === 0) throw unknownPath(text, tree, 'the input');
  return explainInput(blueprint, path);
}

function inputTree({ provenance }: Blueprint): Tree {
  return {
    children: (path) => provenance.children(path),
    has: (path) => path.length === 0 || provenance.history(path).length > 0 || provenance.children(path).length > 0,
  };
}

function explainInput({ provenance }: Blueprint, path: Path): Explanation {
  const assignments = provenance.history(path);
  const winnerAt = (at: Path): Assignment | undefined => provenance.history(at).at(-1);
  const names = (at: Path): { readonly namedBy?: string } => named(at, (beside) => winnerAt(beside)?.value);
  const leaves = leavesOf([], (below) => provenance.children([...path, ...below]));
  return {
    path: writePath(path),
    steps: path,
    ...names(path),
    value: assignments.at(-1)?.value,
    source: writePath(path),
    assignments,
    variables: variablesOf(assignments, provenance),
    leaves: leaves.map((below) => {
      const steps = [...path, ...below];
      const winner = winnerAt(steps);
      return { path: writePath(below), steps, ...names(steps), value: winner?.value, winner };
    }),
  };
}

/** What was made of a platform. */
interface Output {
  readonly blueprint: Blueprint;
  readonly manifests: readonly Manifest[];
  readonly resolved: NonNullable<RuntimeValues['ocmResources']>;
}

function explainObject({ blueprint, manifests, resolved }: Output, reference: string, field: string): Explanation {
  const found = findObjects(reference, manifests);
  const [manifest] = found;
  if (!manifest) throw unknownObject(reference, manifests);
  const { object, target } = manifest;
  const tree = objectTree(object);
  const path = resolvePath(field, tree);
  if (!path) throw unknownPath(field, tree, reference);
  const origin = componentOf(object, blueprint.components);
  const { namespace, name } = object.metadata;
  const value = tree.at(path);
  const fromInput = sourceOf(blueprint, manifest, path, value, origin);
  const claims = claimedFields(blueprint).get(keyOf(refOf(object)));
  const ocmResource = resolvedFrom({ claims, resolved }, path, value, fromInput);
  const source = ocmResource === undefined ? fromInput : undefined;
  const assignments = source?.assignments ?? [];
  const [changedBy] = (source ?? ocmResource) ? [] : candidatePaths(blueprint, manifest, path, origin);
  const below = leavesOf([], (inner) => tree.children([...path, ...inner]));
  return {
    path: writePath(path),
    steps: path,
    ...named(path, tree.at),
    object: { target, kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }) },
    value: path.length === 0 ? undefined : value,
    ...(source ? { source: writePath(source.path) } : {}),
    ...(changedBy ? { changedBy: writePath(changedBy) } : {}),
    ...(ocmResource === undefined ? {} : { ocmResource }),
    assignments,
    variables: variablesOf(assignments, blueprint.provenance),
    leaves: below.map((inner) => {
      const steps = [...path, ...inner];
      const leaf = tree.at(steps);
      const set = sourceOf(blueprint, manifest, steps, leaf, origin);
      const resource = resolvedFrom({ claims, resolved }, steps, leaf, set);
      const decided = resource === undefined ? { winner: set?.assignments.at(-1) } : { winner: undefined, ocmResource: resource };
      return { path: writePath(inner), steps, ...named(steps, tree.at), value: leaf, ...decided };
    }),
  };
}

function named(path: Path, valueAt: (path: Path) => unknown): { readonly namedBy?: string } {
  const name = namedBy(path, valueAt);
  return name === undefined ? {} : { namedBy: name };
}

/** The OCM Resource that decided about a field; undefined as long as the field has the value of the input. */
function resolvedFrom({ claims, resolved }: Decided, path: Path, value: unknown, fromInput: Source | undefined): string | undefined {
  const index = claims?.claims.findIndex((claim) => claim.join('.') === path.join('.')) ?? -1;
  const resource = claims?.resources[index];
  const set = fromInput?.assignments.at(-1);
  const isOfInput = set !== undefined && JSON.stringify(set.value) === JSON.stringify(value);
  return resource === undefined || isOfInput || !Object.hasOwn(resolved, resource) ? undefined : resource;
}

/** The fields of an object that OCM Resources decide about, and what is resolved. */
interface Decided {
  readonly claims: ClaimedFields | undefined;
  readonly resolved: NonNullable<RuntimeValues['ocmResources']>;
}

/** A path of the input, and who set the value there. */
interface Source {
  readonly path: Path;
  readonly assignments: readonly Assignment[];
}

/** The paths that may say something about a field, the strongest first. */
function candidatePaths(blueprint: Blueprint, { object, target }: Manifest, field: Path, origin: Origin | undefined): readonly Path[] {
  if (target.startsWith('kcp/')) return kcpPaths(object, field, blueprint);
  return origin ? inputPaths(object, field, origin) : [];
}

/** The best of these paths: one with the same value as the field, else one that the input sets, else one with a default. */
function sourceOf(blueprint: Blueprint, manifest: Manifest, field: Path, value: unknown, origin: Origin | undefined): Source | undefined {
  const candidates = candidatePaths(blueprint, manifest, field, origin).flatMap((path): readonly Source[] => {
    const assignments = blueprint.provenance.history(path);
    const [first] = assignments;
    if (!first) return [];
    // The key of a component is its name, and stands where the component stands first.
    const component =
      path.join('/') === `${origin?.component.section ?? ''}/${origin?.component.key ?? ''}` ? origin?.component : undefined;
    return [{ path, assignments: component ? [{ ...first, value: component.name }] : assignments }];
  });
  const winner = (source: Source): Assignment | undefined => source.assignments.at(-1);
  return (
    candidates.find(
      (source) => winner(source)?.origin.layer !== 'default' && JSON.stringify(winner(source)?.value) === JSON.stringify(value),
    ) ??
    candidates.find((source) => winner(source)?.origin.layer !== 'default') ??
    candidates[0]
  );
}

/** The paths of everything that is no map and no list, or is empty. */
function leavesOf(at: Path, children: (path: Path) => readonly string[]): readonly Path[] {
  const names = children(at);
  if (names.length === 0) return at.length === 0 ? [] : [at];
  return names.flatMap((name) => leavesOf([...at, name], children));
}

/** The exposure's variables that the templates name. */
function variablesOf(assignments: readonly Assignment[], provenance: Blueprint['provenance']): Explanation['variables'] {
  const names = new Set<string>();
  for (const { origin } of assignments) {
    for (const [, name = ''] of (origin.expression ?? '').matchAll(/\.(?:Values\.)?([A-Za-z]\w*)/gu)) names.add(name);
  }
  return [...names].flatMap((name) => {
    const found = provenance.history(name.endsWith('Namespace') ? ['metadata', 'namespace'] : ['exposure', name]);
    return found.length > 0 ? [{ name, assignments: found }] : [];
  });
}

function unknownPath(text: string, tree: Tree, where: string): InvalidInputError {
  const near = nearestPaths(text, tree);
  return invalidInput(
    'unknown-path',
    `${text}: there is no such path in ${where}`,
    near.length > 0 ? `the nearest: ${near.join(', ')}` : undefined,
  );
}

function unknownObject(reference: string, manifests: readonly Manifest[]): InvalidInputError {
  const all = [...new Set(manifests.map(({ object }) => `${object.kind}/${object.metadata.name}`))];
  const name = reference.split('/').at(-1) ?? '';
  const near = [...all.filter((other) => other.endsWith(`/${name}`)), ...(all.length > 0 ? [closest(reference, all)] : [])];
  return invalidInput(
    'unknown-object',
    `${reference}: there is no such object`,
    near.length > 0 ? `the nearest: ${[...new Set(near)].slice(0, 3).join(', ')}` : undefined,
  );
}
