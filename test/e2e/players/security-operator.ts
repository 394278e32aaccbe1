import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

interface LogicalCluster {
  readonly metadata: { readonly annotations: { readonly 'kcp.io/cluster': string } };
  readonly status?: { readonly initializers?: readonly string[]; readonly terminators?: readonly string[] };
}

/** The type whose workspaces it holds, and its name in their status. */
const TYPE = 'root:security';

/** Lets new workspaces in, as it does when their authorization is set up. */
export function playInitializer(kcp: ApiServer): Player {
  return play(() => release(kcp, 'initializing', 'initializers'));
}

/** Lets deleted workspaces go, as it does when their authorization is taken down. */
export function playTerminator(kcp: ApiServer): Player {
  return play(() => release(kcp, 'terminating', 'terminators'));
}

type Phase = 'initializing' | 'terminating';

/** The logical clusters that wait for it; they are to be seen and changed only in a virtual workspace of their type. */
export async function waiting(kcp: ApiServer, phase: Phase): Promise<readonly LogicalCluster[]> {
  return ((await call(kcp, pathOf(phase, '*'))).body as { readonly items: readonly LogicalCluster[] }).items;
}

async function release(kcp: ApiServer, phase: Phase, field: 'initializers' | 'terminators'): Promise<void> {
  for (const { metadata, status } of await waiting(kcp, phase)) {
    const others = (status?.[field] ?? []).filter((name) => name !== TYPE);
    await call(kcp, `${pathOf(phase, metadata.annotations['kcp.io/cluster'])}/cluster/status`, {
      method: 'PATCH',
      body: { status: { [field]: others } },
    });
  }
}

function pathOf(phase: Phase, cluster: string): string {
  return `/services/${phase}workspaces/${TYPE}/clusters/${cluster}/apis/core.kcp.io/v1alpha1/logicalclusters`;
}

interface IdentityProviderConfiguration {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly clients: readonly { readonly clientName: string; readonly secretRef: object }[] };
  readonly status?: object;
}

/** Registers the clients of identity providers; the id of a client is its name with `-id`. */
export function playIdentityProvider(kcp: ApiServer, workspace: string): Player {
  const path = `/clusters/${workspace}/apis/core.platform-mesh.io/v1alpha1/identityproviderconfigurations`;
  return play(async () => {
    const { items } = (await call(kcp, path)).body as { readonly items: readonly IdentityProviderConfiguration[] };
    for (const { metadata, spec, status } of items) {
      if (status) continue;
      const clients = spec.clients.map(
        ({ clientName, secretRef }) =>
          [clientName, { clientId: `${clientName}-id`, registrationClientUri: `https://example.com/${clientName}`, secretRef }] as const,
      );
      await call(kcp, `${path}/${metadata.name}/status`, {
        method: 'PATCH',
        body: { status: { managedClients: Object.fromEntries(clients) } },
      });
    }
  });
}
