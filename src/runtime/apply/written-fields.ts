import type { KubernetesObject } from '../../kubernetes/index.js';

/** The fields of `metadata` that the server writes. */
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

/** An object without its status and without the metadata of the server: what clients wrote, and defaults. */
export function writtenFields({ apiVersion, kind, metadata, ...rest }: KubernetesObject): KubernetesObject {
  const others = Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.has(key)));
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'status')),
    apiVersion,
    kind,
    metadata: { ...others, name: metadata.name },
  };
}
