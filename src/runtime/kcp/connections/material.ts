import { PlatformMeshError } from '../../../errors.js';
import { describeObject, listAt, textAt, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import type { Exposure, KcpConnection } from '../../../profile/index.js';
import type { Observation } from '../../cluster/index.js';
import type { KcpAdmin } from '../admin.js';
import { caBundle } from './ca-bundle.js';
import { adminKubeconfig, currentBundle, inlineBundles, parseKubeconfig, type Kubeconfig } from './kubeconfig.js';
import type { Rights } from './rights.js';
import { exportRules, workspaceTypeRules } from './rules.js';
import { publishedHost, serverPath } from './server-url.js';

/** Namespace of the Secrets of administrators, whatever the platform is called. */
const ADMIN_NAMESPACE = 'platform-mesh-system';

/** Where an object is: `runtime`, or a workspace such as `kcp/root:orgs`. */
export interface Placed {
  readonly target: string;
  readonly ref: ObjectRef;
}

/** What a kubeconfig is made of. */
export interface MaterialContext {
  readonly admin: KcpAdmin & { readonly rootShardName: string };
  readonly exposure: Pick<Exposure, 'baseDomain' | 'port'>;
  /** The Secret by which we are connected to kcp. */
  readonly adminSecret: KubernetesObject;
  readonly observe: (place: Placed) => Observation;
  /** Whether a workspace can be used. */
  readonly isWorkspaceReady: (path: string) => boolean;
}

/** Why a connection cannot be written. */
export type Unready =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string; readonly wakeOn: readonly ObjectRef[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly error: PlatformMeshError };

/** What a connection consists of. */
export type Material =
  | { readonly kind: 'admin'; readonly path: string; readonly bundle: string; readonly kubeconfig: Kubeconfig }
  | { readonly kind: 'scoped'; readonly path: string; readonly server: string; readonly bundle: string; readonly rights: Rights }
  | Unready;

/** Namespace of the Secret of a connection. */
export function secretNamespace({ namespace, access }: KcpConnection, { namespace: kcpNamespace }: KcpAdmin): string {
  return namespace ?? (access.kind === 'admin' ? ADMIN_NAMESPACE : kcpNamespace);
}

/** Where the Secret of a connection is. */
export function secretPlace(connection: KcpConnection, admin: KcpAdmin): Placed {
  return { target: 'runtime', ref: secretRef(secretNamespace(connection, admin), connection.secret) };
}

/**
 * The objects that a connection is made of, as far as it is known by now where they are: an endpoint slice says where its
 * export is.
 */
export function sourcesOf(connection: KcpConnection, context: MaterialContext): readonly Placed[] {
  const { admin } = context;
  const [source, root] = [sourcePlace(admin), rootPlace(admin)];
  const named = namedObject(connection);
  const inKcp = [...(named ? [named] : []), ...exportPlaces(connection, context)].filter(({ target }) =>
    context.isWorkspaceReady(workspaceIn(target)),
  );
  return [secretPlace(connection, admin), ...(connection.access.kind === 'admin' ? [source] : []), root, ...inKcp];
}

/** The workspaces that a connection needs. */
export function workspacesOf(connection: KcpConnection, context: Pick<MaterialContext, 'observe'>): readonly string[] {
  const { access, path } = connection;
  if (access.kind === 'unusable' || path === '') return [];
  return [...new Set([path, ...exportPlaces(connection, context).map(({ target }) => workspaceIn(target))])];
}

/** What a connection consists of, or why that is not known. */
export function materialOf(connection: KcpConnection, suffix: string, context: MaterialContext): Material {
  const { access, path } = connection;
  if (access.kind === 'unusable') {
    const subject = describeObject(secretPlace(connection, context.admin).ref);
    return failed('Invalid', new PlatformMeshError('unusable-entry', `${subject}: ${access.reason}`));
  }
  const missing = workspacesOf(connection, context).find((each) => !context.isWorkspaceReady(each));
  if (missing !== undefined && !(access.kind === 'admin' && access.rawPath !== undefined && access.endpointSlice === undefined)) {
    return waiting('WorkspaceNotReady', `workspace ${missing} is not Ready yet`);
  }
  const named = namedObject(connection);
  const observed = named && context.observe(named);
  if (observed && observed.state !== 'present') return absent(named, observed);
  const found = serverPath(access, path, observed && endpointOf(observed.object, connection));
  if ('reason' in found && named) return waiting('NoEndpoint', `${described(named)}: ${found.reason}`, [named.ref]);
  if ('reason' in found) return failed('Invalid', new PlatformMeshError('unusable-entry', found.reason));
  const server = `${publishedHost(connection.isExternal, context.admin, context.exposure)}${found.path}`;
  return access.kind === 'admin'
    ? adminMaterial(server, found.path, context)
    : scopedMaterial(connection, suffix, { server, ...found }, context);
}

/** The certificate of the administrator that services use; not the one by which we are connected. */
function adminMaterial(server: string, path: string, { admin, observe }: MaterialContext): Material {
  const place = sourcePlace(admin);
  const source = observe(place);
  if (source.state !== 'present') return absent(place, source);
  const kubeconfig = parseKubeconfig(decoded(source.object, 'kubeconfig') ?? '');
  if (!kubeconfig) return broken(place.ref, 'its key kubeconfig holds no kubeconfig');
  const root = rootBundles({ admin, observe });
  if ('kind' in root) return root;
  const bundle = caBundle([...inlineBundles(kubeconfig), ...root]);
  if (bundle === '') return broken(place.ref, 'neither its kubeconfig nor the Secret of the root CA holds a certificate');
  return { kind: 'admin', path, bundle, kubeconfig: adminKubeconfig(kubeconfig, server, bundle) };
}

function scopedMaterial(
  connection: KcpConnection,
  suffix: string,
  { server, path }: { readonly server: string; readonly path: string },
  context: MaterialContext,
): Material {
  const places = exportPlaces(connection, context);
  const exports = places.map((place) => ({ place, observed: context.observe(place) }));
  for (const { place, observed } of exports) if (observed.state !== 'present') return absent(place, observed);
  const { access } = connection;
  const roles =
    access.kind === 'workspace-type'
      ? [{ rules: workspaceTypeRules(access.name, access.virtualWorkspace) }]
      : exports.flatMap(({ place, observed }, index) =>
          observed.state === 'present' ? [{ ...(index === 0 ? {} : { name: place.ref.name }), rules: exportRules(observed.object) }] : [],
        );
  const root = rootBundles(context);
  if ('kind' in root) return root;
  const own = connectionBundle(context.adminSecret);
  // Without a CA of its own the server has a certificate that everybody trusts.
  const bundle = own === '' ? '' : caBundle([own, ...root.slice(0, 1)]);
  const [home = connection.path] = places.map(({ target }) => workspaceIn(target));
  return { kind: 'scoped', path, server, bundle, rights: { workspace: home, suffix, roles } };
}

/** What is named in the workspace of a connection and tells its URL. */
function namedObject({ access, path }: KcpConnection): Placed | undefined {
  const target = `kcp/${path}`;
  if (access.kind === 'workspace-type')
    return { target, ref: { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceType', name: access.name } };
  const name = access.kind === 'endpoint-slice' ? access.name : access.kind === 'admin' ? access.endpointSlice : undefined;
  return name === undefined ? undefined : { target, ref: { apiVersion: 'apis.kcp.io/v1alpha1', kind: 'APIExportEndpointSlice', name } };
}

function endpointOf(object: KubernetesObject, { access }: KcpConnection): string | undefined {
  if (access.kind !== 'workspace-type') return textAt(listAt(object, 'status', 'endpoints')[0], 'url');
  const { virtualWorkspace } = access;
  return listAt(object, 'status', 'virtualWorkspaces').flatMap((each) =>
    textAt(each, 'type') === virtualWorkspace ? (textAt(each, 'url') ?? []) : [],
  )[0];
}

/** The exports that decide about rights: those that are named, or that of the endpoint slice, which may lie elsewhere. */
function exportPlaces(connection: KcpConnection, { observe }: Pick<MaterialContext, 'observe'>): readonly Placed[] {
  const { access, path } = connection;
  if (access.kind === 'exports') return access.names.map((name) => exportPlace(path, name));
  if (access.kind !== 'endpoint-slice') return [];
  const place = namedObject(connection);
  const slice = place && observe(place);
  const spec = slice?.state === 'present' ? slice.object['spec'] : undefined;
  const name = textAt(spec, 'export', 'name');
  return name === undefined ? [] : [exportPlace(textAt(spec, 'export', 'path') ?? path, name)];
}

function exportPlace(path: string, name: string): Placed {
  return { target: `kcp/${path}`, ref: { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name } };
}

/** The certificate of the root CA: kcp's own Secrets hold only the one below it. Where there is none, nothing is added. */
function rootBundles({ admin, observe }: Pick<MaterialContext, 'admin' | 'observe'>): readonly string[] | Unready {
  const place = rootPlace(admin);
  const root = observe(place);
  if (root.state === 'forbidden' || root.state === 'unreadable') return absent(place, root);
  return root.state === 'present' ? ['tls.crt', 'ca.crt'].flatMap((key) => decoded(root.object, key) ?? []) : [];
}

/** The CA bundle of kcp, as we use it ourselves. */
function connectionBundle(secret: KubernetesObject): string {
  const kubeconfig = parseKubeconfig(decoded(secret, 'kubeconfig') ?? '');
  return kubeconfig ? currentBundle(kubeconfig) : (decoded(secret, 'ca.crt') ?? '');
}

function sourcePlace({ namespace }: KcpAdmin): Placed {
  return { target: 'runtime', ref: secretRef(namespace, 'kubeconfig-kcp-admin') };
}

function rootPlace({ namespace, rootShardName }: MaterialContext['admin']): Placed {
  return { target: 'runtime', ref: secretRef(namespace, `${rootShardName}-ca`) };
}

function secretRef(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}

/** The text in a key of a Secret. */
export function decoded(secret: KubernetesObject, key: string): string | undefined {
  const data = textAt(secret, 'data', key);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}

function workspaceIn(target: string): string {
  return target.replace(/^kcp\//u, '');
}

function described({ target, ref }: Placed): string {
  return target === 'runtime' ? describeObject(ref) : `${describeObject(ref)} in ${workspaceIn(target)}`;
}

function absent(place: Placed, observed: Exclude<Observation, { state: 'present' }>): Unready {
  if (observed.state === 'forbidden') return failed('Forbidden', observed.error);
  if (observed.state === 'unreadable') return waiting('Unreachable', observed.error.message);
  return waiting(`${place.ref.kind}NotFound`, `${described(place)} does not exist yet`, [place.ref]);
}

function broken(ref: ObjectRef, text: string): Unready {
  return failed('Invalid', new PlatformMeshError('broken-admin-secret', `${describeObject(ref)}: ${text}`));
}

function waiting(reason: string, message: string, wakeOn: readonly ObjectRef[] = []): Unready {
  return { kind: 'waiting', reason, message, wakeOn };
}

function failed(reason: string, error: PlatformMeshError): Unready {
  return { kind: 'failed', reason, error };
}
