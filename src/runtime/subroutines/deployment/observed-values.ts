import type { RuntimeValues } from '../../../profile/index.js';
import type { ObjectQuery } from '../../../kubernetes/index.js';
import { ocmResourcesOf } from '../../values/index.js';
import type { ReconcileContext } from '../context.js';

/** The OCM Resources of an instance. */
export function resourceQuery({ instance }: Pick<ReconcileContext, 'instance'>): ObjectQuery {
  return { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', namespace: instance.namespace };
}

/** What the status of each OCM Resource says, with what a file gives on top. */
export function observedValues(context: ReconcileContext): RuntimeValues {
  const resources = context.stores.runtime.observeAll(resourceQuery(context));
  const found = Array.isArray(resources) ? resources : [];
  const { givenValues } = context;
  return { ...givenValues, ocmResources: { ...ocmResourcesOf(found).ocmResources, ...givenValues.ocmResources } };
}
