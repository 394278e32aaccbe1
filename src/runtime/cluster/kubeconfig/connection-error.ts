import { PlatformMeshError } from '../../../errors.js';

/** What is wrong with a kubeconfig. */
export type ConnectionErrorCode = 'invalid-kubeconfig' | 'no-kubeconfig' | 'unknown-context' | 'unreadable-kubeconfig' | 'credential-plugin';

/** There is no telling from a kubeconfig how an API server is reached. It holds nothing of the credentials in it. */
export class ConnectionError extends PlatformMeshError {
  declare readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(code, message, options);
    this.name = 'ConnectionError';
  }
}
