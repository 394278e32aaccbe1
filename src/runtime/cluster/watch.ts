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
  /** All objects that are watched. */
  list(signal: AbortSignal): Promise<ObjectList>;
  /** What happened since a version, until the connection ends. */
  open(resourceVersion: string, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** What an exception of the connection means. */
  failure(error: unknown): ApiError;
  random(): number;
}

/** Waits between attempts, in milliseconds. */
const RETRY = { base: 500, cap: 30_000 };

/** A connection that ends sooner than this, and without an event, counts as a failure, lest we ask again and again. */
const SHORT = 1_000;

/**
 * Tells what happens to objects, without a gap, until the signal is aborted.
 *
 * Interruptions are mended: it goes on from the last version that it saw, and where the server does not know that one any
 * more, it lists and tells the differences. A refusal is thrown only at the beginning; later, it may be the restart of a
 * server whose authorization is not ready yet.
 */
export class Watch {
  readonly #source: WatchSource;
  readonly #signal: AbortSignal;
  readonly #onInterruption: WatchOptions['onInterruption'];
  readonly #known = new KnownObjects();
  /** Where to go on; undefined when there is nothing to go on from. */
  #version: string | undefined;
  /** Whether it was let in once. */
  #begun = false;
  /** Connections in a row that led to nothing. */
  #failures = 0;
  /** When the connection came about. */
  #openedAt: number | undefined;

  constructor(source: WatchSource, { resourceVersion, known = [], onInterruption }: Pick<WatchOptions, 'resourceVersion' | 'known' | 'onInterruption'>, signal: AbortSignal) {
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

  /** What is there, where that is not known from before. */
  async *#listed(): AsyncGenerator<WatchEvent, void> {
    if (this.#version !== undefined) return;
    const { items, resourceVersion } = await this.#source.list(this.#signal);
    yield* this.#known.differences(items);
    this.#version = resourceVersion;
    yield { type: 'BOOKMARK', resourceVersion, synced: true };
  }

  /** What one connection tells. */
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
      throw status ? errorFromStatus(cluster, subject, status) : new ApiError({ code: 'server-error', subject: subject.text, text: 'the watch broke', cluster, retryable: true });
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

  /** Until the time is over, or the watch. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}
