import { closest, distance } from 'fastest-levenshtein';
import type { Rule, SchemaNode } from './rules.js';

/** Something that a schema does not allow, or that nobody will read. */
export interface SchemaProblem {
  /** Keys and indices from the root to what is meant. */
  readonly path: readonly (string | number)[];
  /** Whether the object is refused. */
  readonly severity: 'error' | 'warning';
  /** Led by the dotted path: `spec.exposure.port must be ...`. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** Whether the key at the end of the path is meant, or its value. */
  readonly at: 'key' | 'value';
  /** Stable and in kebab case. */
  readonly code: 'invalid-value' | 'unknown-field' | 'missing-field' | 'unusable-entry';
}

/** Everything that is wrong with a value, not only the first thing. */
export function validate(
  schema: object,
  value: unknown,
  options: { readonly alsoKnown?: readonly string[] } = {},
): readonly SchemaProblem[] {
  const validator = new Validator(options.alsoKnown ?? []);
  validator.visit(schema as SchemaNode, value, []);
  return validator.problems;
}

type Path = readonly (string | number)[];

class Validator {
  readonly problems: SchemaProblem[] = [];
  readonly #alsoKnown: readonly string[];

  constructor(alsoKnown: readonly string[]) {
    this.#alsoKnown = alsoKnown;
  }

  visit(schema: SchemaNode, value: unknown, path: Path): void {
    if (schema.anyOf) {
      this.#anyOf(schema.anyOf, value, path);
      return;
    }
    const before = this.problems.length;
    if (!hasType(schema, value)) {
      this.#mismatch(schema, value, path);
      return;
    }
    this.#constraints(schema, value, path);
    if (Array.isArray(value)) this.#items(schema, value, path);
    else if (isObject(value)) this.#properties(schema, value, path);
    if (this.problems.slice(before).some((problem) => problem.severity === 'error')) return;
    if (isObject(value)) this.#rules(schema['x-rules'] ?? [], value, path);
  }

  #rules(rules: readonly Rule[], object: Readonly<Record<string, unknown>>, path: Path): void {
    if (rules.length === 0) return;
    // The API server drops a null before it asks the rules.
    const given = Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
    for (const rule of rules) {
      const at = [...path, ...(rule.field ?? [])];
      if (rule.check(given)) continue;
      this.#invalid(at, `${name(at)}: ${rule.message}`, undefined, rule.cel === undefined ? 'unusable-entry' : 'invalid-value');
    }
  }

  #anyOf(variants: readonly SchemaNode[], value: unknown, path: Path): void {
    const fitting = variants.filter((variant) => hasType(variant, value));
    const [only, ...others] = fitting;
    if (!only) {
      this.#mismatch({ anyOf: variants }, value, path);
      return;
    }
    if (others.length === 0) {
      this.visit(only, value, path);
      return;
    }
    const attempts = fitting.map((variant) => {
      const attempt = new Validator(this.#alsoKnown);
      attempt.visit(variant, value, path);
      return attempt.problems;
    });
    const [best = []] = attempts.sort((a, b) => errorsIn(a) - errorsIn(b));
    this.problems.push(...best);
  }

  #mismatch(schema: SchemaNode, value: unknown, path: Path): void {
    const hint = mismatchHint(schema, value);
    this.#invalid(path, `${name(path)} must be ${expected(schema)}, not ${show(value)}`, hint);
  }

  #invalid(path: Path, message: string, hint?: string, code: SchemaProblem['code'] = 'invalid-value'): void {
    this.problems.push({ path, severity: 'error', message, at: 'value', code, ...(hint === undefined ? {} : { hint }) });
  }

  #constraints(schema: SchemaNode, value: unknown, path: Path): void {
    if (Array.isArray(value)) {
      const { minItems = 0, maxItems = Infinity } = schema;
      if (value.length < minItems)
        this.#invalid(path, `${name(path)} must have at least ${minItems === 1 ? 'one entry' : `${minItems} entries`}`);
      if (value.length > maxItems) this.#invalid(path, `${name(path)} has ${value.length} entries; at most ${maxItems} are allowed`);
    } else if (!isWithinBounds(schema, value)) {
      this.#invalid(path, `${name(path)} must be ${expected(schema)}, not ${show(value)}`, schema['x-hint']);
    }
  }

  #items({ items }: SchemaNode, list: readonly unknown[], path: Path): void {
    if (items) list.forEach((item, index) => this.visit(items, item, [...path, index]));
  }

  #properties(schema: SchemaNode, object: Readonly<Record<string, unknown>>, path: Path): void {
    const properties = schema.properties ?? {};
    const other = schema.patternProperties ? Object.values(schema.patternProperties)[0] : schema.additionalProperties;
    this.#required(schema.required ?? [], object, path);
    for (const [key, value] of Object.entries(object)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      // The API server takes a null for an absent field; where that may not be absent it is already said to be missing.
      if (value === null && (property || typeof other === 'object')) continue;
      if (property) this.visit(property, value, [...path, key]);
      else if (typeof other === 'object') this.visit(other, value, [...path, key]);
      else if (other === false) this.#unknown(key, Object.keys(properties), path);
    }
  }

  #required(required: readonly string[], object: Readonly<Record<string, unknown>>, path: Path): void {
    for (const key of required) {
      if (Object.hasOwn(object, key) && object[key] !== null) continue;
      this.problems.push({ path, severity: 'error', message: `${name([...path, key])} is missing`, at: 'value', code: 'missing-field' });
    }
  }

  #unknown(key: string, known: readonly string[], path: Path): void {
    const candidates = path.length === 0 ? [...known, ...this.#alsoKnown] : known;
    const near =
      candidates.length > 0
        ? closest(
            key.toLowerCase(),
            candidates.map((candidate) => candidate.toLowerCase()),
          )
        : undefined;
    const meant = candidates.find(
      (candidate) =>
        candidate.toLowerCase() === near && distance(candidate.toLowerCase(), key.toLowerCase()) <= Math.max(1, key.length / 3),
    );
    this.problems.push({
      path: [...path, key],
      severity: 'warning',
      message: `${name([...path, key])} is not a known field and has no effect`,
      hint: meant === undefined ? `known here: ${[...candidates].sort().join(', ') || 'nothing'}` : `did you mean "${meant}"?`,
      at: 'key',
      code: 'unknown-field',
    });
  }
}

function errorsIn(problems: readonly SchemaProblem[]): number {
  return problems.filter((problem) => problem.severity === 'error').length;
}

function isWithinBounds(
  { minLength = 0, maxLength = Infinity, pattern, minimum = -Infinity, maximum = Infinity }: SchemaNode,
  value: unknown,
): boolean {
  if (typeof value === 'number') return value >= minimum && value <= maximum;
  if (typeof value !== 'string') return true;
  const length = [...value].length;
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(schema: SchemaNode, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === schema.type;
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

/** What a value must be, in words. */
function expected(schema: SchemaNode): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected'];
  if (schema.anyOf) {
    const words = [...new Set(schema.anyOf.filter((variant) => variant.type !== 'null').map(expected))];
    const isFlag = schema.anyOf.some((variant) => variant.type === 'boolean');
    return isFlag ? 'true or false' : words.join(' or ');
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  return typeInWords(schema);
}

function typeInWords({ type, minimum, maximum, minLength, maxLength }: SchemaNode): string {
  switch (type) {
    case 'integer':
      return minimum === undefined || maximum === undefined ? 'a whole number' : `a whole number from ${minimum} to ${maximum}`;
    case 'array':
      return 'a list';
    case 'object':
      return 'a map';
    case 'boolean':
      return 'true or false';
    case 'string':
      if (maxLength !== undefined)
        return minLength === undefined ? `a text of at most ${maxLength} characters` : `a text of ${minLength} to ${maxLength} characters`;
      return minLength === undefined ? 'a text' : 'a text that is not empty';
    default:
      return `a ${type ?? 'value'}`;
  }
}

function mismatchHint(schema: SchemaNode, value: unknown): string | undefined {
  const types = (schema.anyOf ?? [schema]).map((variant) => variant.type);
  if (typeof value === 'string' && types.some((type) => type === 'integer' || type === 'number') && /^-?[0-9]+$/u.test(value))
    return `write it without quotes: ${value}`;
  if (types.includes('boolean')) {
    if (schema.anyOf?.some((variant) => variant.const === 'true'))
      return 'write `true` or `false`; a template that yields "true" or "false" works too';
    return value === 'true' || value === 'false' ? `write it without quotes: ${value}` : 'write `true` or `false`';
  }
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return `put it in quotes: "${value}"`;
  return undefined;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
}

function name(path: Path): string {
  if (path.length === 0) return 'it';
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}
