import type { KubernetesObject } from '../../kubernetes/index.js';
import type { Manifest } from '../../charts/index.js';
import type { ApiResource } from './kcp-graph.js';

/** Something that lies in a workspace, by the path of the workspace and its own name. */
export interface Reference {
  readonly path: string;
  readonly name: string;
}

/** What a manifest names: the path is often left out. */
export interface LooseReference {
  readonly path?: string;
  readonly name: string;
}

/** A manifest that goes into kcp, with the workspace that it goes to. */
export interface KcpManifest {
  readonly manifest: Manifest;
  readonly path: string;
}

const PREFIX = 'kcp/';

/** The manifests that go into kcp. */
export function kcpManifests(manifests: readonly Manifest[]): readonly KcpManifest[] {
  return manifests.flatMap((manifest) =>
    manifest.target.startsWith(PREFIX) ? [{ manifest, path: manifest.target.slice(PREFIX.length) }] : [],
  );
}

/** Those of one kind; a group may have it in several versions. */
export function ofKind(manifests: readonly KcpManifest[], group: 'apis.kcp.io' | 'tenancy.kcp.io', kind: string): readonly KcpManifest[] {
  return manifests.filter(({ manifest: { object } }) => object.kind === kind && object.apiVersion.startsWith(`${group}/`));
}

/** `spec.type` of a Workspace. */
export function typeOfWorkspace({ object }: Manifest): LooseReference | undefined {
  return reference(spec(object)['type']);
}

/** What a WorkspaceType says of its workspaces. */
export interface TypeSpec {
  readonly initializer: boolean;
  readonly terminator: boolean;
  readonly extends: readonly LooseReference[];
  readonly defaultBindings: readonly LooseReference[];
  readonly defaultChild: LooseReference | undefined;
  /** Undefined when any may. */
  readonly allowedParents: readonly LooseReference[] | undefined;
  readonly allowedChildren: readonly LooseReference[] | undefined;
  readonly authentication: readonly string[];
}

/** The spec of a WorkspaceType. */
export function typeSpec({ object }: Manifest): TypeSpec {
  const of = spec(object);
  return {
    initializer: of['initializer'] === true,
    terminator: of['terminator'] === true,
    extends: references(record(of['extend'])['with']),
    defaultBindings: list(of['defaultAPIBindings']).flatMap((binding) => reference(binding, 'export') ?? []),
    defaultChild: reference(of['defaultChildWorkspaceType']),
    allowedParents: limit(of['limitAllowedParents']),
    allowedChildren: limit(of['limitAllowedChildren']),
    authentication: references(of['authenticationConfigurations']).map(({ name }) => name),
  };
}

/** The resources and the permission claims of an APIExport, and the names of its schemas. */
export interface ExportSpec {
  readonly resources: readonly ApiResource[];
  readonly claims: readonly ApiResource[];
  readonly schemas: readonly string[];
}

/** The spec of an APIExport: v1alpha2 names resources, v1alpha1 only schemas, which are called `PREFIX.RESOURCE.GROUP`. */
export function exportSpec({ object }: Manifest): ExportSpec {
  const of = spec(object);
  const latest = list(of['latestResourceSchemas']).flatMap((name) => (typeof name === 'string' ? [name] : []));
  const resources = list(of['resources']).map(record);
  return {
    resources: [
      ...resources.map((resource) => ({ name: text(resource['name']), group: text(resource['group']) })),
      ...latest.map(resourceOfSchema),
    ],
    claims: list(of['permissionClaims'])
      .map(record)
      .map((claim) => ({ name: text(claim['resource']), group: text(claim['group']) })),
    schemas: [...resources.map((resource) => text(resource['schema'])), ...latest],
  };
}

function resourceOfSchema(schema: string): ApiResource {
  const [, name = schema, ...group] = schema.split('.');
  return { name, group: group.join('.') };
}

/** The export that an APIBinding binds. */
export function exportOfBinding({ object }: Manifest): LooseReference | undefined {
  return reference(record(spec(object)['reference'])['export']);
}

/** The export whose endpoints an APIExportEndpointSlice lists. */
export function exportOfSlice({ object }: Manifest): LooseReference | undefined {
  return reference(spec(object)['export']);
}

function limit(value: unknown): readonly LooseReference[] | undefined {
  const { none, types } = record(value);
  if (none === true) return [];
  return types === undefined ? undefined : references(types);
}

function references(value: unknown): readonly LooseReference[] {
  return list(value).flatMap((item) => reference(item) ?? []);
}

function reference(value: unknown, key = 'name'): LooseReference | undefined {
  const of = record(value);
  const [name, path] = [text(of[key]), text(of['path'])];
  if (name === '') return undefined;
  return path === '' ? { name } : { name, path };
}

function spec(object: KubernetesObject): Readonly<Record<string, unknown>> {
  return record(object['spec']);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
