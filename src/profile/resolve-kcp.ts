import { closest } from 'fastest-levenshtein';
import type { PlatformMeshSpec } from '../resources/index.js';
import type { ExtraDefaultApiBinding, ExtraWorkspace, KcpTopology } from './blueprint.js';
import { FEATURE_TOGGLES, type FeatureToggleName } from './feature-toggles.js';
import type { Problems } from './problems.js';
import { locate, type Traced } from './traced.js';
import { allowedChildren, allowedParents, WORKSPACE_TYPES } from './workspace-types.js';

/** What `spec.kcp` and `spec.featureToggles` come to, checked against what the platform brings. */
export function resolveKcp(spec: PlatformMeshSpec, tree: Traced, problems: Problems): { readonly kcp: KcpTopology; readonly toggles: readonly FeatureToggleName[] } {
  return {
    kcp: {
      extraWorkspaces: extraWorkspaces(spec.kcp?.extraWorkspaces ?? [], tree, problems),
      extraDefaultApiBindings: extraBindings(spec.kcp?.extraDefaultAPIBindings ?? [], tree, problems),
    },
    toggles: toggles(spec.featureToggles ?? [], tree, problems),
  };
}

type GivenWorkspace = NonNullable<NonNullable<PlatformMeshSpec['kcp']>['extraWorkspaces']>[number];
type GivenBinding = NonNullable<NonNullable<PlatformMeshSpec['kcp']>['extraDefaultAPIBindings']>[number];
type GivenToggle = NonNullable<PlatformMeshSpec['featureToggles']>[number];

/** The types of the workspaces that the platform brings. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['root', 'root'],
  ['root:platform-mesh-system', 'universal'],
  ['root:orgs', 'orgs'],
  ['root:providers', 'providers'],
  ['root:providers:system', 'provider'],
]);

/** Parents first, then in the order in which they stand. */
function extraWorkspaces(given: readonly GivenWorkspace[], tree: Traced, problems: Problems): readonly ExtraWorkspace[] {
  const types = new Map([...TYPES, ...given.map(({ path, type }): [string, string] => [path, type.name])]);
  const workspaces = given.map(({ path, type }, index): ExtraWorkspace => {
    const cut = path.lastIndexOf(':');
    const workspace = { parent: path.slice(0, cut), name: path.slice(cut + 1), type: { name: type.name, path: type.path } };
    const parentType = typeOf(workspace.parent, types);
    const allowed = parentType === undefined ? undefined : allowedChildren(parentType);
    const wanted = allowedParents(type.name);
    const location = locate(tree, ['kcp', 'extraWorkspaces', index, 'type', 'name']);
    if (TYPES.has(path)) {
      problems.error('duplicate-name', { message: `extra workspace "${path}": the platform brings this workspace itself`, hint: 'delete the entry', location: locate(tree, ['kcp', 'extraWorkspaces', index, 'path']) });
    } else if (allowed && !allowed.includes(type.name)) {
      problems.error('workspace-type', { message: `extra workspace "${path}": a workspace of type "${type.name}" may not lie in one of type "${parentType ?? ''}"`, hint: `allowed there: ${allowed.join(', ')}`, location });
    } else if (wanted && type.path === 'root' && (parentType === undefined || !wanted.includes(parentType))) {
      problems.error('workspace-type', { message: `extra workspace "${path}": a workspace of type "${type.name}" may only lie in one of type ${wanted.map((name) => `"${name}"`).join(' or ')}`, location });
    }
    return workspace;
  });
  return [...workspaces].sort((a, b) => depth(a.parent) - depth(b.parent));
}

function depth(path: string): number {
  return path.split(':').length;
}

/** The type of a workspace; one that is made while the platform runs has the only type that may be there. */
function typeOf(path: string, types: ReadonlyMap<string, string>): string | undefined {
  const known = types.get(path);
  if (known !== undefined || !path.includes(':')) return known;
  const parent = typeOf(path.slice(0, path.lastIndexOf(':')), types);
  const children = parent === undefined ? undefined : allowedChildren(parent);
  return children?.length === 1 ? children[0] : undefined;
}

function extraBindings(given: readonly GivenBinding[], tree: Traced, problems: Problems): readonly ExtraDefaultApiBinding[] {
  const known = Object.keys(WORKSPACE_TYPES).map((name) => `root:${name}`);
  given.forEach(({ workspaceTypePath }, index) => {
    if (known.includes(workspaceTypePath)) return;
    problems.error('unknown-workspace-type', {
      message: `extra default binding: there is no type "${workspaceTypePath}"`,
      hint: `the types are ${known.join(', ')}`,
      location: locate(tree, ['kcp', 'extraDefaultAPIBindings', index, 'workspaceTypePath']),
    });
  });
  return given.map(({ workspaceTypePath, export: name, path }) => ({ workspaceTypePath, export: name, path }));
}

function toggles(given: readonly GivenToggle[], tree: Traced, problems: Problems): readonly FeatureToggleName[] {
  const known: readonly string[] = FEATURE_TOGGLES.map(({ name }) => name);
  const found = new Set<FeatureToggleName>();
  given.forEach(({ name = '', parameters }, index) => {
    const path = ['featureToggles', index];
    if (!known.includes(name)) {
      problems.warning('unknown-toggle', {
        message: `feature toggle "${name}": there is no such toggle, so it has no effect`,
        hint: `did you mean "${closest(name, known)}"? known are ${known.join(', ')}`,
        location: locate(tree, [...path, 'name']),
      });
      return;
    }
    if (parameters && Object.keys(parameters).length > 0) {
      problems.warning('unread-field', { message: `feature toggle "${name}": it has no parameters`, hint: 'they have no effect and can be deleted', location: locate(tree, [...path, 'parameters'], 'key') });
    }
    found.add(name as FeatureToggleName);
  });
  return known.filter((name): name is FeatureToggleName => found.has(name as FeatureToggleName));
}
