import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest, JsonAnswer } from './api-request.js';
import { DEFAULT_OUTAGE, type OutagePolicy } from './breaker.js';
import type { Connection } from './connection.js';
import { Deadline } from './deadline.js';
import { ApiError } from './errors/api-error.js';
import { errorFromAnswer, type Refusal, type Subject } from './errors/from-answer.js';
import { errorFromFailure, errorFromOutage, isTlsFailure, type Failure } from './errors/from-failure.js';
import { parseJson } from './errors/status.js';
import { HostHealth, OutageError } from './host-health.js';
import { ConnectionError } from './kubeconfig/connection-error.js';
import { Limiter } from './limiter.js';
import type { CallOptions, ClusterOptions } from './options.js';
import { DEFAULT_RETRY, nextDelay, type RetryPolicy } from './retry.js';
import { SilenceGuard } from './silence.js';
import type { Lane } from './lane.js';
import { ClosedError, Transport, type Answer, type Exchange } from './transport.js';

/** The result of a turn; with `outage`, nothing was sent. */
type Turn = JsonAnswer | Failure | 'outage';

/** How one attempt is made. */
interface Attempt {
  /** Number of the attempt, from 1. */
  readonly number: number;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** A probe. An API server answers it to everybody, before requests in line, and without asking etcd. */
const PROBE = { path: '/livez?exclude=etcd', template: '/livez' };

/**
 * Sends requests to one host: a limited number at a time, with retries where they are safe, and with typed errors. While the
 * host does not answer, requests wait or fail, and only probes are sent.
 */
export class Requester {
  readonly #connection: Connection;
  readonly #transport: Transport;
  readonly #limiter: Limiter;
  readonly #health: HostHealth;
  readonly #policy: RetryPolicy;
  readonly #outage: OutagePolicy;
  readonly #options: ClusterOptions;

  constructor(connection: Connection, options: ClusterOptions) {
    const { concurrency = 64, connectTimeout = 10_000 } = options;
    this.#connection = connection;
    this.#transport = new Transport(connection, { connectTimeout, connections: concurrency });
    this.#limiter = new Limiter(concurrency);
    this.#policy = { ...DEFAULT_RETRY, ...options.retry };
    this.#outage = { ...DEFAULT_OUTAGE, ...options.outage };
    this.#health = new HostHealth({ policy: this.#outage, probe: (lane) => this.#probe(lane), now: () => performance.now() });
    this.#options = options;
  }

  /** How the host is reached. */
  get connection(): Connection {
    return this.#connection;
  }

  /** From 0 to 1. */
  random(): number {
    return (this.#options.random ?? Math.random)();
  }

  /** Aborted by `close`. */
  get closed(): AbortSignal {
    return this.#transport.closed;
  }

  /** Ends all requests. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /**
   * Sends a request, again and again where that is safe and may help, and returns the JSON of its answer.
   *
   * @throws {ApiError} and the reason of the signal
   */
  async json(cluster: string, request: ApiRequest, options: CallOptions = {}): Promise<JsonAnswer> {
    const { signal, timeout = this.#options.timeout ?? 60_000 } = options;
    signal?.throwIfAborted();
    const deadline = new Deadline(timeout, signal, this.#transport.closed);
    let last: ApiError | undefined;
    try {
      for (let number = 1; ;) {
        const outcome = await this.#turn(cluster, request, options, number, deadline);
        if (outcome === 'outage') {
          await this.#health.admitted(deadline.signal);
          continue;
        }
        if ('body' in outcome) return outcome;
        last = deadline.signal.aborted ? (last ?? outcome.error) : outcome.error;
        deadline.signal.throwIfAborted();
        const delay = this.#delay(outcome, request, number);
        if (delay === undefined) throw last;
        number += 1;
        await sleep(delay, undefined, { signal: deadline.signal });
      }
    } catch (error) {
      throw this.#ending(cluster, request.subject, error, { last, deadline, signal });
    } finally {
      deadline.clear();
    }
  }

  /**
   * Begins a watch. There is no retry: the watch knows where to continue.
   *
   * @throws {ApiError}
   */
  async open(cluster: string, request: ApiRequest, { silence, signal }: OpenOptions): Promise<AsyncIterable<Buffer>> {
    const attempt: Attempt = { number: 1, lane: 'watches', signal };
    const timeouts = { headersTimeout: Math.min(silence, 30_000), bodyTimeout: silence };
    try {
      await this.#health.admitted(signal);
      return await this.#guarded(cluster, request, attempt, async (send) => {
        const answer = await send({ ...timeouts, method: 'GET' });
        if (answer.status === 200) return answer.body;
        throw this.#errorFrom(cluster, request.subject, { ...answer, text: await answer.body.text() });
      });
    } catch (error) {
      if (error instanceof ApiError || signal.aborted) throw error;
      throw this.failure(cluster, request.subject, error).error;
    }
  }

  /** Turns an exception of the connection into an error. */
  failure(cluster: string, subject: Subject, error: unknown): Failure {
    if (error instanceof ApiError) return { error, unsent: true };
    if (error instanceof OutageError) return { error: errorFromOutage(cluster, this.#connection.server, subject, error), unsent: true };
    if (error instanceof ConnectionError) {
      const { message: said, hint } = error;
      const about = { subject: subject.text, object: subject.object, cluster, said, hint, cause: error };
      return { error: new ApiError({ ...about, code: 'unauthorized', text: 'there are no credentials' }), unsent: true };
    }
    return errorFromFailure(cluster, this.#connection.server, subject, error);
  }

  /** Makes an attempt in its turn. A request of a lease needs no turn, and is also sent while the breaker is open. */
  #turn(cluster: string, request: ApiRequest, { flow, lane }: CallOptions, number: number, deadline: Deadline): Promise<Turn> {
    // Waiting for a turn is not the server's fault, so the timeout begins with the first turn.
    if (lane === 'lease') return this.#attempt(cluster, request, { number, lane: 'leases', signal: deadline.start().signal });
    const task = async (): Promise<Turn> => {
      const { signal } = deadline.start();
      return this.#health.isClosed ? this.#attempt(cluster, request, { number, lane: 'requests', signal }) : 'outage';
    };
    return this.#limiter.run(task, deadline.signal, flow);
  }

  async #attempt(cluster: string, request: ApiRequest, attempt: Attempt): Promise<JsonAnswer | Failure> {
    // Only in its turn, because thousands of requests may wait.
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    // After such a silence, undici sends a PING, and takes another connection meanwhile.
    const { silence = 35_000 } = this.#options;
    try {
      return await this.#guarded(cluster, request, attempt, async (send) =>
        this.#read(cluster, request, await send({ method: request.method, body, headersTimeout: silence, bodyTimeout: silence })),
      );
    } catch (error) {
      if (error instanceof ClosedError || attempt.signal.aborted) throw error;
      return this.failure(cluster, request.subject, error);
    }
  }

  /** One exchange. It ends if probes find that the host is silent. It is counted, and the breaker learns its result. */
  async #guarded<T>(cluster: string, request: ApiRequest, { lane, number, signal }: Attempt, use: (send: Send) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const guard = new SilenceGuard(signal, () => this.#health.isAlive(lane), this.#outage.probeAfter);
    const common = { path: request.path, headers: this.#headers(request), signal: guard.signal, lane, onSent: guard.sent };
    let status = 0;
    try {
      return await use(async (exchange) => {
        const answer = await this.#authorized(() => this.#transport.send({ ...common, ...exchange }));
        guard.heard();
        // The body of a watch goes on, and its signal has to end it.
        answer.body.once('close', () => guard.clear());
        status = answer.status;
        return answer;
      });
    } catch (error) {
      guard.clear();
      if (!signal.aborted) this.#noteSilence(cluster, request, error, startedAt);
      throw error;
    } finally {
      this.#report(cluster, request, status, startedAt, number);
    }
  }

  /** Sends, and repeats once with a new identity or CA bundle. A server that refuses the old one has processed nothing. */
  async #authorized(send: () => Promise<Answer>): Promise<Answer> {
    const answer = await send().catch(async (error: unknown) => {
      if (isTlsFailure(error) && (await this.#transport.renewTrust())) return send();
      throw error;
    });
    this.#health.answered();
    if (answer.status !== 401 || !(await this.#transport.renewIdentity(answer.identity))) return answer;
    await answer.body.dump();
    return send();
  }

  #noteSilence(cluster: string, { subject }: ApiRequest, cause: unknown, startedAt: number): void {
    const { error, unanswered } = this.failure(cluster, subject, cause);
    if (unanswered !== undefined) this.#health.unanswered({ code: error.code, reason: unanswered, startedAt });
  }

  async #probe(lane: Lane): Promise<boolean> {
    const { name, server } = this.#connection;
    const startedAt = performance.now();
    let status = 0;
    try {
      const path = `${server.pathname.replace(/\/$/u, '')}${PROBE.path}`;
      status = (await this.#transport.probe(lane, path, this.#outage.probeTimeout, this.#userAgent)) ?? 0;
      return true;
    } catch (error) {
      // The host answers. Requests find out whether certificates were replaced.
      return isTlsFailure(error);
    } finally {
      this.#report(name, { method: 'GET', template: PROBE.template }, status, startedAt, 1);
    }
  }

  async #read(cluster: string, { subject, plain = false }: ApiRequest, answer: Answer): Promise<JsonAnswer | Failure> {
    const { status, headers, body: stream } = answer;
    const text = await stream.text();
    const fine = status >= 200 && status < 300;
    const body = !fine || plain ? text : parseJson(text);
    if (fine && body !== undefined) return { body };
    return { error: this.#errorFrom(cluster, subject, { status, headers, text }), unsent: false };
  }

  #errorFrom(cluster: string, subject: Subject, refusal: Refusal): ApiError {
    return errorFromAnswer(cluster, { ...subject, refusalPasses: this.#options.refusalPasses === true }, refusal);
  }

  #delay({ error, unsent }: Failure, { safe }: ApiRequest, number: number): number | undefined {
    const { status, retryAfter, retryable } = error;
    const context = { safe, known: this.#health.isKnown, random: this.random() };
    return nextDelay({ status, retryAfter, retryable, unsent, number }, this.#policy, context);
  }

  /** The error to show: the last answer of the server says more than a timeout. */
  #ending(cluster: string, subject: Subject, error: unknown, { last, deadline, signal }: Ending): unknown {
    if (signal?.aborted === true) return signal.reason;
    const about = { cluster, subject: subject.text, object: subject.object };
    if (this.#transport.closed.aborted) return new ApiError({ ...about, code: 'closed', text: 'the connection was closed' });
    if (error instanceof OutageError) return this.failure(cluster, subject, error).error;
    if (!deadline.expired) return error;
    const outage = this.#health.outage();
    if (last ?? outage) return last ?? this.failure(cluster, subject, outage).error;
    return new ApiError({ ...about, code: 'timeout', text: 'no answer in time', retryable: true, hint: 'try again, or allow more time' });
  }

  get #userAgent(): string {
    return this.#options.userAgent ?? 'platform-mesh';
  }

  #headers({ accept = 'application/json', body, contentType = 'application/json' }: ApiRequest): Readonly<Record<string, string>> {
    return { accept, 'user-agent': this.#userAgent, ...(body === undefined ? {} : { 'content-type': contentType }) };
  }

  #report(cluster: string, { method, template }: Counted, status: number, startedAt: number, attempt: number): void {
    this.#options.onRequest?.({ cluster, method, path: template, status, ms: performance.now() - startedAt, attempt });
  }
}

/** What of a request is counted. */
type Counted = Pick<ApiRequest, 'method' | 'template'>;

/** What decides about the error of a request. */
interface Ending {
  /** The error of the last attempt. */
  readonly last: ApiError | undefined;
  readonly deadline: Deadline;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** How a watch begins. */
interface OpenOptions {
  /** Silence after which it ends, in milliseconds. */
  readonly silence: number;
  readonly signal: AbortSignal;
}

/** Sends what one attempt has to add. */
type Send = (exchange: Pick<Exchange, 'method' | 'body' | 'headersTimeout' | 'bodyTimeout'>) => Promise<Answer>;
