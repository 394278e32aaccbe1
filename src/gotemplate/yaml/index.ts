/** YAML as Go's sigs.k8s.io/yaml reads and prints it. */
export { toYaml } from './emit.js';
export type { PrintOptions } from './print-options.js';
export { YamlError } from './error.js';
export {
  toValue,
  type ReadLimits,
  type ScalarStyle,
  type YamlDocument,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  type YamlWarning,
} from './nodes.js';
export { parseYaml, readYaml, readYamlDocuments, type ReadOptions } from './read.js';
export { resolveScalar } from './resolve.js';
export { scalarStyle, type PrintStyle } from './scalar-style.js';
