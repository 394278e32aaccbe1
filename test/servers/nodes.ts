import { call, type ApiServer } from './api-server.ts';
import { foldersFor } from './folders.ts';
import { binary } from './locate.ts';
import { startProcess } from './process.ts';

/** Nodes on which pods seem to run. */
export interface Nodes {
  /** Folder of the log. */
  readonly logs: string;
  stop(): Promise<void>;
}

/** Gives a Kubernetes with controllers one node, played by kwok: its pods are Running and Ready at once, and run nothing. */
export async function startNodes({ suite, kube }: { readonly suite: string; readonly kube: ApiServer }): Promise<Nodes> {
  const { logs, remove } = foldersFor(suite, 'kwok');
  await call(kube, '/api/v1/nodes', { method: 'POST', body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } } });
  const server = await startProcess({
    path: binary('kwok'),
    args: [`--kubeconfig=${kube.kubeconfig}`, '--manage-all-nodes=true', '--node-ip=127.0.0.1'],
    logs,
    ready: async () => JSON.stringify((await call(kube, '/api/v1/nodes/node')).body).includes('"type":"Ready"'),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    remove();
  };
  return { logs, stop };
}
