import { groupOf, type ObjectRef } from '../kubernetes/index.js';
import { type Criterion, judgeBy } from './wait/criterion.js';
import { type Observed, READY, type Readiness } from './readiness.js';

/** When an object lets the next level begin: a condition of this type is True, or `status.phase` has this value. */
export type Gate = { readonly condition: string } | { readonly phase: string };

/**
 * What objects of the next level need before they can be created: the API of a CRD or a binding, the identity of an export, the
 * workspace, its type. The levels are those of the charts.
 *
 * A gate is less than readiness: a binding is bound before its permission claims are applied, and those may need an export
 * of the next level.
 */
const GATES: Readonly<Record<string, Gate>> = {
  'tenancy.kcp.io/WorkspaceType': { condition: 'Ready' },
  'tenancy.kcp.io/Workspace': { phase: 'Ready' },
  'apis.kcp.io/APIExport': { condition: 'IdentityValid' },
  'apis.kcp.io/APIBinding': { phase: 'Bound' },
  'apiextensions.k8s.io/CustomResourceDefinition': { condition: 'Established' },
};

/** The gate of an object; undefined when the next level does not wait for objects of its kind. */
export function gateOf({ apiVersion, kind }: Pick<Observed, 'apiVersion' | 'kind'>): Gate | undefined {
  const key = `${groupOf(apiVersion)}/${kind}`;
  return Object.hasOwn(GATES, key) ? GATES[key] : undefined;
}

/**
 * Whether later levels wait for an object.
 *
 * A CRD holds up only objects of its group: an API server takes five seconds to serve a new kind. A workspace holds up nothing by
 * its level, because what goes into it waits for it anyway.
 *
 * @param groups the API groups of everything that is desired
 */
export function holdsNextLevel(object: Pick<ObjectRef, 'apiVersion' | 'kind' | 'name'>, groups: ReadonlySet<string>): boolean {
  const group = groupOf(object.apiVersion);
  if (group === 'tenancy.kcp.io' && object.kind === 'Workspace') return false;
  if (object.kind !== 'CustomResourceDefinition') return gateOf(object) !== undefined;
  return groups.has(object.name.slice(object.name.indexOf('.') + 1));
}

/** Whether an object lets the next level begin, and why not. An object without a gate does. */
export function gateReadiness(object: Observed): Readiness {
  const gate = gateOf(object);
  return gate ? judgeBy(criterionOf(gate))(object) : READY;
}

function criterionOf(gate: Gate): Criterion {
  if ('phase' in gate) return { by: 'field', path: ['phase'], value: gate.phase };
  return { by: 'condition', type: gate.condition, status: 'True' };
}
