import { at } from '../../kubernetes/index.js';
import { type Observed, progressing, type Readiness, SUSPENDED } from '../readiness.js';
import { findCondition } from './conditions.js';
import { managersOf } from './managed-fields.js';

/**
 * A controller ignores an object with `spec.suspend: true`, so even a good status is old.
 * The message names who suspended it, where `metadata.managedFields` tells.
 */
export function suspension(object: Observed, controller: string): Readiness | undefined {
  if (at(object, 'spec', 'suspend') !== true) return undefined;
  const managers = managersOf(object, 'spec', 'suspend');
  const who = managers.length > 0 ? `, set by ${managers.join(' and ')}` : '';
  const last = findCondition(object, 'Ready')?.message;
  const before = last === undefined ? '' : `; its last message: ${last}`;
  return progressing(SUSPENDED, `spec.suspend is true${who}: ${controller} does nothing until it is false${before}`);
}
