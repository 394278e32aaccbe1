import pMap from 'p-map';
import { keyOf, listAt, refOf, textAt, type KindRef, type KubernetesObject } from '../../../kubernetes/index.js';
import { isApiError } from '../../cluster/index.js';
import { clusterOf, type InstanceContext } from '../context.js';

/** A kind by which a workspace is known to have content of users. */
interface ContentKind extends KindRef {
  /** Whether operators of the platform keep such objects in the workspace of its APIs. @default false */
  readonly isOfOperators?: true;
}

const APIS = 'apis.kcp.io';

/** Kinds of what users put into workspaces; what they do with a bound API shows in its binding. */
const CONTENT: readonly ContentKind[] = [
  { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace' },
  { apiVersion: `${APIS}/v1alpha2`, kind: 'APIBinding' },
  { apiVersion: `${APIS}/v1alpha2`, kind: 'APIExport' },
  { apiVersion: `${APIS}/v1alpha1`, kind: 'APIResourceSchema' },
  { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
  { apiVersion: 'core.platform-mesh.io/v1alpha1', kind: 'Account' },
  { apiVersion: 'providers.platform-mesh.io/v1alpha1', kind: 'Provider' },
  { apiVersion: 'ui.platform-mesh.io/v1alpha1', kind: 'ContentConfiguration', isOfOperators: true },
  { apiVersion: 'ui.platform-mesh.io/v1alpha1', kind: 'ProviderMetadata', isOfOperators: true },
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'ConfigMap', isOfOperators: true },
  { apiVersion: 'v1', kind: 'Secret', isOfOperators: true },
];

/** Lists at a time. */
const PARALLEL = 16;

/** kcp's own name in `managedFields`. */
const KCP = 'kcp';

/** kcp gives it to workspaces, and we bring it back where it is missing. */
const DEFAULT_NAMESPACE = 'default';

/** So many objects are named. */
const NAMED = 3;

/** Whether an object is a user's: neither kcp has made it, nor does an inventory of ours name it. */
export function isOfUser(object: KubernetesObject, isOurs: (key: string) => boolean): boolean {
  const { metadata, kind } = object;
  if (metadata.deletionTimestamp !== undefined || isOurs(keyOf(refOf(object)))) return false;
  if (kind === 'Namespace' && metadata.name === DEFAULT_NAMESPACE) return false;
  const managers = listAt(metadata, 'managedFields').map((entry) => textAt(entry, 'manager'));
  return managers.length === 0 || managers.some((manager) => manager !== KCP);
}

/** Says what users have in a workspace, such as `it holds Workspace acme and 2 more objects of users`. */
export function contentText(objects: readonly KubernetesObject[]): string | undefined {
  if (objects.length === 0) return undefined;
  const names = objects
    .slice(0, NAMED)
    .map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`);
  const more = objects.length - names.length;
  return `it holds ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}, which the platform has not made`;
}

/** A workspace of the platform, and what its inventories name there. */
export interface OwnWorkspace {
  readonly path: string;
  /** Whether others bind its exports. */
  readonly hasApis: boolean;
  readonly isOurs: (key: string) => boolean;
}

/**
 * What users have in workspaces, in words, by path; workspaces without content are absent.
 *
 * @throws {ApiError} when kcp does not tell
 */
export async function readUserContent(workspaces: readonly OwnWorkspace[], context: InstanceContext): Promise<ReadonlyMap<string, string>> {
  const lists = workspaces.flatMap((workspace) =>
    CONTENT.filter(({ isOfOperators }) => !(workspace.hasApis && isOfOperators)).map((kind) => ({ workspace, kind })),
  );
  const found = await pMap(
    lists,
    async ({ workspace, kind }) => {
      const objects = await listAll(workspace.path, kind, context);
      return { path: workspace.path, objects: objects.filter((object) => isOfUser(object, workspace.isOurs)) };
    },
    { concurrency: PARALLEL },
  );
  const byPath = Map.groupBy(found, ({ path }) => path);
  return new Map(
    [...byPath].flatMap(([path, members]) => {
      const text = contentText(members.flatMap(({ objects }) => objects));
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** None where the workspace does not serve the kind. */
async function listAll(path: string, { apiVersion, kind }: KindRef, context: InstanceContext): Promise<readonly KubernetesObject[]> {
  try {
    return (await clusterOf(context, `kcp/${path}`).list({ apiVersion, kind })).items;
  } catch (error) {
    if (isApiError(error, 'unknown-kind')) return [];
    throw error;
  }
}
