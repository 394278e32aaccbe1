import type { PlatformMeshSpec, ProviderConnection } from '../../resources/index.js';
import type { ConnectionAccess, KcpConnection } from '../blueprint.js';
import { locate, type Traced } from '../overlay/traced.js';
import type { Problems } from '../problems.js';
import { BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION } from './built-in-connections.js';
import type { FeatureToggleName } from './feature-toggles.js';

/**
 * The kubeconfigs that a platform writes: those of the user in place of the built-in ones, then the extra ones, then that of a
 * toggle. Of two for the same Secret the later one counts.
 */
export function resolveConnections(
  spec: PlatformMeshSpec,
  toggles: readonly FeatureToggleName[],
  tree: Traced,
  problems: Problems,
): readonly KcpConnection[] {
  const given = spec.kcp?.providerConnections ?? [];
  const extra = spec.kcp?.extraProviderConnections ?? [];
  const own = given.map(ownConnection);
  const all = [
    ...(own.length > 0 ? own : BUILT_IN_CONNECTIONS),
    ...extra.map(ownConnection),
    ...(toggles.includes('feature-enable-terminal-controller-manager') ? [TERMINAL_CONNECTION] : []),
  ];
  if (own.length > 0) warnReplaced(all, tree, problems);
  warnTwice('providerConnections', given, tree, problems);
  warnTwice('extraProviderConnections', extra, tree, problems);
  return [...new Map(all.map((connection) => [`${connection.namespace ?? ''}/${connection.secret}`, connection])).values()];
}

function ownConnection(given: ProviderConnection): KcpConnection {
  const namespace = given.namespace?.trim() ?? '';
  return {
    secret: given.secret,
    ...(namespace === '' ? {} : { namespace }),
    path: (given.path ?? '').trim(),
    access: accessOf(given),
    isBuiltIn: false,
    isExternal: given.external ?? false,
  };
}

function accessOf(given: ProviderConnection): ConnectionAccess {
  const slice = given.endpointSliceName?.trim() ?? '';
  if (given.adminAuth === true) {
    const rawPath = given.rawPath ?? '';
    return { kind: 'admin', ...(slice === '' ? {} : { endpointSlice: slice }), ...(rawPath === '' ? {} : { rawPath }) };
  }
  if ((given.path ?? '').trim() === '') return { kind: 'unusable', reason: 'a connection without adminAuth needs the path of a workspace' };
  const sources = [
    ...(slice === '' ? [] : [{ kind: 'endpoint-slice', name: slice } as const]),
    ...exportsOf(given),
    ...(given.workspaceType ? [typeOf(given.workspaceType)] : []),
  ];
  const [source, ...others] = sources;
  if (source && others.length === 0) return source;
  const found = source ? 'more than one of them is set' : 'none of them is set';
  const reason = `a connection without adminAuth needs exactly one of endpointSliceName, apiExportNames and workspaceType, and ${found}`;
  return { kind: 'unusable', reason };
}

/** The exports by either spelling; with both, the newer one counts. */
function exportsOf({ apiExportNames = [], apiExportName }: ProviderConnection): readonly ConnectionAccess[] {
  const single = apiExportName?.trim() ?? '';
  const names = apiExportNames.length > 0 ? [...new Set(apiExportNames)] : [single];
  return names.length === 1 && names[0] === '' ? [] : [{ kind: 'exports', names }];
}

function typeOf({ name, virtualWorkspace }: NonNullable<ProviderConnection['workspaceType']>): ConnectionAccess {
  return { kind: 'workspace-type', name, virtualWorkspace: virtualWorkspace === 'terminating' ? 'terminating' : 'initializing' };
}

/** Warns of built-in connections that `providerConnections` leaves out: their services find no kubeconfig and do not start. */
function warnReplaced(connections: readonly KcpConnection[], tree: Traced, problems: Problems): void {
  const secrets = new Set(connections.map(({ secret }) => secret));
  const missing = BUILT_IN_CONNECTIONS.filter(({ secret }) => !secrets.has(secret)).map(({ secret }) => secret);
  if (missing.length === 0) return;
  problems.warning('replaced-connections', {
    message: `spec.kcp.providerConnections replaces the built-in connections, so these Secrets are not written: ${missing.join(', ')}`,
    hint: 'the services that use them do not start; extraProviderConnections adds connections to the built-in ones',
    location: locate(tree, ['kcp', 'providerConnections'], 'key'),
  });
}

function warnTwice(
  list: 'providerConnections' | 'extraProviderConnections',
  given: readonly ProviderConnection[],
  tree: Traced,
  problems: Problems,
): void {
  const seen = new Set<string>();
  given.forEach(({ secret, namespace = '' }, index) => {
    if (seen.has(`${namespace}/${secret}`)) {
      problems.warning('duplicate-name', {
        message: `provider connection "${secret}": it stands here a second time; the last one counts`,
        hint: 'delete one of the entries, or give it another Secret',
        location: locate(tree, ['kcp', list, index, 'secret']),
      });
    }
    seen.add(`${namespace}/${secret}`);
  });
}
