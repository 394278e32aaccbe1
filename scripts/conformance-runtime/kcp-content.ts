import { parse } from 'yaml';
import { isList, isMap, listAt, mapAt, textAt, without, type Json, type JsonMap } from './json.ts';

/**
 * What an object of kcp says, in one form for both sides: exports and bindings in v1alpha2 (decision 14), pages as data, and no
 * text that only people read.
 */
export function kcpContent(object: JsonMap): JsonMap {
  switch (object['kind']) {
    case 'APIExport':
    case 'APIBinding':
      return inV1alpha2(object);
    case 'APIResourceSchema':
    case 'CustomResourceDefinition':
      return withoutGenerator(withoutDescriptions(object, false) as JsonMap);
    case 'ContentConfiguration':
      return pageContent(object);
    case 'WorkspaceAuthenticationConfiguration':
      return loginContent(object);
    case 'WorkspaceType':
      return listAt(object, 'spec', 'defaultAPIBindings').length > 0
        ? object
        : { ...object, spec: without(mapAt(object, 'spec'), ['defaultAPIBindings']) };
    default:
      return object;
  }
}

function inV1alpha2(object: JsonMap): JsonMap {
  const { latestResourceSchemas, permissionClaims, ...spec } = mapAt(object, 'spec');
  const resources = isList(latestResourceSchemas) ? { resources: latestResourceSchemas.map(offered) } : {};
  const claims = isList(permissionClaims) ? { permissionClaims: permissionClaims.map(claimed) } : {};
  return { ...object, apiVersion: 'apis.kcp.io/v1alpha2', spec: { ...spec, ...resources, ...claims } };
}

/** A schema is called `<version>.<resource>.<group>`. */
function offered(schema: Json): Json {
  const [, name = '', ...group] = (typeof schema === 'string' ? schema : '').split('.');
  return { name, group: group.join('.'), schema, storage: { crd: {} } };
}

function claimed(claim: Json): Json {
  const { all, identityHash = '', group = '', ...rest } = mapAt(claim);
  return {
    ...rest,
    ...(all === true ? { verbs: ['*'] } : {}),
    ...(identityHash === '' ? {} : { identityHash }),
    ...(group === '' ? {} : { group }),
  };
}

function withoutDescriptions(value: Json, isProperties: boolean): Json {
  if (isList(value)) return value.map((item) => withoutDescriptions(item, false));
  if (!isMap(value)) return value;
  const said = Object.entries(value).filter(([name, field]) => isProperties || name !== 'description' || typeof field !== 'string');
  return Object.fromEntries(said.map(([name, field]) => [name, withoutDescriptions(field, name === 'properties' && !isProperties)]));
}

/** Which program wrote a schema. */
const GENERATOR = 'controller-gen.kubebuilder.io/version';

function withoutGenerator(object: JsonMap): JsonMap {
  const { annotations, ...metadata } = mapAt(object, 'metadata');
  const rest = isMap(annotations) ? without(annotations, [GENERATOR]) : {};
  return { ...object, metadata: { ...metadata, ...(Object.keys(rest).length === 0 ? {} : { annotations: rest }) } };
}

function pageContent(object: JsonMap): JsonMap {
  const inlineConfiguration = mapAt(object, 'spec', 'inlineConfiguration');
  const text = textAt(inlineConfiguration, 'content');
  if (text === '') return object;
  return { ...object, spec: { ...mapAt(object, 'spec'), inlineConfiguration: { ...inlineConfiguration, content: parse(text) as Json } } };
}

/** What a rule says to somebody who may not log in. */
function loginContent(object: JsonMap): JsonMap {
  const jwt = listAt(object, 'spec', 'jwt').map((each) => {
    const rules = listAt(each, 'claimValidationRules');
    return rules.length === 0 ? each : { ...mapAt(each), claimValidationRules: rules.map((rule) => without(mapAt(rule), ['message'])) };
  });
  return { ...object, spec: { ...mapAt(object, 'spec'), jwt } };
}
