import type { ResolvedSource, RuntimeValues } from '../../../profile/index.js';
import type { ObjectQuery } from '../../../kubernetes/index.js';
import { sourceOf } from '../argo-sources.js';
import type { ReconcileContext } from '../context.js';

/** The OCM Resources of an instance. */
export function resourceQuery({ instance }: Pick<ReconcileContext, 'instance'>): ObjectQuery {
  return { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', namespace: instance.namespace };
}

/** What the status of each OCM Resource says, with what a file gives on top. */
export function observedValues(context: ReconcileContext): RuntimeValues {
  const resources = context.stores.runtime.observeAll(resourceQuery(context));
  const found = Array.isArray(resources) ? resources : [];
  const sources = Object.fromEntries(found.flatMap((resource): readonly (readonly [string, ResolvedSource])[] => {
    const source = sourceOf(resource);
    return source ? [[resource.metadata.name, source]] : [];
  }));
  const { givenValues } = context;
  return { ...givenValues, sources: { ...sources, ...givenValues.sources } };
}
