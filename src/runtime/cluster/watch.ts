import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './errors/api-error.js';
import { errorFromStatus, type Subject } from './errors/from-answer.js';
import { readStatus } from './errors/status.js';
import { KnownObjects } from './known-objects.js';
import type { ObjectList } from '../../kubernetes/index.js';
import { backoff } from './retry.js';
import { readEvents } from './watch-lines.js';
import type { RawEvent, WatchEvent, WatchOptions } from './watch-event.js';

/** What a watch needs of a cluster. */
export interface WatchSource {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly subject: Subject;
  /** Lists all watched objects. */
  list(signal: AbortSignal): Promise<ObjectList>;
  /** Opens a connection that sends what happened since a version. */
  open(resourceVersion: string, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** Turns an exception of the connection into an error. */
  failure(error: unknown): ApiError;
  random(): number;
}

/** Waits between attempts, in milliseconds. */
const RETRY = { base: 500, cap: 30_000 };

/** A connection that ends sooner, and without an event, counts as a failure, so that the next one waits. In milliseconds. */
const SHORT = 1_000;

/**
 * Reports what happens to objects, without a gap, until the signal is aborted.
 *
 * After an interruption it goes on from the last version that it saw. When the server has forgotten that version, it lists
 * and reports the differences. It throws a refusal only at the beginning: later, a server that restarts may refuse requests
 * until its authorization is ready.
 */
export class Watch {
  readonly #source: WatchSource;
  readonly #signal: AbortSignal;
  readonly #onInterruption: WatchOptions['onInterruption'];
  readonly #known = new KnownObjects();
  /** The version to go on from; undefined when it has to list first. */
  #version: string | undefined;
  /** Whether the server accepted it once. */
  #begun = false;
  /** Connections in a row without an event. */
  #failures = 0;
  /** When the connection began. */
  #openedAt: number | undefined;

  constructor(source: WatchSource, { resourceVersion, known = [], onInterruption }: Omit<WatchOptions, 'signal'>, signal: AbortSignal) {
    this.#source = source;
    this.#version = resourceVersion;
    this.#onInterruption = onInterruption;
    this.#signal = signal;
    for (const object of known) this.#known.note({ type: 'ADDED', object });
  }

  /** The events, in their order. */
  async *events(): AsyncGenerator<WatchEvent, void> {
    while (!this.#signal.aborted) {
      this.#openedAt = undefined;
      try {
        yield* this.#listed();
        yield* this.#connected();
        this.#failures = this.#wasShort() ? this.#failures + 1 : 0;
      } catch (error) {
        await this.#interrupted(error);
      }
      if (this.#failures > 0) await this.#pause(backoff(this.#failures, RETRY, this.#source.random()));
    }
  }

  /** The objects that are there, where they are not known from before. */
  async *#listed(): AsyncGenerator<WatchEvent, void> {
    if (this.#version !== undefined) return;
    const { items, resourceVersion } = await this.#source.list(this.#signal);
    yield* this.#known.differences(items);
    this.#version = resourceVersion;
    yield { type: 'BOOKMARK', resourceVersion, synced: true };
  }

  /** The events of one connection. */
  async *#connected(): AsyncGenerator<WatchEvent, void> {
    const stream = await this.#source.open(this.#version ?? '', this.#signal);
    this.#openedAt = performance.now();
    this.#begun = true;
    for await (const raw of readEvents(stream)) {
      const event = this.#eventOf(raw);
      this.#failures = 0;
      yield event;
    }
  }

  #eventOf(raw: RawEvent): WatchEvent {
    const { cluster, subject } = this.#source;
    if (raw.type === 'ERROR') {
      const status = readStatus(raw.object);
      if (status) throw errorFromStatus(cluster, subject, status);
      throw new ApiError({ code: 'server-error', subject: subject.text, text: 'the watch broke', cluster, retryable: true });
    }
    const { type, object } = raw;
    const resourceVersion = object.metadata.resourceVersion ?? '';
    this.#version = resourceVersion;
    if (type === 'BOOKMARK') return { type, resourceVersion, synced: false };
    this.#known.note({ type, object });
    return { type, object };
  }

  async #interrupted(error: unknown): Promise<void> {
    if (this.#signal.aborted) return;
    const failure = error instanceof ApiError ? error : this.#source.failure(error);
    if (!this.#begun && !failure.retryable && failure.code !== 'gone') throw failure;
    this.#failures = this.#wasShort() ? this.#failures + 1 : 1;
    // Silence is how a healthy watch without bookmarks ends.
    if (failure.code !== 'timeout') this.#onInterruption?.(failure);
    if (failure.code === 'gone') this.#version = undefined;
    await this.#pause(Math.min(RETRY.cap, failure.retryAfter ?? 0));
  }

  #wasShort(): boolean {
    return this.#openedAt === undefined || performance.now() - this.#openedAt < SHORT;
  }

  /** Waits, unless the watch ends. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}
