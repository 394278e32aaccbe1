import { closest } from 'fastest-levenshtein';
import type { Location } from '../../errors.js';
import type { PlatformMeshSpec } from '../../resources/index.js';
import type { ExtraDefaultApiBinding, ExtraWorkspace, KcpTopology } from '../blueprint.js';
import { FEATURE_TOGGLES, type FeatureToggleName } from './feature-toggles.js';
import type { Problems } from '../problems.js';
import { resolveConnections } from './resolve-connections.js';
import { locate, type Traced } from '../overlay/traced.js';
import { allowedChildren, allowedParents, WORKSPACE_TYPES } from './workspace-types.js';

/** `spec.kcp` and `spec.featureToggles`, resolved and checked against the workspaces and toggles of the platform. */
export function resolveKcp(
  spec: PlatformMeshSpec,
  tree: Traced,
  problems: Problems,
): { readonly kcp: KcpTopology; readonly toggles: readonly FeatureToggleName[] } {
  const found = toggles(spec.featureToggles ?? [], tree, problems);
  return {
    kcp: {
      extraWorkspaces: extraWorkspaces(spec.kcp?.extraWorkspaces ?? [], tree, problems),
      extraDefaultApiBindings: extraBindings(spec.kcp?.extraDefaultAPIBindings ?? [], tree, problems),
      connections: resolveConnections(spec, found, tree, problems),
    },
    toggles: found,
  };
}

type GivenWorkspace = NonNullable<NonNullable<PlatformMeshSpec['kcp']>['extraWorkspaces']>[number];
type GivenBinding = NonNullable<NonNullable<PlatformMeshSpec['kcp']>['extraDefaultAPIBindings']>[number];
type GivenToggle = NonNullable<PlatformMeshSpec['featureToggles']>[number];

type TypeReference = ExtraWorkspace['type'];

/** The types of the workspaces that the platform brings. */
const TYPES: ReadonlyMap<string, TypeReference> = new Map(
  Object.entries({
    root: 'root',
    'root:platform-mesh-system': 'universal',
    'root:orgs': 'orgs',
    'root:providers': 'providers',
    'root:providers:system': 'provider',
  }).map(([path, name]) => [path, ours(name)]),
);

/** Parents first, then in the order of the input. */
function extraWorkspaces(given: readonly GivenWorkspace[], tree: Traced, problems: Problems): readonly ExtraWorkspace[] {
  const types = new Map([...TYPES, ...given.map(({ path, type }): [string, TypeReference] => [path, type])]);
  const workspaces = new Map<string, ExtraWorkspace>();
  given.forEach(({ path, type: { name, path: typePath } }, index) => {
    const cut = path.lastIndexOf(':');
    const workspace = { parent: path.slice(0, cut), name: path.slice(cut + 1), type: { name, path: typePath } };
    const before = workspaces.get(path);
    const location = locate(tree, ['kcp', 'extraWorkspaces', index, 'path']);
    if (TYPES.has(path)) {
      problems.error('duplicate-name', {
        message: `extra workspace "${path}": the platform brings this workspace itself`,
        hint: 'delete the entry',
        location,
      });
    } else if (before) {
      const same = before.type.name === name && before.type.path === typePath;
      problems[same ? 'warning' : 'error']('duplicate-name', {
        message: `extra workspace "${path}": it appears twice${same ? '' : ', with another type'}`,
        hint: 'delete one of the entries',
        location,
      });
    } else {
      workspaces.set(path, workspace);
      checkType(workspace, typeOf(workspace.parent, types), problems, locate(tree, ['kcp', 'extraWorkspaces', index, 'type', 'name']));
    }
  });
  return [...workspaces.values()].sort((a, b) => depth(a.parent) - depth(b.parent));
}

/** Whether kcp allows this parent for a workspace. The limits of a type that the platform does not bring are unknown. */
function checkType(
  { parent, name, type }: ExtraWorkspace,
  parentType: TypeReference | undefined,
  problems: Problems,
  location: Location,
): void {
  const allowed = parentType && isOurs(parentType) ? allowedChildren(parentType.name) : undefined;
  const wanted = isOurs(type) ? allowedParents(type.name) : undefined;
  const problem = (message: string, hint?: string): void =>
    problems.error('workspace-type', {
      message: `extra workspace "${parent}:${name}": a workspace of type ${written(type)} ${message}`,
      ...(hint === undefined ? {} : { hint }),
      location,
    });
  if (parentType && allowed && !(isOurs(type) && allowed.includes(type.name)))
    problem(`must not be in one of type ${written(parentType)}`, `allowed there: ${allowed.join(', ')}`);
  else if (wanted && !(parentType && isOurs(parentType) && wanted.includes(parentType.name)))
    problem(`must be in one of type ${wanted.map((each) => `"${each}"`).join(' or ')}`);
}

function ours(name: string): TypeReference {
  return { name, path: 'root' };
}

function isOurs({ path }: TypeReference): boolean {
  return path === 'root';
}

function written(type: TypeReference): string {
  return `"${isOurs(type) ? '' : `${type.path}:`}${type.name}"`;
}

function depth(path: string): number {
  return path.split(':').length;
}

/** The type of a workspace; one that is made while the platform runs has the only type that may be there. */
function typeOf(path: string, types: ReadonlyMap<string, TypeReference>): TypeReference | undefined {
  const known = types.get(path);
  if (known !== undefined || !path.includes(':')) return known;
  const parent = typeOf(path.slice(0, path.lastIndexOf(':')), types);
  const [only, ...others] = parent && isOurs(parent) ? (allowedChildren(parent.name) ?? []) : [];
  return only !== undefined && others.length === 0 ? ours(only) : undefined;
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
    if (name === '') {
      problems.warning('unknown-toggle', {
        message: 'a feature toggle without a name has no effect',
        hint: `known are ${known.join(', ')}`,
        location: locate(tree, path),
      });
      return;
    }
    if (!known.includes(name)) {
      problems.warning('unknown-toggle', {
        message: `feature toggle "${name}": there is no such toggle, so it has no effect`,
        hint: `did you mean "${closest(name, known)}"? known are ${known.join(', ')}`,
        location: locate(tree, [...path, 'name']),
      });
      return;
    }
    if (parameters && Object.keys(parameters).length > 0) {
      problems.warning('unread-field', {
        message: `feature toggle "${name}": it has no parameters`,
        hint: 'they have no effect and can be deleted',
        location: locate(tree, [...path, 'parameters'], 'key'),
      });
    }
    found.add(name as FeatureToggleName);
  });
  return known.filter((name): name is FeatureToggleName => found.has(name as FeatureToggleName));
}
