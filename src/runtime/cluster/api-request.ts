import type { Subject } from './errors/from-answer.js';

/** A request in the terms of an API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query, behind the host. */
  readonly path: string;
  /** The path with names left out. */
  readonly template: string;
  readonly subject: Subject;
  /** Whether the server may process it twice. */
  readonly safe: boolean;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /** Whether the answer is a text. @default false */
  readonly plain?: boolean;
}

/** The answer, as JSON. */
export interface JsonAnswer {
  readonly body: unknown;
}
