import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { isReady, type Access, type ApiServer } from './api-server.ts';
import { auditFlags } from './audit.ts';
import { foldersFor, type Folders } from './folders.ts';
import { binary, cacheFolder } from './locate.ts';
import { freePorts } from './ports.ts';
import { startProcess, type ServerProcess } from './process.ts';
import { putInPlace } from './put-in-place.ts';

/** What a kcp is for. */
export interface KcpOptions {
  /** Names the folder of the logs. */
  readonly suite: string;
  /** For the process, such as `HTTPS_PROXY` by which it reaches webhooks. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** CA of client certificates, as PEM. @default - none is accepted */
  readonly clientCa?: string;
}

/**
 * Starts a kcp with one shard and its own etcd, in which nothing has happened yet. Its URL has no path; that of a
 * workspace is `<url>/clusters/<path>`.
 *
 * From nothing it takes half a minute, most of it waiting for itself; so it is started once, and what it wrote until then
 * is what every later one begins with.
 */
export async function startKcp({ suite, env = {}, clientCa }: KcpOptions): Promise<ApiServer> {
  const folders = foldersFor(suite, 'kcp');
  try {
    cpSync(await template(), join(folders.data, 'kcp'), { recursive: true });
    const server = await boot(folders, env, clientCa);
    const stop = async (): Promise<void> => {
      await server.process.stop();
      folders.remove();
    };
    return {
      ...accessOf(folders, server.port),
      kubeconfig: kubeconfigOf(folders),
      logs: folders.logs,
      auditLog: auditLogOf(folders),
      stop,
    };
  } catch (error) {
    folders.remove();
    throw error;
  }
}

const auditLogOf = ({ logs }: Folders): string => join(logs, 'audit.log');
const kubeconfigOf = ({ data }: Folders): string => join(data, 'kcp', 'admin.kubeconfig');

/** Its certificates are valid for a year. */
const TEMPLATE_LIFETIME = 90 * 24 * 3600 * 1000;

/** The folder of a kcp that was started and stopped; one for each binary. */
async function template(): Promise<string> {
  const path = binary('kcp');
  const { size, mtimeMs } = statSync(path);
  const key = createHash('sha256')
    .update(JSON.stringify([path, size, mtimeMs]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder(), 'kcp-templates', key);
  if (existsSync(folder) && Date.now() - statSync(folder).mtimeMs < TEMPLATE_LIFETIME) return folder;
  const folders = foldersFor('kcp-template', String(process.pid));
  try {
    const server = await boot(folders, {});
    await server.process.stop();
    keep(join(folders.data, 'kcp'), folder);
    rmSync(folders.logs, { recursive: true });
  } finally {
    folders.remove();
  }
  return folder;
}

/** Keeps a folder in the cache, in place of one that is too old. */
function keep(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, unfinished, { recursive: true });
  rmSync(to, { recursive: true, force: true });
  putInPlace(unfinished, to);
}

async function boot(
  folders: Folders,
  env: Readonly<Record<string, string>>,
  clientCa?: string,
): Promise<{ readonly process: ServerProcess; readonly port: number }> {
  const [port = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
  const root = join(folders.data, 'kcp');
  const url = `https://127.0.0.1:${port}`;
  const clientCaFile = join(root, 'client-ca.crt');
  if (clientCa !== undefined) writeFileSync(clientCaFile, clientCa);
  const process = await startProcess({
    path: binary('kcp'),
    args: [
      'start',
      `--root-directory=${root}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      '--external-hostname=127.0.0.1',
      `--shard-base-url=${url}`,
      `--shard-external-url=${url}`,
      `--shard-virtual-workspace-url=${url}`,
      `--cert-dir=${root}/certs`,
      `--kubeconfig-path=${kubeconfigOf(folders)}`,
      `--embedded-etcd-directory=${root}/etcd`,
      `--embedded-etcd-client-port=${etcdPort}`,
      `--embedded-etcd-peer-port=${peerPort}`,
      '--feature-gates=WorkspaceAuthentication=true',
      ...(clientCa === undefined ? [] : [`--client-ca-file=${clientCaFile}`]),
      ...auditFlags(folders.data, auditLogOf(folders)),
    ],
    env,
    logs: folders.logs,
    ready: () => isReady(accessOf(folders, port)),
    timeout: 120_000,
  });
  return { process, port };
}

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly 'certificate-authority-data': string } }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token?: string } }[];
}

function accessOf(folders: Folders, port: number): Access {
  const { clusters, users } = parse(readFileSync(kubeconfigOf(folders), 'utf8')) as Kubeconfig;
  const ca = clusters.find(({ name }) => name === 'base')?.cluster['certificate-authority-data'];
  const token = users.find(({ name }) => name === 'kcp-admin')?.user.token;
  if (ca === undefined || token === undefined) throw new Error('the kubeconfig of kcp has no administrator');
  return { url: `https://127.0.0.1:${port}`, ca: Buffer.from(ca, 'base64').toString(), token };
}
