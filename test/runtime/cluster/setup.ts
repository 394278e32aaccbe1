import { afterEach } from '@jest/globals';
import type { ApiError, Cluster, ClusterOptions } from '../../../src/runtime/cluster/index.js';
import { api, clusterAt, serve, type Handler, type ServeOptions, type TestServer } from './server.js';

const started: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
});

/** Is stopped after the test. */
export function stopping<T extends { stop(): Promise<unknown> } | { close(): Promise<unknown> }>(one: T): T {
  started.push(() => ('stop' in one ? one.stop() : one.close()));
  return one;
}

/** A server that knows a few kinds, and a client of it. */
export async function start(
  handler: Handler,
  options: ClusterOptions = {},
  serving: ServeOptions = {},
): Promise<{ readonly server: TestServer; readonly cluster: Cluster }> {
  const server = stopping(await serve(api(handler), serving));
  return { server, cluster: stopping(await clusterAt(server, options)) };
}

/** The error that a call ends with. */
export function failure(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => error as ApiError,
  );
}
