import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isSystemError } from '../../errors.js';
import type { ObjectRef } from '../../kubernetes/index.js';

/** Which Lease, and who wants it. */
export interface LeaseKey {
  readonly namespace: string;
  readonly name: string;
  /** Who we are, in the Lease and in messages. No two runs may have the same. */
  readonly identity: string;
}

/** Name of the Lease of an instance, in its namespace on the runtime cluster. Rights are granted by this name. */
export function leaseName(instance: string): string {
  return `${instance}-reconcile`;
}

/**
 * The identity of a run: host and process number for people, the scope of that number, and a random part that makes it unique,
 * because containers may share host names and process numbers.
 */
export function runIdentity(): string {
  return `${hostname()}/${process.pid}/${processSpace()}.${randomBytes(4).toString('hex')}`;
}

/**
 * Whether a holder is a process of this machine that no longer runs: a killed process cannot give its lease back. For a holder on
 * another machine this is unknown, so false.
 */
export function hasEndedHere(identity: string): boolean {
  const [host, pid, rest = ''] = identity.split('/');
  const space = processSpace();
  return space !== '' && host === hostname() && rest.startsWith(`${space}.`) && !isRunning(Number(pid));
}

/** The same text for processes of one boot that see each other's numbers; empty where the system does not tell. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return createHash('sha256')
      .update(`${boot} ${readlinkSync('/proc/self/ns/pid')}`)
      .digest('hex')
      .slice(0, 8);
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isSystemError(error) || error.code !== 'ESRCH';
  }
}

/** The object of a Lease. */
export function leaseRef({ namespace, name }: Pick<LeaseKey, 'namespace' | 'name'>): ObjectRef {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
}
