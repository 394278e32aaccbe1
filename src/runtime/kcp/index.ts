/** kcp as its administrator. */
export { connectKcp, type KcpAdmin } from './admin.js';
