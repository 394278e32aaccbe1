import type { Static, TSchema } from 'typebox';
import { validate } from '../../resources/index.js';
import type { Json } from '../blueprint.js';
import type { Problems } from '../problems.js';
import { child, locate, locationOf, plain, type Traced, type TracedMap } from '../overlay/traced.js';

/**
 * Checks a merged value against its schema and types it.
 *
 * @param subject what a message starts with, such as `service "portal"`
 * @returns the typed value, or undefined when it has errors
 */
export function check<Schema extends TSchema>(
  schema: Schema,
  traced: TracedMap,
  subject: string,
  problems: Problems,
  alsoKnown: readonly string[] = [],
): Static<Schema> | undefined {
  const value = withoutEmpty(plain(traced));
  let usable = true;
  for (const found of validate(schema, value, { alsoKnown })) {
    const finding = {
      message: `${subject}: ${found.message}`,
      ...(found.hint === undefined ? {} : { hint: found.hint }),
      location: locate(traced, found.path, found.at),
    };
    if (found.severity === 'error') {
      usable = false;
      problems.error(found.code, finding);
    } else {
      problems.warning(found.code, finding);
    }
  }
  warnUnread(schema, traced, subject, problems);
  return usable ? (value as Static<Schema>) : undefined;
}

/** Keys that a chart, metadata or Argo CD reads unchanged. */
const VERBATIM = new Set(['values', 'ignoreDifferences', 'labels', 'annotations']);

/** An option that is null or an empty text counts as not set, as it does in the reference. */
function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const filled = Object.entries(value).filter(([, inner]: [string, Json]) => inner !== null && inner !== '');
  return Object.fromEntries(filled.map(([key, inner]: [string, Json]) => [key, VERBATIM.has(key) ? inner : withoutEmpty(inner)]));
}

interface SchemaShape {
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly anyOf?: readonly SchemaShape[];
  readonly items?: SchemaShape;
  readonly 'x-unread'?: boolean;
}

/** Warns about keys of existing profiles that have no effect. */
function warnUnread(schema: SchemaShape, traced: Traced, subject: string, problems: Problems, path = ''): void {
  for (const variant of schema.anyOf ?? [schema]) {
    for (const [key, property] of Object.entries(variant.properties ?? {})) {
      const value = child(traced, key);
      if (!value || traced.kind !== 'map') continue;
      const name = path === '' ? key : `${path}.${key}`;
      if (property['x-unread'] !== true) {
        warnUnread(property, value, subject, problems, name);
        continue;
      }
      problems.warning('unread-field', {
        message: `${subject}: ${name} is not read`,
        hint: 'it has no effect and can be deleted',
        location: locationOf(traced.entries.get(key)?.key ?? value),
      });
    }
    if (traced.kind !== 'list' || !variant.items) continue;
    const { items } = variant;
    traced.items.forEach((item, index) => warnUnread(items, item, subject, problems, `${path}[${index}]`));
  }
}

/** Whether a flag is on; one that is absent or null is off. */
export function isOn(flag: boolean | 'true' | 'false' | null | undefined): boolean {
  return flag === true || flag === 'true';
}
