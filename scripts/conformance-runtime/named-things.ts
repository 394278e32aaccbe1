/** Words that say what is wrong, not with what. */
const PLAIN_WORDS = new Set([
  ...['a', 'an', 'and', 'be', 'for', 'from', 'in', 'is', 'it', 'no', 'not', 'of', 'on', 'or', 'the', 'to', 'was', 'with', 'yet'],
  ...['applied', 'apply', 'available', 'created', 'empty', 'error', 'established', 'failed', 'failure', 'found', 'get', 'healthy'],
  ...['injected', 'key', 'list', 'manifest', 'missing', 'object', 'ready', 'rendered', 'resource', 'secret', 'secrets', 'set'],
  ...['kubeconfig', 'one', 'only', 'requires', 'scoped', 'template', 'type', 'waiting'],
]);

/**
 * What a message of the reference is about: names in quotes, names of objects, dotted names, kinds. Where there is none of
 * these, the words that are left when those are taken away which only say what is wrong.
 *
 * @param namespaces those of the case; they are named beside a thing, and are none
 */
export function namedThings(message: string, namespaces: readonly string[] = []): readonly string[] {
  const text = message.replace(/(?<=^|\s)\/\S+/gu, ' ');
  const quoted = [...text.matchAll(/"([^"]+)"/gu)].map(([, name = '']) => name);
  // In `Kind/name`, the name may be a plain word.
  const named = [...text.matchAll(/(?:[A-Z][a-z]+)+\/([\w.-]+)/gu)].map(([, name = '']) => name);
  const words = text
    .replace(/"[^"]*"/gu, ' ')
    .split(/[\s(),:;/]+/u)
    .map((word) => word.replace(/\.$/u, ''));
  const things = [...quoted, ...named, ...words.filter(isName)].filter((thing) => !namespaces.includes(thing));
  const found = things.length > 0 ? things : words.filter((word) => /^[A-Za-z]{3,}$/u.test(word) && !PLAIN_WORDS.has(word.toLowerCase()));
  return [...new Set(found)];
}

/** A name with dots or hyphens, or a kind of several words. */
function isName(word: string): boolean {
  return /^[a-z0-9]+(?:[.-][a-z0-9]+)+$/u.test(word) || /^(?:[A-Z][a-z]+){2,}$/u.test(word);
}

/** Those of the things that a text does not name. A CustomResourceDefinition is named by its kind as well. */
export function unnamedThings(things: readonly string[], text: string, kinds: ReadonlyMap<string, string>): readonly string[] {
  return things.filter((thing) => ![thing, kinds.get(thing) ?? thing].some((name) => isNamed(name, text)));
}

/** As a word of its own: `a` is not named by `data`. */
function isNamed(name: string, text: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'iu').test(text);
}
