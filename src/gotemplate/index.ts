/** Go's `text/template` for JSON data, and YAML as Go reads and prints it. */
export { TemplateError } from './error.js';
export { functionNames } from './functions/index.js';
export type { OutputSpan } from './exec.js';
export { DEFAULT_LIMITS, type TemplateLimits } from './limits.js';
export { render, type RenderOptions } from './render.js';
export * from './yaml/index.js';
