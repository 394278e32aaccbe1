import { at, isList, isMap, listAt, mapAt, type Json, type JsonMap } from './json.ts';

/**
 * An object with the fields that its schema requires. A recording gives what the step reads and nothing else, and a real API
 * server takes no half objects.
 *
 * @param schema OpenAPI, as in a CustomResourceDefinition
 */
export function withRequiredFields(object: JsonMap, schema: Json): JsonMap {
  const properties = mapAt(schema, 'properties');
  const given = Object.entries(object).map(([name, value]) => [name, filled(value, properties[name] ?? {})] as const);
  const required = listAt(schema, 'required').filter((name) => typeof name === 'string');
  const absent = required.filter((name) => !Object.hasOwn(object, name) && at(properties, name, 'default') === undefined);
  return Object.fromEntries([...given, ...absent.map((name) => [name, minimalValue(properties[name] ?? {})] as const)]);
}

function filled(value: Json, schema: Json): Json {
  if (isList(value)) return value.map((item) => filled(item, at(schema, 'items') ?? {}));
  return isMap(value) ? withRequiredFields(value, schema) : value;
}

function minimalValue(schema: Json): Json {
  const [first] = listAt(schema, 'enum');
  if (first !== undefined) return first;
  switch (at(schema, 'type')) {
    case 'object':
      return withRequiredFields({}, schema);
    case 'array':
      return Array.from({ length: Number(at(schema, 'minItems') ?? 0) }, () => minimalValue(at(schema, 'items') ?? {}));
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return at(schema, 'minimum') ?? 0;
    default:
      return minimalText(schema);
  }
}

/** Texts that schemas ask for: a duration, a word, a URL. */
const TEXTS = ['', '5m', 'Recorded', 'https://recorded.example.com'];

function minimalText(schema: Json): string {
  if (at(schema, 'format') === 'date-time') return '2025-01-01T00:00:00Z';
  const pattern = at(schema, 'pattern');
  const shape = new RegExp(typeof pattern === 'string' ? pattern : '', 'u');
  const [shortest, longest] = [Number(at(schema, 'minLength') ?? 0), Number(at(schema, 'maxLength') ?? Infinity)];
  return TEXTS.find((text) => text.length >= shortest && text.length <= longest && shape.test(text)) ?? '';
}

/** What no schema says, by kind: a HelmRelease has one source of its chart, a Pod a container. */
export function withWhatRulesWant(object: JsonMap): JsonMap {
  const spec = mapAt(object, 'spec');
  switch (object['kind']) {
    case 'HelmRelease':
      if (spec['chart'] !== undefined || spec['chartRef'] !== undefined) return object;
      return { ...object, spec: { ...spec, chartRef: { kind: 'OCIRepository', name: 'recorded' } } };
    case 'Pod':
      if (spec['containers'] !== undefined) return object;
      return { ...object, spec: { ...spec, containers: [{ name: 'main', image: 'recorded' }] } };
    default:
      return object;
  }
}
