import { isList, isMap, type Json, type JsonMap } from './json.ts';

/** A field that has another value than it was recorded with. */
export interface FieldDifference {
  /** Names of fields, and indices of lists. */
  readonly path: readonly string[];
  readonly expected: Json;
  /** Undefined where the field is missing. */
  readonly got: Json | undefined;
}

/**
 * The fields of `expected` that `got` has not, or not so. Fields that only `got` has do not count: an API server has
 * defaults, and controllers write what is theirs. A list counts as a whole, but its elements may have more fields.
 */
export function fieldDifferences(expected: JsonMap, got: JsonMap): readonly FieldDifference[] {
  return differences(expected, got, []);
}

function differences(expected: Json, got: Json | undefined, path: readonly string[]): readonly FieldDifference[] {
  if (isMap(expected) && isMap(got)) {
    const valueOf = (name: string): Json | undefined => (Object.hasOwn(got, name) ? got[name] : undefined);
    return Object.entries(expected).flatMap(([name, value]) => differences(value, valueOf(name), [...path, name]));
  }
  if (isList(expected) && isList(got) && expected.length === got.length) {
    return expected.flatMap((value, index) => differences(value, got[index], [...path, String(index)]));
  }
  return isSame(expected, got, path) ? [] : [{ path, expected, got }];
}

function isSame(expected: Json, got: Json | undefined, path: readonly string[]): boolean {
  if (typeof expected === 'string' && typeof got === 'string') return structureOf(expected, path) === structureOf(got, path);
  return !isMap(expected) && !isList(expected) && Object.is(expected, got);
}

/** Fields whose value is of one installation: what counts is that there is one. */
const OF_ONE_INSTALLATION = new Set([
  'caBundle',
  'certificate-authority-data',
  'client-certificate-data',
  'client-key-data',
  'identityHash',
  'token',
]);

/** A text without what differs from installation to installation: certificates, keys, tokens, and ports of this machine. */
function structureOf(text: string, path: readonly string[]): string {
  if (text !== '' && OF_ONE_INSTALLATION.has(path.at(-1) ?? '')) return '(of one installation)';
  if (text.startsWith('-----BEGIN ')) return text.split('\n', 1)[0] ?? '';
  // The URL of an export names the logical cluster that it is in.
  const url = text.replace(/^(https:\/\/[^/]+\/services\/apiexport\/)[^/]+(\/[^/]+)\/?$/u, '$1(cluster)$2');
  return url.replace(/^(https:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d+/u, '$1:(port)');
}
