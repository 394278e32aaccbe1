import type { FieldCause } from './api-error.js';
import { isMap } from '../../../kubernetes/index.js';

/** The `Status` object by which an API server says that it refuses. */
export interface Status {
  readonly code: number;
  readonly message: string;
  readonly reason: string;
  /** The object's name, where it is about one. */
  readonly name: string;
  /** The resource that it is about, such as `configmaps`. */
  readonly resource: string;
  readonly causes: readonly FieldCause[];
  readonly retryAfterSeconds: number | undefined;
}

/** Reads a `Status` out of an answer; undefined where it is none, such as a page of a proxy. */
export function readStatus(body: unknown): Status | undefined {
  if (!isMap(body) || body['kind'] !== 'Status') return undefined;
  const details = isMap(body['details']) ? body['details'] : {};
  const causes: readonly unknown[] = Array.isArray(details['causes']) ? details['causes'] : [];
  return {
    code: typeof body['code'] === 'number' ? body['code'] : 0,
    message: textOf(body['message']),
    reason: textOf(body['reason']),
    name: textOf(details['name']),
    resource: textOf(details['kind']),
    causes: causes.filter(isMap).map((cause) => ({ field: textOf(cause['field']), message: textOf(cause['message']), reason: textOf(cause['reason']) })),
    retryAfterSeconds: typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : undefined,
  };
}

/** JSON, or undefined: V8 quotes the text in its error, so nobody may see that one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
