import { IMAGE_REFERENCE_EXAMPLE, type ResolvedResource } from '../../profile/index.js';
import type { KeyedResource } from './component-inputs.js';

/** Why something that OCM has to find out is not known. */
export interface NotResolved {
  /** The OCM Resource that it comes from. */
  readonly resource: string;
  /** A sentence that names the Resource. */
  readonly reason: string;
}

/**
 * @param lacks what a Resource that is resolved lacks, such as `has no version`
 */
export function notResolved({ resource: { name } }: KeyedResource, resolved: ResolvedResource | undefined, lacks: string): NotResolved {
  return { resource: name, reason: `OCM Resource ${name} ${resolved ? lacks : 'is not resolved'}` };
}

/** The Resource has an image reference that nobody can read. */
export function unreadableReference({ resource: { name } }: KeyedResource, reference: string): NotResolved {
  return {
    resource: name,
    reason: `OCM Resource ${name} has no image reference such as ${IMAGE_REFERENCE_EXAMPLE}: ${JSON.stringify(reference)}`,
  };
}

/** Tells the reason from what is known. */
export function isNotResolved(value: object): value is NotResolved {
  return 'reason' in value;
}
