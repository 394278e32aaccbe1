import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
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

/** An identity for a run: host and process for people, and what makes it the only one, since containers share both. */
export function runIdentity(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/** The object of a Lease. */
export function leaseRef({ namespace, name }: Pick<LeaseKey, 'namespace' | 'name'>): ObjectRef {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
}
