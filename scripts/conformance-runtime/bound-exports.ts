import { call, until, type ApiServer } from '../../test/servers/index.ts';
import { isMap, listAt, mapAt, textAt, without, type Json, type JsonMap } from './json.ts';

const APIS = 'apis.kcp.io';

/** An export of nobody: a slice of it has no endpoints. */
const UNBOUND = 'unbound.recorded.example.com';

/** A recorded export or slice as kcp takes it: a claim has verbs, and a slice without endpoints is that of an export that nobody uses. */
export function asKcpTakesIt(object: JsonMap): JsonMap {
  const spec = mapAt(object, 'spec');
  if (object['kind'] === 'APIExport') {
    const permissionClaims = listAt(spec, 'permissionClaims').map((claim) => ({ verbs: ['*'], ...mapAt(claim) }));
    return { ...object, spec: { ...spec, permissionClaims } };
  }
  if (object['kind'] !== 'APIExportEndpointSlice') return object;
  const rest = without(object, ['status']);
  return hasEndpoints(object) ? rest : { ...rest, spec: { ...spec, export: { ...mapAt(spec, 'export'), name: UNBOUND } } };
}

/** What an object needs that a case takes for granted: the schemas of an export, and the export of a slice. */
export function neededBy(object: JsonMap): readonly JsonMap[] {
  if (object['kind'] === 'APIExport') return listAt(object, 'spec', 'resources').map(schemaOf);
  if (object['kind'] !== 'APIExportEndpointSlice' || hasEndpoints(object)) return [];
  return [{ apiVersion: `${APIS}/v1alpha2`, kind: 'APIExport', metadata: { name: UNBOUND }, spec: {} }];
}

function hasEndpoints(slice: JsonMap): boolean {
  return listAt(slice, 'status', 'endpoints').length > 0;
}

function schemaOf(resource: Json): JsonMap {
  const [group, plural] = [textAt(resource, 'group'), textAt(resource, 'name')];
  const kind = `${plural.charAt(0).toUpperCase()}${plural.slice(1)}`;
  const version = { name: 'v1', served: true, storage: true, schema: { type: 'object' }, subresources: { status: {} } };
  return {
    apiVersion: `${APIS}/v1alpha1`,
    kind: 'APIResourceSchema',
    metadata: { name: textAt(resource, 'schema') },
    spec: { group, names: { kind, listKind: `${kind}List`, plural, singular: plural }, scope: 'Cluster', versions: [version] },
  };
}

/** Lets a workspace use an export of its own, so that the slice gets its endpoints. */
export async function bindFor(kcp: ApiServer, workspace: string, slice: JsonMap): Promise<void> {
  if (slice['kind'] !== 'APIExportEndpointSlice' || !hasEndpoints(slice)) return;
  const name = textAt(slice, 'spec', 'export', 'name');
  const base = `/clusters/${workspace}/apis/${APIS}`;
  const spec = { reference: { export: { name, path: workspace } } };
  const body = { apiVersion: `${APIS}/v1alpha2`, kind: 'APIBinding', metadata: { name }, spec };
  // kcp forbids to bind an export that its own cache does not hold yet.
  const bind = async (): Promise<boolean> =>
    [201, 409].includes((await call(kcp, `${base}/v1alpha2/apibindings`, { method: 'POST', body })).status);
  await until(`${workspace} may bind ${name}`, bind, { timeout: 30_000 });
  const path = `${base}/v1alpha1/apiexportendpointslices/${textAt(slice, 'metadata', 'name')}`;
  const hasOne = async (): Promise<boolean> => {
    const { body: found } = await call(kcp, path);
    return isMap(found as Json) && hasEndpoints(found as JsonMap);
  };
  await until(`slice ${name} has endpoints`, hasOne, { timeout: 30_000 });
}
