import type { ReplayCluster } from './cluster.ts';
import { FIELD_MANAGER } from './compare.ts';
import { at, mapAt, textAt, without, type Json, type JsonMap } from './json.ts';
import { withRequiredFields, withWhatRulesWant } from './required-fields.ts';

/** Fields of one manager. */
interface Part {
  readonly manager: string;
  readonly fields: JsonMap;
}

/** Brings an object to a cluster as the reference left it: its fields with their managers, and its status. */
export async function load(cluster: ReplayCluster, given: JsonMap): Promise<void> {
  const [apiVersion, kind] = [textAt(given, 'apiVersion'), textAt(given, 'kind')];
  const place = await cluster.kindPlace(apiVersion, kind);
  if (!place) throw new Error(`the recorded state has a ${kind} of ${apiVersion}, which is not known`);
  const namespace = place.namespaced ? `/namespaces/${textAt(given, 'metadata', 'namespace') || 'default'}` : '';
  const path = `${place.api}${namespace}/${place.resource}/${textAt(given, 'metadata', 'name')}`;

  const whole = withRequiredFields(withWhatRulesWant(given), place.schema);
  const { status, metadata } = whole;
  const { managedFields, ...sent } = without(mapAt(metadata), ['uid', 'resourceVersion', 'generation', 'creationTimestamp']);
  const object = { ...without(whole, place.hasStatus ? ['status'] : []), metadata: sent };
  for (const { manager, fields } of partsOf(object)) {
    await cluster.patch(`${path}?fieldManager=${manager}&force=true`, fields, 'application/apply-patch+yaml');
  }
  if (place.hasStatus && status !== undefined) {
    const generation = at(await cluster.get(path), 'metadata', 'generation');
    await cluster.patch(`${path}/status`, { status: withGeneration(mapAt(status), place.schema, generation) });
  }
  if (managedFields !== undefined) await cluster.patch(path, { metadata: { managedFields } });
}

/** A status is of the object as it is, where it does not say otherwise: the reference does not look at that. */
function withGeneration(status: JsonMap, schema: JsonMap, generation: Json | undefined): JsonMap {
  const isKnown = at(schema, 'properties', 'status', 'properties', 'observedGeneration') !== undefined;
  return isKnown && generation !== undefined ? { observedGeneration: generation, ...status } : status;
}

/** API groups of what the reference deploys. */
const DEPLOYED = new Set([
  'argoproj.io',
  'cert-manager.io',
  'delivery.ocm.software',
  'helm.toolkit.fluxcd.io',
  'kustomize.toolkit.fluxcd.io',
]);

/**
 * Who wrote which fields of an object, where the recording does not say it: what the reference deploys is written by its
 * deployment; where an Application comes from, by its Resource controller as well; all else by somebody.
 */
function partsOf(object: JsonMap): readonly Part[] {
  const [group = ''] = textAt(object, 'apiVersion').split('/');
  const all = [{ manager: DEPLOYED.has(group) ? FIELD_MANAGER : 'somebody', fields: object }];
  const source = Object.entries(mapAt(object, 'spec', 'source')).filter(([name]) => name === 'repoURL' || name === 'targetRevision');
  if (object['kind'] !== 'Application' || source.length === 0) return all;
  const { apiVersion = '', kind } = object;
  const [name, namespace] = [textAt(object, 'metadata', 'name'), textAt(object, 'metadata', 'namespace')];
  const fields = { apiVersion, kind, metadata: { name, namespace }, spec: { source: Object.fromEntries(source) } };
  return [...all, { manager: `platform-mesh-resource-${name}-chart`, fields }];
}
