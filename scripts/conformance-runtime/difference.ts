import type { Json } from './json.ts';
import type { ObjectId } from './object-path.ts';

/** The run as a whole ended otherwise. */
export interface OutcomeDifference {
  readonly kind: 'outcome';
  readonly expected: string;
  readonly got: string;
  /** The recorded message. */
  readonly message: string;
  readonly printed: string;
}

/** What a replay did otherwise than the reference. */
export type Difference =
  | OutcomeDifference
  /** What is printed does not name what the recorded message names. */
  | { readonly kind: 'message'; readonly expected: readonly string[]; readonly printed: string }
  /** The reference wrote the object, and it is not there. */
  | { readonly kind: 'missing'; readonly object: ObjectId }
  /** The reference deleted the object, and it is there as it was. */
  | { readonly kind: 'kept'; readonly object: ObjectId }
  /** The object is on the other cluster. */
  | { readonly kind: 'target'; readonly object: ObjectId; readonly expected: string; readonly got: string }
  | FieldOfObject
  /** We own a field that the reference did not write. */
  | { readonly kind: 'extra field'; readonly object: ObjectId; readonly path: readonly string[]; readonly got: Json | undefined }
  /** We wrote an object that the reference did not write. */
  | { readonly kind: 'extra write'; readonly object: ObjectId; readonly verb: string };

/** A field that the reference wrote has another value. */
export interface FieldOfObject {
  readonly kind: 'field';
  readonly object: ObjectId;
  readonly path: readonly string[];
  readonly expected: Json;
  readonly got: Json | undefined;
}

/** One line for people. */
export function describeDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'outcome':
      return describeOutcome(difference);
    case 'message':
      return `message: expected it to name ${difference.expected.join(', ')}; got ${difference.printed}`;
    case 'missing':
      return `${nameOf(difference.object)}: the reference wrote it, it is missing`;
    case 'kept':
      return `${nameOf(difference.object)}: the reference deleted it, it is still there`;
    case 'target':
      return `${nameOf(difference.object)}: expected on ${difference.expected}, got on ${difference.got}`;
    case 'field':
      return `${fieldOf(difference)}: expected ${short(difference.expected)}, got ${short(difference.got)}`;
    case 'extra field':
      return `${fieldOf(difference)}: the reference did not write it, got ${short(difference.got)}`;
    case 'extra write':
      return `${nameOf(difference.object)}: the reference did not write it, we did (${difference.verb})`;
  }
}

function describeOutcome({ expected, got, message, printed }: OutcomeDifference): string {
  const end = (outcome: string, text: string): string => (text === '' ? outcome : `${outcome} (${text})`);
  return `outcome: expected ${end(expected, message)}, got ${end(got, printed)}`;
}

function fieldOf({ object, path }: { readonly object: ObjectId; readonly path: readonly string[] }): string {
  return `${nameOf(object)} ${path.join('.')}`;
}

function nameOf({ resource, namespace, name, subresource, workspace }: ObjectId): string {
  const kind = subresource === '' ? resource : `${resource}/${subresource}`;
  const object = namespace === '' ? name : `${namespace}/${name}`;
  return [workspace, kind, object].filter((part) => part !== undefined).join(' ');
}

function short(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
