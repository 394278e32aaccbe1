import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiServer } from './api-server.ts';
import type { BinaryName } from './binaries.ts';
import { foldersFor, type Folders } from './folders.ts';
import { ensure, installCrds } from './install-crds.ts';
import { binary } from './locate.ts';
import { freePorts } from './ports.ts';
import { startProcess, type ServerProcess } from './process.ts';

/** Flux's controllers, running against an API server. */
export interface Flux {
  /** Folder of their logs. */
  readonly logs: string;
  stop(): Promise<void>;
}

/** The namespace that they keep their own things in. */
const NAMESPACE = 'flux-system';

const artifactsOf = ({ data }: Folders): string => join(data, 'artifacts');
const temporaryOf = ({ data }: Folders): string => join(data, 'tmp');

/** Installs Flux's CustomResourceDefinitions, and starts its source-, kustomize- and helm-controller. */
export async function startFlux({ suite, kube }: { readonly suite: string; readonly kube: ApiServer }): Promise<Flux> {
  const folders = foldersFor(suite, 'flux');
  const running: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    folders.remove();
  };
  try {
    await installCrds(kube, 'flux');
    await ensure(kube, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    for (const folder of [artifactsOf(folders), temporaryOf(folders)]) mkdirSync(folder);
    const [storage = 0, ...health] = await freePorts(4);
    const address = `127.0.0.1:${storage}`;
    const own: readonly (readonly [BinaryName, readonly string[]])[] = [
      ['source-controller', [`--storage-path=${artifactsOf(folders)}`, `--storage-addr=${address}`, `--storage-adv-addr=${address}`]],
      // Half a minute is the default, for each dependency.
      ['kustomize-controller', ['--requeue-dependency=2s']],
      ['helm-controller', ['--requeue-dependency=1s', '--graceful-shutdown-timeout=1s']],
    ];
    for (const [index, [name, args]] of own.entries())
      running.push(await startController(folders, kube, { name, args, healthPort: health[index] ?? 0 }));
    return { logs: folders.logs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Controller {
  readonly name: BinaryName;
  readonly args: readonly string[];
  readonly healthPort: number;
}

function startController(folders: Folders, kube: ApiServer, { name, args, healthPort }: Controller): Promise<ServerProcess> {
  return startProcess({
    path: binary(name),
    // Their default addresses are the same for all, and nobody listens to their events.
    args: ['--metrics-addr=0', '--events-addr=', '--enable-leader-election=false', `--health-addr=127.0.0.1:${healthPort}`, ...args],
    env: { KUBECONFIG: kube.kubeconfig, RUNTIME_NAMESPACE: NAMESPACE, TMPDIR: temporaryOf(folders) },
    logs: folders.logs,
    ready: async () => (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).ok,
  });
}
