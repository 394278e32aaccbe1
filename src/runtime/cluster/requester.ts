import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline } from './deadline.js';
import { ApiError } from './errors/api-error.js';
import { errorFromAnswer, type Subject } from './errors/from-answer.js';
import { errorFromFailure, isTlsFailure } from './errors/from-failure.js';
import { parseJson } from './errors/status.js';
import type { Connection } from './connection.js';
import { Limiter } from './limiter.js';
import { ConnectionError } from './kubeconfig/connection-error.js';
import type { CallOptions, ClusterOptions } from './options.js';
import { DEFAULT_RETRY, nextDelay, type RetryPolicy } from './retry.js';
import { ClosedError, Transport, type Answer } from './transport.js';

/** A request in the terms of an API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query, behind the host. */
  readonly path: string;
  /** The path with names left out. */
  readonly template: string;
  readonly subject: Subject;
  /** Whether it may be processed twice. */
  readonly safe: boolean;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /** Whether the answer is a text. @default false */
  readonly plain?: boolean;
}

/** What was answered, as JSON. */
export interface JsonAnswer {
  readonly body: unknown;
}

interface Outcome {
  readonly error: ApiError;
  /** Whether the server cannot have seen it. */
  readonly unsent: boolean;
}

/** Sends requests to one host: as many at a time as it likes, again where that is safe, with typed errors. */
export class Requester {
  readonly #connection: Connection;
  readonly #transport: Transport;
  readonly #limiter: Limiter;
  readonly #policy: RetryPolicy;
  readonly #options: ClusterOptions;
  /** Whether the host ever answered: then it is likely to come back. */
  #known = false;

  constructor(connection: Connection, options: ClusterOptions) {
    const { concurrency = 32, connectTimeout = 10_000 } = options;
    this.#connection = connection;
    this.#transport = new Transport(connection, { connectTimeout, connections: concurrency });
    this.#limiter = new Limiter(concurrency);
    this.#policy = { ...DEFAULT_RETRY, ...options.retry };
    this.#options = options;
  }

  /** From 0 to 1. */
  random(): number {
    return (this.#options.random ?? Math.random)();
  }

  /** Aborted when the host is left. */
  get closed(): AbortSignal {
    return this.#transport.closed;
  }

  /** Ends everything that is under way. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /**
   * Sends a request, again and again where that is safe and may help, and returns the JSON of its answer.
   *
   * @throws {ApiError} and the reason of the signal
   */
  async json(cluster: string, request: ApiRequest, { signal, timeout = this.#options.timeout ?? 60_000 }: CallOptions = {}): Promise<JsonAnswer> {
    signal?.throwIfAborted();
    const deadline = new Deadline(timeout, signal, this.#transport.closed);
    let last: ApiError | undefined;
    try {
      for (let number = 1; ; number += 1) {
        // Waiting in line is no fault of the server's, so the time begins with the first turn.
        const outcome = await this.#limiter.run(() => this.#attempt(cluster, request, number, deadline.start().signal), deadline.signal);
        if ('body' in outcome) return outcome;
        last = deadline.signal.aborted ? (last ?? outcome.error) : outcome.error;
        deadline.signal.throwIfAborted();
        const delay = this.#delay(outcome, request, number);
        if (delay === undefined) throw last;
        await sleep(delay, undefined, { signal: deadline.signal });
      }
    } catch (error) {
      throw this.#ending(cluster, request, error, last, deadline, signal);
    } finally {
      deadline.clear();
    }
  }

  /**
   * Begins a watch. It is tried once: whoever watches knows from where to go on.
   *
   * @throws {ApiError}
   */
  async open(cluster: string, request: ApiRequest, { silence, signal }: { readonly silence: number; readonly signal: AbortSignal }): Promise<AsyncIterable<Buffer>> {
    const started = performance.now();
    const send = (): Promise<Answer> =>
      this.#transport.send({ method: 'GET', path: request.path, headers: this.#headers(request), signal, watch: true, headersTimeout: Math.min(silence, 30_000), bodyTimeout: silence });
    try {
      const answer = await this.#authorized(send);
      this.#report(cluster, request, answer.status, started, 1);
      if (answer.status === 200) return answer.body;
      throw errorFromAnswer(cluster, request.subject, { ...answer, text: await answer.body.text() });
    } catch (error) {
      if (error instanceof ApiError || signal.aborted) throw error;
      this.#report(cluster, request, 0, started, 1);
      throw this.failure(cluster, request.subject, error).error;
    }
  }

  /** What an exception of the connection means. */
  failure(cluster: string, subject: Subject, error: unknown): Outcome {
    if (error instanceof ApiError) return { error, unsent: true };
    if (error instanceof ConnectionError) {
      const { message: said, hint } = error;
      return { error: new ApiError({ code: 'unauthorized', subject: subject.text, object: subject.object, text: 'there are no credentials', cluster, said, hint, cause: error }), unsent: true };
    }
    return errorFromFailure(cluster, this.#connection.server, subject, error);
  }

  async #attempt(cluster: string, request: ApiRequest, number: number, signal: AbortSignal): Promise<JsonAnswer | Outcome> {
    const started = performance.now();
    // Not before its turn: thousands may wait.
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    // After such a silence, undici asks whether the other end is still there, and takes another connection meanwhile.
    const { silence = 35_000 } = this.#options;
    const send = (): Promise<Answer> =>
      this.#transport.send({ method: request.method, path: request.path, headers: this.#headers(request), body, signal, headersTimeout: silence, bodyTimeout: silence });
    let status = 0;
    try {
      const answer = await this.#authorized(send);
      status = answer.status;
      return await this.#read(cluster, request, answer);
    } catch (error) {
      if (error instanceof ClosedError || signal.aborted) throw error;
      return this.failure(cluster, request.subject, error);
    } finally {
      this.#report(cluster, request, status, started, number);
    }
  }

  /** Sends, and once more where what we show or trust was replaced meanwhile. Neither refusal processes anything. */
  async #authorized(send: () => Promise<Answer>): Promise<Answer> {
    const answer = await send().catch(async (error: unknown) => {
      if (isTlsFailure(error) && (await this.#transport.renewTrust())) return send();
      throw error;
    });
    this.#known = true;
    if (answer.status !== 401 || !(await this.#transport.renewIdentity(answer.identity))) return answer;
    await answer.body.dump();
    return send();
  }

  async #read(cluster: string, { subject, plain = false }: ApiRequest, { status, headers, body: stream }: Answer): Promise<JsonAnswer | Outcome> {
    const text = await stream.text();
    const fine = status >= 200 && status < 300;
    const body = !fine || plain ? text : parseJson(text);
    if (fine && body !== undefined) return { body };
    return { error: errorFromAnswer(cluster, subject, { status, headers, text }), unsent: false };
  }

  #delay({ error, unsent }: Outcome, { safe }: ApiRequest, number: number): number | undefined {
    const { status, retryAfter, retryable } = error;
    return nextDelay({ status, retryAfter, retryable, unsent, number }, this.#policy, { safe, known: this.#known, random: this.random() });
  }

  /** The error to show: what the server last said is worth more than that the time is over. */
  #ending(cluster: string, { subject }: ApiRequest, error: unknown, last: ApiError | undefined, deadline: Deadline, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted === true) return signal.reason;
    if (this.#transport.closed.aborted) return new ApiError({ code: 'closed', subject: subject.text, object: subject.object, text: 'the connection was closed', cluster });
    if (!deadline.expired) return error;
    return last ?? new ApiError({ code: 'timeout', subject: subject.text, object: subject.object, text: 'no answer in time', cluster, retryable: true, hint: 'try again, or allow more time' });
  }

  #headers({ accept = 'application/json', body, contentType = 'application/json' }: ApiRequest): Readonly<Record<string, string>> {
    return { accept, 'user-agent': this.#options.userAgent ?? 'platform-mesh', ...(body === undefined ? {} : { 'content-type': contentType }) };
  }

  #report(cluster: string, { method, template }: ApiRequest, status: number, started: number, attempt: number): void {
    this.#options.onRequest?.({ cluster, method, path: template, status, ms: performance.now() - started, attempt });
  }
}
