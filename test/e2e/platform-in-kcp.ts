import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKcp, startKube, type ApiServer, type KcpOptions, type Kube } from '../servers/index.ts';
import type { Platform } from './apply-to-kcp.ts';
import { install } from './crds.ts';
import { foreignCrds } from './foreign-crds.ts';
import { installKcpOperator, putSecret, sayAvailable, shareAdmin } from './kcp-servers.ts';
import { createMesh, SYSTEM, type Mesh } from './mesh.ts';
import { createIssuer, type Issuer } from './players/issuer.ts';
import { playNetwork } from './players/network.ts';
import type { Player } from './players/player.ts';
import { playIdentityProvider, playInitializer } from './players/security-operator.ts';
import { admissionWebhook, type Review } from './players/webhooks.ts';
import { readValues } from './read-values.ts';

/** A platform to be applied to an empty kcp, with its operators played. */
export interface PlatformInKcp extends Platform {
  readonly kcp: ApiServer;
  /** CA bundle of the operators' webhooks and of the issuer, as PEM. */
  readonly ca: string;
  /** What kcp asked the webhooks of the operators. */
  readonly reviews: readonly Review[];
  /** The realm in which users without an organization log in. */
  readonly issuer: Issuer;
  /** Ends everything. */
  stop(): Promise<void>;
}

/** The `spec.exposure` of such a platform. */
export const EXPOSURE = { baseDomain: 'portal.localhost', port: 8443, protocol: 'https' };

/** Starts a kcp and the players of what belongs to it; nothing is applied yet. The base domain is that of `EXPOSURE`. */
export async function startPlatformInKcp(
  suite: string,
  input: readonly string[],
  options: Pick<KcpOptions, 'clientCa'> = {},
): Promise<PlatformInKcp> {
  const folder = mkdtempSync(join(tmpdir(), `${suite}-`));
  const reviews: Review[] = [];
  const issuer = createIssuer('https://portal.localhost:8443/keycloak/realms/welcome');
  const network = await playNetwork({
    'account-operator-webhook.platform-mesh-system.svc.cluster.local': admissionWebhook(reviews),
    'security-operator-webhook.platform-mesh-system.svc.cluster.local': admissionWebhook(reviews),
    'portal.localhost': issuer.listener,
  });
  const kcp = await startKcp({ ...options, suite, env: { HTTPS_PROXY: network.proxy } });
  const players: readonly Player[] = [network, playInitializer(kcp), playIdentityProvider(kcp, 'root:platform-mesh-system')];
  const stop = async (): Promise<void> => {
    for (const player of players) await player.stop();
    await kcp.stop();
    rmSync(folder, { recursive: true });
  };
  return { input, out: join(folder, 'out'), readValues: () => readValues(kcp, network.ca), kcp, ca: network.ca, reviews, issuer, stop };
}

/** Secrets that operators of the platform fill with the CA bundles of their webhooks. */
export const CA_SECRETS = [
  'rebac-authz-webhook-cert',
  'account-operator-webhook-server-cert',
  'security-operator-ca-secret',
  'domain-certificate',
];

/** The servers of a platform without services, and its input. */
export interface StartedPlatform {
  readonly kube: Kube;
  readonly platform: PlatformInKcp;
  readonly mesh: Mesh;
}

/** Starts an API server and a kcp. The kinds of kcp-operator, the CA bundles and the Secrets of kcp's administrator are missing. */
export async function startServers(suite: string, options: Pick<KcpOptions, 'clientCa'> = {}): Promise<StartedPlatform> {
  const [kube, platform] = await Promise.all([startKube({ suite }), startPlatformInKcp(suite, [], options)]);
  for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  const mesh = await createMesh(kube, SYSTEM, 'mesh', { withKcp: true });
  mesh.write({ exposure: EXPOSURE, services: {} });
  return { kube, platform, mesh };
}

/** Starts an API server and a kcp that are ready for the first apply of a platform without services. */
export async function startForPlatform(suite: string): Promise<StartedPlatform> {
  const started = await startServers(suite);
  const { kube, platform } = started;
  for (const name of CA_SECRETS) await putSecret(kube, SYSTEM, name, { 'ca.crt': platform.ca });
  await installKcpOperator(kube);
  await sayAvailable(kube, SYSTEM);
  await shareAdmin(kube, platform.kcp, SYSTEM);
  return started;
}
