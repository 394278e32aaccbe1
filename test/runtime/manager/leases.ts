import { textAt, type KubernetesObject } from '../../../src/kubernetes/index.js';
import { DISCOVERY, refusal, type Handler, type Seen } from '../cluster/server.js';

const GROUPS = DISCOVERY['/apis'] as { readonly items: readonly object[] };
const RESOURCE = { resource: 'leases', responseKind: { kind: 'Lease' }, scope: 'Namespaced', verbs: ['get', 'patch'] };
const COORDINATION = { metadata: { name: 'coordination.k8s.io' }, versions: [{ version: 'v1', resources: [RESOURCE] }] };

/** What an API server does with one Lease. */
export class Leases {
  lease: KubernetesObject | undefined;
  /** Requests for the Lease, in order. */
  readonly seen: Seen[] = [];
  /** Is asked before each request for the Lease; what it returns is answered instead, and undefined as an answer never comes. */
  before: (seen: Seen) => unknown = () => undefined;
  /** Is asked after each of them. */
  after: (seen: Seen) => unknown = () => undefined;
  #version = 0;

  readonly handler: Handler = async (seen) => {
    if (seen.path === '/api') return DISCOVERY['/api'];
    if (seen.path === '/apis') return { ...GROUPS, items: [...GROUPS.items, COORDINATION] };
    this.seen.push(seen);
    const instead = await this.before(seen);
    if (instead !== undefined) return instead;
    const answer = this.#answer(seen);
    return (await this.after(seen)) ?? answer;
  };

  /** Renewals that were answered or not. */
  get renewals(): readonly Seen[] {
    return this.seen.filter(({ method, body }) => method === 'PATCH' && body.includes('renewTime') && !body.includes('holderIdentity'));
  }

  /** Writes the Lease as somebody else does. */
  write(spec: object): void {
    this.#version += 1;
    const metadata = { name: 'mesh-reconcile', namespace: 'mesh-system', resourceVersion: String(this.#version) };
    this.lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
  }

  /** An apply without force by a manager that owns nothing yet. */
  #apply(spec: object): unknown {
    if (textAt(this.lease, 'spec', 'holderIdentity') !== undefined) {
      const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "other"', field: '.spec.holderIdentity' }];
      return refusal(409, 'Conflict', 'Apply failed with 1 conflict', { name: 'mesh-reconcile', causes });
    }
    this.write(spec);
    return this.lease;
  }

  #answer({ method, body }: Seen): unknown {
    const given = body === '' ? undefined : (JSON.parse(body) as Partial<KubernetesObject>);
    if (method === 'PATCH' && given?.kind === 'Lease') return this.#apply(given['spec'] as object);
    if (!this.lease) return refusal(404, 'NotFound', 'not found', { name: 'mesh-reconcile' });
    if (method === 'PATCH' && given && !('kind' in given)) {
      if (given.metadata?.resourceVersion !== this.lease.metadata.resourceVersion)
        return refusal(409, 'Conflict', 'the object has been modified', { name: 'mesh-reconcile' });
      const merged = { ...(this.lease['spec'] as object), ...(given['spec'] as object) };
      this.write(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
    }
    return this.lease;
  }
}
