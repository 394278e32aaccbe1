/**
 * Who owns which fields of an object (`metadata.managedFields`): what is applied already, what we take over from others,
 * what stays theirs. Nothing here sends a request.
 */
export type { Claim } from './claims.js';
export { conflictsThatCount } from './conflicts.js';
export { withDefaults } from './defaults.js';
export { hasEmptied } from './emptied-maps.js';
export { foreignFields, type ForeignFields } from './foreign-fields.js';
export { livingApplier } from './living-applier.js';
export { appliedFields, entriesOf, managersOf } from './managed-fields.js';
export { isApplied } from './owned-fields.js';
export { adoptionOf, type Adoption, type OwnershipRules } from './own-output.js';
export { afterTakeOver, takeOver, type TakeOver, type TakeOverRules } from './take-over.js';
