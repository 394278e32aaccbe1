/**
 * Constructs over the kinds that Platform Mesh emits. Each adds a default, a rule or a relation; where it would only
 * rename fields, the generated class is used as it is. They take plain props and know nothing of a profile.
 */
export * from './argocd/index.js';
export * from './certmanager/index.js';
export * from './flux/index.js';
export * from './kcp/index.js';
export * from './ocm/index.js';
export * from './portal/index.js';
