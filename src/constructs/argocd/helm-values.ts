import { toYaml } from '../../gotemplate/index.js';

/**
 * Helm values as the text that an Application carries: sorted keys, and quotes wherever a reader of YAML 1.1 or 1.2
 * would take a string for something else.
 */
export function helmValuesText(values: object): string {
  return toYaml(values, { width: Infinity, portable: true, readBack: false });
}
