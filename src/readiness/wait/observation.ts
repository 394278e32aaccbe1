import type { PlatformMeshError } from '../../errors.js';
import { apiVersionOf, keyOf, type ObjectQuery, type ObjectRef, refOf, textAt } from '../../kubernetes/index.js';
import type { Found } from '../delivery/delivery-readiness.js';
import { unreadable, unserved } from '../object-state.js';
import { NOT_FOUND, NOT_READ, type Observed, progressing, type Readiness } from '../readiness.js';
import { isSelected } from './label-selector.js';
import type { WaitEntry } from './wait-entry.js';

/** The objects of a kind that an entry, or a part of a delivery, is about. */
export interface WaitQuery extends Omit<ObjectQuery, 'fieldSelector'> {
  /** Where they are, such as `infra`. */
  readonly target: string;
  /** @default - all objects that match */
  readonly name?: string;
}

/** What is known of the objects of a query. */
export type Observation =
  /** They may be more than the query asks for. */
  | { readonly kind: 'objects'; readonly objects: readonly Observed[] }
  /** The API server does not serve the kind in this version. */
  | { readonly kind: 'unserved' }
  /** They have not been read yet. */
  | { readonly kind: 'unread' }
  /** They cannot be read. */
  | { readonly kind: 'error'; readonly error: PlatformMeshError };

/** Returns the observed objects, without a request. */
export type Observe = (query: WaitQuery) => Observation;

/** The objects of an entry, or why they are not available. */
export type FoundObjects = { readonly objects: readonly Observed[] } | { readonly absent: Readiness; readonly isUnserved?: true };

/** The target that holds what deploys components; `spec.wait` is about its objects. */
export const INFRA = 'infra';

/** The objects that an entry matches in a namespace, in the first version that is served. */
export function findMatching(entry: WaitEntry, namespace: string | undefined, observe: Observe): FoundObjects {
  const { target = INFRA, group, kind, name, labelSelector } = entry;
  const apiVersions = entry.versions.map((version) => apiVersionOf(group, version));
  for (const apiVersion of apiVersions) {
    const observation = observe({
      target,
      apiVersion,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
    });
    if (observation.kind === 'unserved') continue;
    if (observation.kind !== 'objects') return { absent: whyAbsent(observation) };
    return { objects: observation.objects.filter((object) => isMatching(object, entry, namespace)) };
  }
  return { absent: unserved(kind, apiVersions), isUnserved: true };
}

function isMatching(object: Observed, { name, selector = {} }: WaitEntry, namespace: string | undefined): boolean {
  const own = refOf(object);
  if (name !== undefined && own.name !== name) return false;
  return (namespace === undefined || own.namespace === namespace) && isSelected(object, selector);
}

/** One object, or why it is not available. */
export function findObject(target: string, ref: ObjectRef, observe: Observe): Found {
  const { apiVersion, kind, namespace, name } = ref;
  const observation = observe({ target, apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) });
  if (observation.kind === 'unserved') return { absent: unserved(kind, [apiVersion]) };
  if (observation.kind !== 'objects') return { absent: whyAbsent(observation) };
  const object = observation.objects.find((each) => textAt(each, 'metadata', 'name') === name && keyOf(refOf(each)) === keyOf(ref));
  return object ? { object } : { absent: MISSING };
}

const MISSING = progressing(NOT_FOUND, 'it does not exist');

function whyAbsent(observation: Exclude<Observation, { readonly kind: 'objects' | 'unserved' }>): Readiness {
  return observation.kind === 'error' ? unreadable(observation.error) : progressing(NOT_READ, 'nobody has read it yet');
}

/** Too few objects of an entry. */
export function tooFew({ kind, name, labelSelector, minimum }: WaitEntry, count: number): Readiness {
  if (name !== undefined) return MISSING;
  const which = `${kind}${labelSelector === undefined ? '' : ` with ${labelSelector}`}`;
  return progressing(NOT_FOUND, `${count} of at least ${minimum} ${which} ${count === 1 ? 'exists' : 'exist'}`);
}
