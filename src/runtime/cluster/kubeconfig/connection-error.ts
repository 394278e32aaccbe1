import { PlatformMeshError } from '../../../errors.js';

/** What is wrong with a kubeconfig. */
export type ConnectionErrorCode =
  'invalid-kubeconfig' | 'no-kubeconfig' | 'unknown-context' | 'unreadable-kubeconfig' | 'credential-plugin';

/** A kubeconfig does not say how to reach an API server. The error holds none of its credentials. */
export class ConnectionError extends PlatformMeshError {
  declare readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(code, message, options);
    this.name = 'ConnectionError';
  }
}
