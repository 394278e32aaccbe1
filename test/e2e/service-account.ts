import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiServer } from '../servers/index.ts';
import { platformMesh } from './cli.ts';
import { kubectl } from './kubectl.ts';

/** Who a platform runs as, with the rights that it needs and no others. */
export interface Account {
  readonly token: string;
  /** File. */
  readonly kubeconfig: string;
}

/** Grants what `install --rbac-only` prints, as an administrator does, and makes a token and a kubeconfig. */
export async function admit(
  kube: ApiServer,
  name: string,
  namespace: string,
  folder: string,
  ...options: readonly string[]
): Promise<Account> {
  const { code, out, err } = await platformMesh('install', name, '--rbac-only', '--namespace', namespace, ...options);
  if (code !== 0) throw new Error(err);
  const file = join(folder, `${name}-rbac.yaml`);
  writeFileSync(file, out);
  await kubectl(kube, 'apply', '--filename', file);
  const token = (await kubectl(kube, 'create', 'token', `platform-mesh-${name}`, '--namespace', namespace)).trim();
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'kube', cluster: { server: kube.url, 'certificate-authority-data': Buffer.from(kube.ca).toString('base64') } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: 'kube', user: name } }],
      'current-context': name,
    }),
  );
  return { token, kubeconfig };
}
