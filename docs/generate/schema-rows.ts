import { flow } from './flow.ts';
import { code } from './markdown.ts';
import { closedMap, typeOf, variants, type SchemaNode } from './schema-node.ts';

/** One key of a schema, as a page shows it. */
export interface SchemaRow {
  /** Its place: `ocm.repo.name`, `imageResources[].name`. */
  readonly path: string;
  readonly type: string;
  readonly default: string;
  readonly description: string;
  readonly required: boolean;
  /** A value, where the schema has one. */
  readonly example: unknown;
  /** What else has to be set before the key counts. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Nothing reads it. */
  readonly unread: boolean;
  /** Whether it is a map or a list whose own keys follow. */
  readonly nested: boolean;
}

/** Every key below a schema, each map before its own keys. */
export function schemaRows(schema: object, prefix = ''): readonly SchemaRow[] {
  const map = closedMap(schema);
  return Object.entries(map?.properties ?? {}).flatMap(([key, property]) =>
    rowsOf(property, join(prefix, key), map?.required?.includes(key) === true),
  );
}

function rowsOf(node: SchemaNode, path: string, required: boolean): readonly SchemaRow[] {
  const list = variants(node).find(({ type }) => type === 'array');
  const below = list?.items ? schemaRows(list.items, `${path}[]`) : schemaRows(node, path);
  const nested = below.length > 0;
  const texts = textsOf(node);
  if (nested && texts.description === '') return below;
  const row: SchemaRow = {
    path,
    type: typeOf(node),
    required,
    nested,
    example: node.examples?.[0],
    with: node['x-with'] ?? {},
    unread: node['x-unread'] === true,
    ...texts,
  };
  return [row, ...below];
}

/** The description and the default, which may stand within it: `...; 8443 unless given.` */
function textsOf({ description = '', default: value, 'x-default': inWords }: SchemaNode): Pick<SchemaRow, 'default' | 'description'> {
  const [, before, given, after = ''] = /^(.*?); ([^;]+) unless given(.*)$/su.exec(description) ?? [];
  const words = given !== undefined && /^[\w.]+$/u.test(given) ? code(given) : given;
  const literal = value === undefined ? undefined : code(typeof value === 'string' ? value : JSON.stringify(value));
  return { default: inWords ?? literal ?? words ?? '', description: before === undefined ? description : `${before}${after}` };
}

/** The messages of the rules that the type alone cannot say, with the place that they hold for. */
export function schemaRules(schema: object, path = ''): readonly { readonly path: string; readonly message: string }[] {
  return variants(schema).flatMap((node) => [
    ...(node['x-rules'] ?? []).map(({ message }) => ({ path, message })),
    ...Object.entries(node.properties ?? {}).flatMap(([key, property]) => schemaRules(property, join(path, key))),
    ...(node.items ? schemaRules(node.items, `${path}[]`) : []),
  ]);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** An example as it would be written, under the last key of its path. */
export function exampleOf({ path, example }: SchemaRow): string {
  return example === undefined ? '' : code(`${path.split('.').at(-1) ?? ''}: ${flow(example)}`);
}
