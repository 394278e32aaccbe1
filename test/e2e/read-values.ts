import type { RuntimeValues } from '../../src/profile/index.js';
import { call, type ApiServer } from '../servers/index.ts';

const SYSTEM = 'root:platform-mesh-system';

interface Fields {
  readonly status?: { readonly identityHash?: string; readonly managedClients?: Readonly<Record<string, { readonly clientId: string }>> };
}

/**
 * What a user would look up, by the descriptions in unresolved.yaml; what is not there yet is left out.
 *
 * @param ca the authority that all Secrets hold
 */
export async function readValues(kcp: ApiServer, ca: string): Promise<RuntimeValues> {
  const read = async (workspace: string, path: string): Promise<Fields> =>
    (await call(kcp, `/clusters/${workspace}/apis/${path}`)).body as Fields;
  const identityHashes: Record<string, string> = {};
  for (const [workspace, name] of [
    ['root', 'tenancy.kcp.io'],
    [SYSTEM, 'core.platform-mesh.io'],
  ] as const) {
    const { status } = await read(workspace, `apis.kcp.io/v1alpha2/apiexports/${name}`);
    if (status?.identityHash !== undefined) identityHashes[`${workspace}:${name}`] = status.identityHash;
  }
  const { status } = await read(SYSTEM, 'core.platform-mesh.io/v1alpha1/identityproviderconfigurations/welcome');
  const clients = status?.managedClients;
  return {
    identityHashes,
    caBundles: { 'account-operator-webhook-server-cert': ca, 'security-operator-ca-secret': ca, 'domain-certificate': ca },
    ...(clients ? { audiences: { welcome: Object.values(clients).map(({ clientId }) => clientId) } } : {}),
  };
}
