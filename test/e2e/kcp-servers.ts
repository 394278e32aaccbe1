import { readFileSync } from 'node:fs';
import { call, type ApiServer } from '../servers/index.ts';
import { install, type Crd } from './crds.ts';

const GROUP = 'operator.kcp.io';

/** The kinds by which kcp-operator runs the servers of a kcp, as far as the platform reads them. */
const KINDS = [
  { kind: 'RootShard', plural: 'rootshards', name: 'root' },
  { kind: 'FrontProxy', plural: 'frontproxies', name: 'frontproxy' },
] as const;

/** Installs the kinds of kcp-operator. */
export async function installKcpOperator(kube: ApiServer): Promise<void> {
  for (const { kind, plural } of KINDS) {
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    await install(kube, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${GROUP}` },
      spec: {
        group: GROUP,
        names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
        scope: 'Namespaced',
        versions: [{ name: 'v1alpha1', served: true, storage: true, schema, subresources: { status: {} } }],
      },
    } as Crd);
  }
}

/** Says of the servers of a kcp whether they are available, as kcp-operator does. */
export async function sayAvailable(kube: ApiServer, namespace: string, status: 'True' | 'False' = 'True'): Promise<void> {
  for (const { kind, plural, name } of KINDS) {
    const path = `/apis/${GROUP}/v1alpha1/namespaces/${namespace}/${plural}`;
    await call(kube, path, { method: 'POST', body: { apiVersion: `${GROUP}/v1alpha1`, kind, metadata: { name }, spec: {} } });
    const condition = {
      type: 'Available',
      status,
      reason: 'Test',
      message: 'as the test says',
      lastTransitionTime: new Date().toISOString(),
    };
    await call(kube, `${path}/${name}/status`, { method: 'PATCH', body: { status: { conditions: [condition] } } });
  }
}

/**
 * Puts the kubeconfigs of the administrator of a kcp where the platform looks for them: the one that it uses itself, and the one
 * that services get, with the certificate of the root CA.
 */
export async function shareAdmin(kube: ApiServer, kcp: ApiServer, namespace: string): Promise<void> {
  const kubeconfig = readFileSync(kcp.kubeconfig, 'utf8');
  await putSecret(kube, namespace, 'kcp-cluster-admin-client-cert', { kubeconfig });
  await putSecret(kube, namespace, 'kubeconfig-kcp-admin', { kubeconfig });
  await putSecret(kube, namespace, 'root-ca', { 'tls.crt': kcp.ca });
}

/** Who an administrator is by a client certificate. */
export interface AdminCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The same as cert-manager and kcp-operator put it there: a certificate in three keys, and a kubeconfig with one. */
export async function shareCertificate(kube: ApiServer, kcp: ApiServer, namespace: string, { cert, key }: AdminCertificate): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'front-proxy', cluster: { server: kcp.url, 'certificate-authority-data': base64(kcp.ca) } }],
    users: [{ name: 'kcp-admin', user: { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) } }],
    contexts: [{ name: 'default', context: { cluster: 'front-proxy', user: 'kcp-admin' } }],
    'current-context': 'default',
  };
  await putSecret(kube, namespace, 'kcp-cluster-admin-client-cert', { 'ca.crt': kcp.ca, 'tls.crt': cert, 'tls.key': key });
  await putSecret(kube, namespace, 'kubeconfig-kcp-admin', { kubeconfig: JSON.stringify(kubeconfig) });
  await putSecret(kube, namespace, 'root-ca', { 'tls.crt': kcp.ca });
}

/** Creates a Secret, or replaces its content. */
export async function putSecret(
  kube: ApiServer,
  namespace: string,
  name: string,
  stringData: Readonly<Record<string, string>>,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/secrets`;
  const { status } = await call(kube, path, { method: 'POST', body: { metadata: { name }, stringData } });
  if (status === 409) await call(kube, `${path}/${name}`, { method: 'PATCH', body: { stringData } });
}
