import { keyOf, refOf, type KubernetesObject, type ObjectQuery } from '../../../kubernetes/index.js';
import { PlatformMeshError } from '../../../errors.js';
import type { RuntimeValues } from '../../../profile/index.js';
import type { ObjectStore } from '../../cluster/index.js';
import { absentResources, ocmResourcesOf, type LiveObjects, type OcmReading } from '../../values/index.js';
import type { ReconcileContext } from '../context.js';

/** The OCM Resources of an instance. */
function resourceQuery({ instance }: Pick<ReconcileContext, 'instance'>): ObjectQuery {
  return { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', namespace: instance.namespace };
}

/** Objects whose own fields keep the last good values, by technology. */
const KEEPERS = {
  fluxcd: [
    { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
    ...['OCIRepository', 'GitRepository', 'HelmRepository'].map((kind) => ({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind })),
  ],
  argocd: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' }],
} as const;

function keeperQueries({ instance, blueprint }: Pick<ReconcileContext, 'instance' | 'blueprint'>): readonly ObjectQuery[] {
  const technologies = new Set(blueprint.components.map(({ technology }) => technology));
  return [...technologies].flatMap((technology) => KEEPERS[technology].map((kind) => ({ ...kind, namespace: instance.namespace })));
}

/** Reads the objects that give values, once in a pass: writes of the pass itself give no new values. */
export async function observeValues(context: ReconcileContext): Promise<void> {
  const { infra, runtime } = context.stores;
  await Promise.all([runtime.ensure({ queries: [resourceQuery(context)] }), infra.ensure({ queries: keeperQueries(context) })]);
  context.memory.keepers = keepersOf(context);
}

/** The status of each OCM Resource. If it is absent or not current, the last good value from objects that were made from it. */
export function observedOcm(context: ReconcileContext): OcmReading {
  const resources = known(context.stores.runtime, resourceQuery(context));
  const present = new Set(resources.map(({ metadata: { name } }) => name));
  const absent = absentResources(context.blueprint, {
    isPresent: (name) => present.has(name),
    wasApplied: (key) => wasApplied(key, context),
  });
  return ocmResourcesOf([...resources, ...absent], context.memory.keepers ?? keepersOf(context));
}

function keepersOf(context: ReconcileContext): LiveObjects {
  const live = keeperQueries(context).flatMap((query) => known(context.stores.infra, query));
  return new Map(live.map((object) => [keyOf(refOf(object)), object]));
}

function wasApplied(key: string, { memory }: Pick<ReconcileContext, 'memory'>): boolean {
  const applied = memory.inventories?.get('runtime');
  return applied !== undefined && !(applied instanceof PlatformMeshError) && applied.own.entries.has(key);
}

function known(store: ObjectStore, query: ObjectQuery): readonly KubernetesObject[] {
  const found = store.observeAll(query);
  return 'state' in found ? [] : found;
}

/** The values for rendering: the observed ones; values of a file win. */
export function observedValues(context: ReconcileContext): RuntimeValues {
  const { givenValues } = context;
  return { ...givenValues, ocmResources: { ...observedOcm(context).ocmResources, ...givenValues.ocmResources } };
}
