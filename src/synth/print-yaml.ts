import { toYaml } from '../gotemplate/index.js';
import type { KubernetesObject } from '../charts/index.js';

/**
 * A manifest as YAML, with the fields in the order in which people read them and everything below sorted.
 *
 * Printed as Go prints it, without folding, so that a reader of YAML 1.1 or 1.2 takes no string for a number or a
 * boolean.
 */
export function printManifest(object: KubernetesObject): string {
  const { apiVersion, kind, metadata, ...rest } = object;
  return [{ apiVersion }, { kind }, { metadata }, ...Object.entries(rest).map(([key, value]) => ({ [key]: value }))]
    .map((part) => toYaml(part, { width: Infinity }))
    .join('');
}
