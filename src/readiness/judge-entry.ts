import { findCondition } from './conditions.js';
import { at } from '../kubernetes/index.js';
import type { Observed } from './observed.js';
import { progressing, READY, type Readiness } from './readiness.js';
import { isCurrent, readinessOf } from './readiness-of.js';
import type { Criterion } from './wait-entry.js';

/**
 * Whether an object is as an entry wants it. What is being deleted, or was not looked at in its present generation,
 * never is.
 *
 * Why it is not is told by the rules of its kind as well: they know its controller's words, and what has failed.
 */
export function judgeBy(criterion: Criterion): (object: Observed) => Readiness {
  if (criterion.by === 'kind') return readinessOf;
  return (object) => {
    const unmet = unmetBy(criterion, object);
    if (!unmet && isCurrent(object)) return READY;
    const byKind = readinessOf(object);
    return unmet && byKind.state === 'ready' ? unmet : byKind;
  };
}

function unmetBy(criterion: Exclude<Criterion, { readonly by: 'kind' }>, object: Observed): Readiness | undefined {
  if (criterion.by === 'field') {
    const { path, value } = criterion;
    const found = at(object, 'status', ...path);
    return isText(found) && String(found) === value ? undefined : progressing('FieldDiffers', `status.${path.join('.')} is ${isText(found) ? String(found) : 'not set'}, not ${value}`);
  }
  const { type, status } = criterion;
  const condition = findCondition(object, type);
  if (condition?.status === status) return undefined;
  const words = condition ? `condition ${type} is ${condition.status}, not ${status}` : `it has no condition ${type}`;
  return progressing('ConditionDiffers', condition?.message === undefined ? words : `${words}: ${condition.message}`);
}

function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
