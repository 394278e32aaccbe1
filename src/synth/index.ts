/** From manifests to files: the layout, and writing it without ever leaving half of it. */
export type { FileSystem } from './file-system.js';
export type { GitOps } from './gitops.js';
export { printStream, synthesize, type Files, type Layout, type LayoutOptions } from './layout.js';
export { printManifest } from './print-yaml.js';
export { readFiles } from './read.js';
export { stepsLeftOut } from './steps.js';
export { writeFile, writeFiles, type WriteResult } from './write.js';
