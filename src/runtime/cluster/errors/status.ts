import type { FieldCause } from './api-error.js';
import { isMap } from '../../../kubernetes/index.js';

/** The `Status` object of an API server that refuses a request. */
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

/** Reads the `Status` of an answer; undefined where it is none, such as a page of a proxy. */
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
    causes: causes.filter(isMap).map(({ field, message, reason }) => ({
      field: textOf(field),
      message: textOf(message),
      reason: textOf(reason),
    })),
    retryAfterSeconds: typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : undefined,
  };
}

/** JSON, or undefined. V8 quotes the text in its error, so nobody may see that error. */
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
