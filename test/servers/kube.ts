import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReady, writeKubeconfig, type Access, type ApiServer } from './api-server.ts';
import { auditFlags } from './audit.ts';
import { foldersFor, type Folders } from './folders.ts';
import { binary } from './locate.ts';
import { freePorts } from './ports.ts';
import { startProcess, type ServerProcess } from './process.ts';
import { until } from './until.ts';

/** What a Kubernetes is for. */
export interface KubeOptions {
  /** Names the folder of the logs. */
  readonly suite: string;
  /** Whether objects lead to others: namespaces are finalized, Deployments make pods, owners take theirs with them. @default false */
  readonly controllers?: boolean;
}

/** A Kubernetes whose API server can crash. */
export interface Kube extends ApiServer {
  /** URL of its etcd, which lets everybody in. */
  readonly etcd: string;
  /** Kills the API server. What it has stored is there when it is restarted. */
  crash(): Promise<void>;
  /** Starts the API server again, at the same place. */
  restart(): Promise<void>;
  /** Kills etcd, and the API server stays. What it has stored is there when it is restarted. */
  crashEtcd(): Promise<void>;
  /** Starts etcd again, at the same place; returns when the API server can use it. */
  restartEtcd(): Promise<void>;
  /** The API server keeps its connections and answers nobody. */
  pause(): void;
  /** It answers again. */
  resume(): void;
}

/** Starts a kube-apiserver with an etcd of its own, and its controllers where they are wanted. */
export async function startKube({ suite, controllers = false }: KubeOptions): Promise<Kube> {
  const folders = foldersFor(suite, 'kube');
  const running: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of running.reverse()) await server.stop();
    folders.remove();
  };
  try {
    const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
    let etcd = await startEtcd(folders, etcdPort, peerPort);
    running.push(etcd);
    const options = { etcdPort, port, controllers, token: prepareApiServer(folders) };
    let server = await startApiServer(folders, options);
    running.push(server);
    const access = accessTo(folders, options);
    const kubeconfig = join(folders.data, 'kubeconfig');
    writeKubeconfig(kubeconfig, access);
    if (controllers) running.push(await startControllerManager(folders, kubeconfig), await startScheduler(folders, kubeconfig));
    const restart = async (): Promise<void> => {
      server = await startApiServer(folders, options);
      running.push(server);
    };
    const restartEtcd = async (): Promise<void> => {
      etcd = await startEtcd(folders, etcdPort, peerPort);
      // It is ended after the API server, which would not end without it.
      running.unshift(etcd);
      await until('the API server is ready', () => isReady(access));
    };
    return {
      ...access,
      kubeconfig,
      logs: folders.logs,
      auditLog: auditLogOf(folders),
      etcd: `http://127.0.0.1:${etcdPort}`,
      crash: () => server.kill(),
      crashEtcd: () => etcd.kill(),
      restartEtcd,
      pause: () => server.pause(),
      resume: () => server.resume(),
      restart,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const auditLogOf = ({ logs }: Folders): string => join(logs, 'audit.log');
const serviceAccountKeyOf = ({ data }: Folders): string => join(data, 'service-accounts.key');
const servingCertificateOf = ({ data }: Folders): string => join(data, 'certs', 'apiserver.crt');

function startEtcd({ data, logs }: Folders, port: number, peerPort: number): Promise<ServerProcess> {
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  return startProcess({
    path: binary('etcd'),
    // Nothing here has to survive a power cut.
    args: [
      `--data-dir=${data}/etcd`,
      '--unsafe-no-fsync',
      '--log-level=warn',
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ],
    logs,
    ready: async () => (await fetch(`${client}/health`)).ok,
  });
}

interface ApiServerOptions {
  readonly etcdPort: number;
  readonly port: number;
  readonly controllers: boolean;
  readonly token: string;
}

/** Writes what it starts from; returns the token of the administrator. */
function prepareApiServer(folders: Folders): string {
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(folders.data, 'tokens.csv'), `${token},admin,admin,system:masters\n`);
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(serviceAccountKeyOf(folders), privateKey);
  return token;
}

/** It makes its certificate itself, so the authority is not known before it runs. */
function accessTo(folders: Folders, { port, token }: Pick<ApiServerOptions, 'port' | 'token'>): Access {
  return { url: `https://127.0.0.1:${port}`, ca: readFileSync(servingCertificateOf(folders), 'utf8'), token };
}

function startApiServer(folders: Folders, { etcdPort, port, controllers, token }: ApiServerOptions): Promise<ServerProcess> {
  const { data, logs } = folders;
  return startProcess({
    path: binary('kube-apiserver'),
    args: [
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${data}/certs`,
      // No endpoints of the API server itself: a loopback address may be none.
      '--endpoint-reconciler-type=none',
      '--service-cluster-ip-range=10.0.0.0/24',
      `--token-auth-file=${data}/tokens.csv`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-signing-key-file=${serviceAccountKeyOf(folders)}`,
      `--service-account-key-file=${serviceAccountKeyOf(folders)}`,
      // Nobody takes the taint off new nodes; and without controllers, no namespace gets its default ServiceAccount.
      `--disable-admission-plugins=TaintNodesByCondition${controllers ? '' : ',ServiceAccount'}`,
      '--allow-privileged=true',
      ...auditFlags(data, auditLogOf(folders)),
    ],
    logs,
    ready: () => isReady(accessTo(folders, { port, token })),
  });
}

function startControllerManager(folders: Folders, kubeconfig: string): Promise<ServerProcess> {
  return startProcess({
    path: binary('kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--secure-port=0',
      '--leader-elect=false',
      `--service-account-private-key-file=${serviceAccountKeyOf(folders)}`,
      `--root-ca-file=${servingCertificateOf(folders)}`,
      '--use-service-account-credentials=false',
      // What there is of nodes is played by kwok.
      '--controllers=*,-nodeipam,-nodelifecycle,-cloud-node-lifecycle-controller,-service-lb-controller,-node-route-controller',
    ],
    logs: folders.logs,
    ready: () => Promise.resolve(true),
  });
}

function startScheduler({ logs }: Folders, kubeconfig: string): Promise<ServerProcess> {
  return startProcess({
    path: binary('kube-scheduler'),
    args: [`--kubeconfig=${kubeconfig}`, '--secure-port=0', '--leader-elect=false'],
    logs,
    ready: () => Promise.resolve(true),
  });
}
