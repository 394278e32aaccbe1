/** Flux: releases that heal, and manifests from Git. */
export { GitManifests, type GitManifestsProps } from './git-manifests.js';
export type { KubeConfig } from './kube-config.js';
export { Source, type SourceName, type SourceProps } from './source.js';
export { Release, type ReleaseProps, type ReleaseSource } from './release.js';
