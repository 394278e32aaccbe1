/** Real servers for end-to-end tests; see README.md beside this file. */
export { call, type Access, type Answer, type ApiServer, type Call } from './api-server.ts';
export { startArgoCd, type ArgoCd, type ArgoCdOptions } from './argocd.ts';
export { readAudit, type AuditEvent } from './audit.ts';
export { startFlux, type Flux } from './flux.ts';
export { startGitServer, type GitServer } from './git.ts';
export { startHelmRepository, type HelmRepository } from './helm-repository.ts';
export { startKcp, type KcpOptions } from './kcp.ts';
export { startKube, type Kube, type KubeOptions } from './kube.ts';
export { isLeftToNextRun, missing, type Need } from './missing.ts';
export { startNodes, type Nodes } from './nodes.ts';
export { startRegistry, type Registry } from './registry.ts';
export { tellReaper } from './tell-reaper.ts';
export { until } from './until.ts';
