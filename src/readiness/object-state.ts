import type { PlatformMeshError } from '../errors.js';
import type { ObjectRef } from '../kubernetes/index.js';
import { failed, progressing, type Readiness } from './readiness.js';

/** An object that another one needs. */
export interface Need extends ObjectRef {
  /** Where it is, when that is elsewhere, such as `kcp/root:platform-mesh-system`. @default - beside the object that needs it */
  readonly place?: string;
}

/** The readiness of an object and its relations to others: enough to say what blocks what, without the object itself. */
export interface ObjectState {
  /** Where it is, such as `infra` or `kcp/root:orgs`. @default - unknown */
  readonly place?: string;
  readonly ref: ObjectRef;
  readonly readiness: Readiness;
  /** What must be ready before it can be. */
  readonly needs: readonly Need[];
  /** What a controller makes from it once it is ready. */
  readonly makes: readonly ObjectRef[];
}

/** After so long, in ms, some object is judged in another way although nothing changes; undefined when none is. */
export function changesIn(states: readonly Pick<ObjectState, 'readiness'>[]): number | undefined {
  const times = states.flatMap(({ readiness }) => readiness.changesIn ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Errors that stay until somebody changes something. All others may pass by themselves. */
const LASTING = new Set(['forbidden', 'unauthorized', 'bad-request', 'invalid', 'tls']);

/** The code of the error for a kind that the API server does not serve. It may still come, as with a chart that brings its CRDs. */
const UNSERVED = 'unknown-kind';

/** The readiness of objects that could not be read: the reason is the code of the error, as one word. */
export function unreadable({ code, message, hint }: PlatformMeshError): Readiness {
  return (LASTING.has(code) ? failed : progressing)(reasonOf(code), hint === undefined ? message : `${message}; ${hint}`);
}

/** The readiness of objects of a kind that no API server serves, in any of these versions. */
export function unserved(kind: string, apiVersions: readonly string[]): Readiness {
  return progressing(reasonOf(UNSERVED), `the API server does not serve ${kind} in ${apiVersions.join(' or ')}`);
}

function reasonOf(code: string): string {
  return code
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
