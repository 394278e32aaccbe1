/**
 * One API server: `loadConnection` and `connectionFrom` find it, `connect` talks to it, and `ApiError` says what it refuses.
 * The libraries behind them are loaded when they are first needed.
 */
import { Cluster } from './cluster.js';
import type { Connection } from './connection.js';
import { Endpoint, type Host } from './endpoint.js';
import type { ClusterOptions } from './options.js';
import { Requester } from './requester.js';

export { Cluster } from './cluster.js';
export type { Connection } from './connection.js';
export { ApiError, isApiError, type ApiErrorCode, type FieldCause, type FieldConflict } from './errors/api-error.js';
export { redact } from './errors/redact.js';
export { ConnectionError, type ConnectionErrorCode } from './kubeconfig/connection-error.js';
export { connectionFrom, loadConnection, type LoadOptions, type TextOptions } from './kubeconfig/load.js';
export type { CallOptions, ClusterOptions, RequestEvent } from './options.js';
export type { ResourceInfo } from './paths.js';
export type { Reach } from './reach.js';
export type { Schema } from './schema.js';
export { backoff, type RetryPolicy } from './retry.js';
export { ObjectStore, type StoreListener } from './store/object-store.js';
export type { Observation, Problem } from './store/observation.js';
export type { Precondition } from './preconditions.js';
export type { ApplyOptions, DeleteOptions, EvictOptions, Eviction } from './verbs.js';
export type { JsonPatchOperation, ListQuery, VersionInfo, WriteOptions } from './verbs.js';
export type { BookmarkEvent, ObjectEvent, WatchEvent, WatchOptions, WatchQuery } from './watch-event.js';

/**
 * Connects to an API server; nothing is sent before the first call. One `Cluster` for each server is enough: views of it and
 * its workspaces share connections.
 */
export function connect(connection: Connection, options: ClusterOptions = {}): Cluster {
  const { name, server } = connection;
  const host: Host = { name, requester: new Requester(connection, options), workspaces: new Map(), piecemeal: new Set() };
  return new Cluster(new Endpoint(host, name, server));
}
