import { expect, it } from '@jest/globals';
import type { ConnectionAccess } from '../../../src/profile/index.js';
import { publishedHost, serverPath } from '../../../src/runtime/kcp/connections/server-url.js';

const KCP = { namespace: 'platform-mesh-system', secretName: 'admin', frontProxyName: 'frontproxy', frontProxyPort: '8443' };
const EXPOSURE = { baseDomain: 'example.com', port: 443 };
const SLICE_URL = 'https://root.kcp.localhost:8443/services/apiexport/1abc/core.platform-mesh.io/';

it.each([
  ['within the cluster', false, KCP, 'https://frontproxy-front-proxy.platform-mesh-system:8443'],
  ['from outside, with its port whatever it is', true, KCP, 'https://kcp.api.example.com:443'],
  [
    'wherever we reach kcp ourselves',
    false,
    { ...KCP, url: 'https://127.0.0.1:1' },
    'https://frontproxy-front-proxy.platform-mesh-system:8443',
  ],
  [
    'by the names that flags give',
    false,
    { ...KCP, namespace: 'kcp', frontProxyName: 'front', frontProxyPort: '6443' },
    'https://front-front-proxy.kcp:6443',
  ],
])('publishes the host of kcp %s', (_what, isExternal, admin, expected) => {
  expect(publishedHost(isExternal, admin, EXPOSURE)).toBe(expected);
});

it.each<[string, ConnectionAccess, string, string | undefined, object]>([
  ['a workspace', { kind: 'admin' }, 'root:orgs', undefined, { path: '/clusters/root:orgs' }],
  ['no workspace', { kind: 'admin' }, '', undefined, { path: '/clusters' }],
  ['a raw path', { kind: 'admin', rawPath: '/services/marketplace' }, 'root:orgs', undefined, { path: '/services/marketplace' }],
  ['a raw path without a slash', { kind: 'admin', rawPath: 'services/x' }, '', undefined, { path: '/services/x' }],
  [
    'an endpoint slice, which wins over a raw path',
    { kind: 'admin', endpointSlice: 'a', rawPath: '/services/x' },
    'root',
    `${SLICE_URL}?a=b`,
    { path: '/services/apiexport/1abc/core.platform-mesh.io/' },
  ],
  ['a slice without an endpoint', { kind: 'admin', endpointSlice: 'a' }, 'root', undefined, { reason: 'it has no URL yet' }],
  ['a scoped slice', { kind: 'endpoint-slice', name: 'a' }, 'root', SLICE_URL, { path: '/services/apiexport/1abc/core.platform-mesh.io' }],
  ['a scoped slice with a query', { kind: 'endpoint-slice', name: 'a' }, 'root', 'https://a/b?c=d', { path: '/b?c=d' }],
  ['a scoped slice without an endpoint', { kind: 'endpoint-slice', name: 'a' }, 'root', '', { reason: 'it has no URL yet' }],
  ['no URL', { kind: 'endpoint-slice', name: 'a' }, 'root', 'nothing', { reason: 'its URL leads nowhere: nothing' }],
  ['a URL without a path', { kind: 'endpoint-slice', name: 'a' }, 'root', 'https://a/', { reason: 'its URL leads nowhere: https://a/' }],
  ['exports', { kind: 'exports', names: ['a'] }, 'root:orgs', undefined, { path: '/clusters/root:orgs' }],
  [
    'a workspace type',
    { kind: 'workspace-type', name: 'org', virtualWorkspace: 'initializing' },
    'root',
    'https://a/services/initializingworkspaces/root:org',
    { path: '/services/initializingworkspaces/root:org' },
  ],
  ['nothing', { kind: 'unusable', reason: 'why' }, '', undefined, { reason: 'why' }],
])('leads to the path of %s', (_what, access, workspace, endpoint, expected) => {
  expect(serverPath(access, workspace, endpoint)).toEqual(expected);
});
