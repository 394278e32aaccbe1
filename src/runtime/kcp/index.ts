/** kcp as its administrator. */
export { connectKcp, kcpFromSecret, type KcpAdmin } from './admin.js';
export { Workspaces } from './workspaces.js';
export * from './connections/index.js';
export { tryKubeconfig, type Trial } from './trial.js';
