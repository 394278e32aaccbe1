import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { delimiter, join } from 'node:path';
import type { ApiServer } from './api-server.ts';
import { foldersFor, type Folders } from './folders.ts';
import { ensure, installCrds } from './install-crds.ts';
import { binary } from './locate.ts';
import { freePorts } from './ports.ts';
import { startProcess, type ServerProcess } from './process.ts';

/** What an Argo CD is for. */
export interface ArgoCdOptions {
  /** Names the folder of the logs. */
  readonly suite: string;
  /** Where it lives, and what it deploys to as `https://kubernetes.default.svc`. */
  readonly kube: ApiServer;
  /** Namespaces in which it looks for Applications beside its own, as its flag of that name takes them. @default - none */
  readonly applicationNamespaces?: string;
  /** Entries of its ConfigMap `argocd-cm`, where they are to be there from the start. @default - none */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Argo CD's controllers, running against an API server. */
export interface ArgoCd {
  /** Folder of their logs. */
  readonly logs: string;
  /** Ends them. What they keep in the cluster stays, so that they can be started again. */
  stop(): Promise<void>;
}

/** The namespace that it lives in, with its projects. */
const NAMESPACE = 'argocd';

/** Installs Argo CD's CustomResourceDefinitions, and starts its repo-server and application-controller, with a redis of their own. */
export async function startArgoCd({ suite, kube, applicationNamespaces, settings = {} }: ArgoCdOptions): Promise<ArgoCd> {
  const folders = foldersFor(suite, 'argocd');
  const running: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of running.reverse()) await server.stop();
    folders.remove();
  };
  try {
    await installCrds(kube, 'argocd');
    await makeSettings(kube, settings);
    prepareFolders(folders);
    const [redisPort = 0, repoPort = 0, repoMetricsPort = 0, controllerPort = 0] = await freePorts(4);
    const redis = `127.0.0.1:${redisPort}`;
    running.push(await startRedis(folders, redisPort));
    running.push(
      await startPart(folders, kube, {
        part: 'argocd-repo-server',
        metricsPort: repoMetricsPort,
        args: ['--address=127.0.0.1', `--port=${repoPort}`, '--metrics-address=127.0.0.1', '--disable-tls', `--redis=${redis}`],
      }),
    );
    const watched = applicationNamespaces === undefined ? [] : [`--application-namespaces=${applicationNamespaces}`];
    running.push(
      await startPart(folders, kube, {
        part: 'argocd-application-controller',
        metricsPort: controllerPort,
        // By default it takes two to three minutes until everything is looked at again.
        args: [
          `--namespace=${NAMESPACE}`,
          `--repo-server=127.0.0.1:${repoPort}`,
          '--repo-server-plaintext',
          `--redis=${redis}`,
          '--app-resync=5',
          '--app-resync-jitter=0',
          ...watched,
        ],
      }),
    );
    return { logs: folders.logs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const CONFIG_MAPS = [
  'argocd-cm',
  'argocd-rbac-cm',
  'argocd-cmd-params-cm',
  'argocd-tls-certs-cm',
  'argocd-ssh-known-hosts-cm',
  'argocd-gpg-keys-cm',
];

/** What it reads: its settings, each of which has to be there even when it is empty, and the project `default`. */
async function makeSettings(kube: ApiServer, settings: Readonly<Record<string, string>>): Promise<void> {
  await ensure(kube, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const metadata = (name: string): object => ({ name, labels: { 'app.kubernetes.io/part-of': 'argocd' } });
  for (const name of CONFIG_MAPS) {
    await ensure(kube, `/api/v1/namespaces/${NAMESPACE}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(name),
      ...(name === 'argocd-cm' ? { data: settings } : {}),
    });
  }
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata('argocd-secret'),
    stringData: { 'server.secretkey': 'of the tests' },
  };
  await ensure(kube, `/api/v1/namespaces/${NAMESPACE}/secrets`, secret);
  const spec = {
    sourceRepos: ['*'],
    destinations: [{ namespace: '*', server: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  };
  await ensure(kube, `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/appprojects`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default' },
    spec,
  });
}

const PARTS = ['argocd-repo-server', 'argocd-application-controller'] as const;

const programsOf = ({ data }: Folders): string => join(data, 'bin');
const temporaryOf = ({ data }: Folders): string => join(data, 'tmp');

/** One binary is each part by the name that it is called, and calls helm and kustomize by theirs. */
function prepareFolders(folders: Folders): void {
  const programs = programsOf(folders);
  for (const folder of [programs, temporaryOf(folders)]) mkdirSync(folder);
  for (const part of PARTS) symlinkSync(binary('argocd'), join(programs, part));
  symlinkSync(binary('helm'), join(programs, 'helm'));
  // kubectl has kustomize in it: `kustomize build FOLDER` is `kubectl kustomize FOLDER`.
  writeFileSync(join(programs, 'kustomize'), `#!/bin/sh\nshift\nexec '${binary('kubectl')}' kustomize "$@"\n`, { mode: 0o755 });
}

interface Part {
  readonly part: (typeof PARTS)[number];
  readonly metricsPort: number;
  readonly args: readonly string[];
}

function startPart(folders: Folders, kube: ApiServer, { part, metricsPort, args }: Part): Promise<ServerProcess> {
  const { data, logs } = folders;
  return startProcess({
    path: join(programsOf(folders), part),
    args: [...args, `--metrics-port=${metricsPort}`, '--logformat=text'],
    env: {
      PATH: `${programsOf(folders)}${delimiter}${process.env['PATH'] ?? ''}`,
      TMPDIR: temporaryOf(folders),
      HELM_CACHE_HOME: data,
      HELM_CONFIG_HOME: data,
      HELM_DATA_HOME: data,
      // A keyring would be made in a folder of its container image.
      ARGOCD_GPG_ENABLED: 'false',
      // `https://kubernetes.default.svc` is then what the kubeconfig names.
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      KUBECONFIG: kube.kubeconfig,
      ARGOCD_SYNC_WAVE_DELAY: '1',
    },
    logs,
    ready: async () => (await fetch(`http://127.0.0.1:${metricsPort}/healthz`)).ok,
  });
}

/** A redis that keeps nothing on disk. */
function startRedis({ logs }: Folders, port: number): Promise<ServerProcess> {
  return startProcess({
    path: binary('miniredis'),
    args: [`--address=127.0.0.1:${port}`],
    logs,
    ready: async () => {
      const socket = connect(port, '127.0.0.1');
      socket.end('*1\r\n$4\r\nPING\r\n');
      return (await text(socket)).startsWith('+PONG');
    },
  });
}
