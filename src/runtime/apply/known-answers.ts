import type { KubernetesObject } from '../../kubernetes/index.js';
import type { DesiredObject } from './desired-object.js';
import { entriesOf } from './fields/index.js';
import { writtenFields } from './written-fields.js';

/** Answers by the live and the desired object. A changed object is a new object, so no answer gets stale. */
const BY_OBJECT = new WeakMap<KubernetesObject, WeakMap<KubernetesObject, boolean>>();

/** Answers of the API server, by UID and field manager: the content that an apply leaves as it is. */
const FROM_SERVER = new Map<string, string>();

/** More would only be there after a mistake; the first ones go. */
const MOST = 10_000;

/** Whether an apply would write nothing, if that has been found before. */
export function knownAnswer(desired: DesiredObject, live: KubernetesObject): boolean | undefined {
  return BY_OBJECT.get(live)?.get(desired.object);
}

/** Caches an answer until one of both objects changes. */
export function rememberAnswer(desired: DesiredObject, live: KubernetesObject, answer: boolean): void {
  const answers = BY_OBJECT.get(live) ?? new WeakMap<KubernetesObject, boolean>();
  answers.set(desired.object, answer);
  BY_OBJECT.set(live, answers);
}

/** Caches that the API server would write nothing, until something else than the status changes. */
export function rememberUnchanged(desired: DesiredObject, live: KubernetesObject): void {
  rememberAnswer(desired, live, true);
  const key = keyOfAnswer(desired, live);
  if (key === undefined) return;
  FROM_SERVER.delete(key);
  FROM_SERVER.set(key, contentOf(desired, live));
  const [first] = FROM_SERVER.keys();
  if (FROM_SERVER.size > MOST && first !== undefined) FROM_SERVER.delete(first);
}

/** Whether the API server said that it would write nothing, and only the status has changed since. */
export function isKnownFromServer(desired: DesiredObject, live: KubernetesObject): boolean {
  const key = keyOfAnswer(desired, live);
  const content = key === undefined ? undefined : FROM_SERVER.get(key);
  if (content === undefined || content !== contentOf(desired, live)) return false;
  rememberAnswer(desired, live, true);
  return true;
}

function keyOfAnswer({ fieldManager }: DesiredObject, { metadata: { uid } }: KubernetesObject): string | undefined {
  return uid === undefined ? undefined : `${uid} ${fieldManager}`;
}

/** What the answer to an apply depends on. */
function contentOf({ object, claims = [] }: DesiredObject, live: KubernetesObject): string {
  const owners = entriesOf(live)
    .filter(({ subresource }) => subresource === '')
    .map(({ entry: { manager, operation, apiVersion, fieldsV1 } }) => [manager, operation, apiVersion, fieldsV1]);
  return JSON.stringify([object, claims, writtenFields(live), owners]);
}
