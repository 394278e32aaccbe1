import { toYaml } from '../gotemplate/index.js';
import type { KubernetesObject } from '../kubernetes/index.js';

/**
 * A manifest as YAML, with the fields in the order in which people read them and everything below sorted.
 *
 * No reader of YAML 1.1 or 1.2 takes a string of it for a number, a date or a boolean.
 */
export function printManifest(object: KubernetesObject): string {
  const { apiVersion, kind, metadata, ...rest } = object;
  return [{ apiVersion }, { kind }, { metadata }, ...Object.entries(rest).map(([key, value]) => ({ [key]: value }))]
    .map((part) => toYaml(part, { width: Infinity, portable: true }))
    .join('');
}
