import type { KubernetesObject } from '../../kubernetes/index.js';

/** What the server writes into `metadata` on its own. */
const BOOKKEEPING = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);

/** An object without what the server keeps on its own and without its status: what somebody wrote, and defaults. */
export function writtenFields({ apiVersion, kind, metadata, ...rest }: KubernetesObject): KubernetesObject {
  const others = Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.has(key)));
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'status')),
    apiVersion,
    kind,
    metadata: { ...others, name: metadata.name },
  };
}
