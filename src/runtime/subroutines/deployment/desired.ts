import type { Manifest } from '../../../charts/index.js';
import { groupOf, refOf, type ObjectRef } from '../../../kubernetes/index.js';
import type { DesiredObject, Ownership } from '../../apply/index.js';
import { FIELD_MANAGER } from '../context.js';
import type { Rendered } from './rendering.js';

/** Kinds of which every platform has one of the same name: the certificate of the authorization webhook, and Argo CD's project. */
const SHARED = new Set(['AppProject', 'Certificate', 'Issuer']);

/** The desired objects of the clusters. */
export function desiredObjects({ manifests, withheld }: Rendered): readonly DesiredObject[] {
  const certManager = manifests.find(isCertManager);
  return manifests.map((manifest): DesiredObject => {
    const { target, order, object } = manifest;
    const reason = withheld.get(manifest);
    const after = certManager && groupOf(object.apiVersion) === 'cert-manager.io' ? [refOf(certManager.object)] : undefined;
    return {
      target,
      level: order,
      object,
      fieldManager: FIELD_MANAGER,
      ownership: ownershipOf(object.kind),
      ...(reason === undefined ? {} : { withheld: reason }),
      ...(after ? { after } : {}),
    };
  });
}

/** The target of a release that has to be ready first. */
export function afterTarget(): 'infra' {
  return 'infra';
}

function ownershipOf(kind: string): Ownership {
  return SHARED.has(kind) ? 'shared' : 'manage';
}

/** The release that brings the kinds of the certificate. */
function isCertManager({ object }: Manifest): boolean {
  return object.metadata.name === 'cert-manager' && ['HelmRelease', 'Application'].includes(object.kind);
}

/** The references of desired objects by target. */
export function refsByTarget(desired: readonly DesiredObject[]): ReadonlyMap<string, readonly ObjectRef[]> {
  return new Map([...Map.groupBy(desired, ({ target }) => target)].map(([target, members]) => [target, members.map(({ object }) => refOf(object))]));
}
