/** kcp as its administrator. */
export { connectKcp, kcpFromSecret, type KcpAdmin } from './admin.js';
export { Workspaces } from './workspaces.js';
