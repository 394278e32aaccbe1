import { code } from './markdown.ts';

/** A schema, as far as a page needs it. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly 'x-expected'?: string;
  readonly 'x-default'?: string;
  readonly 'x-with'?: Readonly<Record<string, unknown>>;
  readonly 'x-unread'?: boolean;
  readonly 'x-rules'?: readonly { readonly message: string }[];
}

/** Null counts as not set everywhere, so it is no variant of its own. */
export function variants(node: SchemaNode): readonly SchemaNode[] {
  return (node.anyOf ?? [node]).filter(({ type }) => type !== 'null');
}

/** The map whose keys are all known, if that is what a schema is. */
export function closedMap(node: SchemaNode): SchemaNode | undefined {
  const [only, ...others] = variants(node);
  return others.length === 0 && only?.properties && only.additionalProperties === false ? only : undefined;
}

/** What a value must be, in words. */
export function typeOf(node: SchemaNode): string {
  const words = variants(node).map(typeOfVariant);
  return words.includes('boolean') ? '`true` or `false`' : [...new Set(words)].join(' or ');
}

function typeOfVariant(node: SchemaNode): string {
  if (node['x-expected'] !== undefined) return node['x-expected'].replace(/^a /u, '');
  if (node.const !== undefined) return code(JSON.stringify(node.const));
  switch (node.type) {
    case 'array':
      return listOf(node);
    case 'object':
      return mapOf(node);
    case 'string':
      return node.maxLength === undefined ? 'text' : `text of at most ${node.maxLength} characters`;
    case 'integer':
      return 'whole number';
    default:
      return node.type ?? 'anything';
  }
}

function listOf({ items, maxItems }: SchemaNode): string {
  const item = items ? typeOf(items).replace(/^(text|map)\b/u, '$1s') : 'anything';
  return `list of ${item}${maxItems === undefined ? '' : `, at most ${maxItems}`}`;
}

function mapOf({ properties, additionalProperties, patternProperties }: SchemaNode): string {
  if (properties && additionalProperties !== false) return code(`{${Object.keys(properties).join(', ')}}`);
  return Object.values(patternProperties ?? {})[0]?.type === 'string' ? 'map of texts' : 'map';
}
