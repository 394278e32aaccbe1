import { textAt, type JsonMap } from './json.ts';
import { appliedOf, flagOf, type RecordedCase } from './recorded-case.ts';
import { hasAuthority } from './situation.ts';

/** Where cert-manager makes the certificate of the authorization webhook, wherever the platform is. */
const SYSTEM = 'platform-mesh-system';

/**
 * What is there and healthy where a case does not say otherwise: kcp's root shard and front proxy, and the authority of the
 * authorization webhook. A kubeconfig that was written without an authority says that there was none.
 */
export function healthySurroundings(recorded: RecordedCase): readonly JsonMap[] {
  const { instance, state } = recorded;
  const kcp = flagOf(recorded, '--kcp-namespace', SYSTEM);
  const hadAuthority = appliedOf(recorded, 'Secret').every(hasAuthority);
  const namespaces = hadAuthority ? [...new Set([SYSTEM, textAt(instance, 'metadata', 'namespace')])] : [];
  const authorityName = flagOf(recorded, '--authorization-webhook-secret-ca-name', 'rebac-authz-webhook-cert');
  const all = [
    availablePart('RootShard', flagOf(recorded, '--kcp-root-shard-name', 'root'), kcp),
    availablePart('FrontProxy', flagOf(recorded, '--kcp-front-proxy-name', 'frontproxy'), kcp),
    ...namespaces.map((namespace) => authority(authorityName, namespace)),
  ];
  const isGiven = ({ kind, metadata }: JsonMap): boolean =>
    state.runtime.some((object) => object['kind'] === kind && textAt(object, 'metadata', 'name') === textAt(metadata, 'name'));
  return all.filter((object) => !isGiven(object));
}

function availablePart(kind: string, name: string, namespace: string): JsonMap {
  const status = { conditions: [{ type: 'Available', status: 'True' }] };
  return { apiVersion: 'operator.kcp.io/v1alpha1', kind, metadata: { name, namespace }, status };
}

function authority(name: string, namespace: string): JsonMap {
  const data = { 'ca.crt': Buffer.from('an authority').toString('base64') };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data };
}
