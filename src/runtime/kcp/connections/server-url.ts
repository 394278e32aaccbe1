import type { ConnectionAccess, Exposure } from '../../../profile/index.js';
import { frontProxyUrl, type KcpAdmin } from '../admin.js';

/** Where services reach kcp, without a path. It never depends on how we reach it. */
export function publishedHost(isExternal: boolean, admin: KcpAdmin, exposure: Pick<Exposure, 'baseDomain' | 'port'>): string {
  return isExternal ? `https://kcp.api.${exposure.baseDomain}:${exposure.port}` : frontProxyUrl(admin);
}

/** The path of a server, or why there is none. */
export type ServerPath = { readonly path: string } | { readonly reason: string };

/**
 * The path that a kubeconfig leads to.
 *
 * @param endpoint URL that kcp publishes for what the connection names; its host is that of one shard, and is not used
 */
export function serverPath(access: ConnectionAccess, workspace: string, endpoint: string | undefined): ServerPath {
  switch (access.kind) {
    case 'admin':
      if (access.endpointSlice !== undefined) return endpointPath(endpoint, { isTrimmed: false });
      return { path: access.rawPath === undefined ? workspacePath(workspace) : withSlash(access.rawPath) };
    case 'endpoint-slice':
    case 'workspace-type':
      return endpointPath(endpoint, { isTrimmed: true });
    case 'exports':
      return { path: workspacePath(workspace) };
    case 'unusable':
      return { reason: access.reason };
  }
}

function workspacePath(workspace: string): string {
  return workspace === '' ? '/clusters' : `/clusters/${workspace}`;
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** As in the reference, an administrator's path stays as it is, and any other one loses its last slash and keeps its query. */
function endpointPath(endpoint: string | undefined, { isTrimmed }: { readonly isTrimmed: boolean }): ServerPath {
  if (endpoint === undefined || endpoint === '') return { reason: 'it has no URL yet' };
  const url = URL.parse(endpoint);
  if (!url || url.host === '' || url.pathname === '/') return { reason: `its URL leads nowhere: ${endpoint}` };
  return { path: isTrimmed ? `${url.pathname}${url.search}`.replace(/\/$/u, '') : url.pathname };
}
