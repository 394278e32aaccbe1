import type { KubernetesObject } from '../../kubernetes/index.js';
import { connect, connectionFrom } from '../cluster/index.js';
import { kcpConnection, type KcpAdmin } from './admin.js';

/** A kubeconfig that nobody has used yet. */
export interface Trial {
  /** The kubeconfig as text. */
  readonly kubeconfig: string;
  /** Path of kcp that is asked for, such as `/clusters/root/api`. */
  readonly path: string;
}

/** So long a trial may take, in milliseconds; nobody waits for a server that does not answer. */
const TIMEOUT = 5_000;

/**
 * Sends one request with the credentials of a kubeconfig, by the address at which we reach kcp.
 *
 * @param secret the Secret by which we are connected; its CA bundle tells whom to trust there
 * @throws {ApiError} when the credentials are not good for the path
 */
export async function tryKubeconfig(
  { kubeconfig, path }: Trial,
  secret: KubernetesObject,
  admin: KcpAdmin,
  signal?: AbortSignal,
): Promise<void> {
  const [own, { credentials }] = await Promise.all([kcpConnection(secret, admin), connectionFrom(kubeconfig, { name: 'kcp' })]);
  const cluster = connect({ ...own, credentials });
  try {
    await cluster.probe(path, { timeout: TIMEOUT, signal });
  } finally {
    await cluster.close();
  }
}
