import { isMap, type KubernetesObject } from '../../kubernetes/index.js';

/** A step of a readable path: `.name`, `["a.b/c"]`, or `[name=x,port=80]`. */
const STEP = /\.?([\w$-]+)|\["((?:[^"\\]|\\.)*)"\]|\[([^\]"=]+=[^\]]*)\]/gu;

/** An object without some fields, which are named as in `takeOver`; shows the result of an apply. */
export function withoutFields(object: KubernetesObject, paths: readonly string[]): KubernetesObject {
  return paths.reduce((left, path) => without(left, stepsOf(path)) as KubernetesObject, object);
}

type Step = { readonly name: string } | { readonly keys: Readonly<Record<string, string>> };

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(([, name, quoted, keys]): Step => {
    if (keys !== undefined)
      return {
        keys: Object.fromEntries(keys.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
      };
    return { name: name ?? (JSON.parse(`"${quoted ?? ''}"`) as string) };
  });
}

function without(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (!step) return undefined;
  if ('keys' in step) return Array.isArray(value) ? withoutItem(value, step.keys, rest) : value;
  if (!isMap(value) || !Object.hasOwn(value, step.name)) return value;
  const { [step.name]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...value, [step.name]: without(inner, rest) };
}

function withoutItem(items: readonly unknown[], keys: Readonly<Record<string, string>>, rest: readonly Step[]): readonly unknown[] {
  const isMeant = (item: unknown): boolean => isMap(item) && Object.entries(keys).every(([key, value]) => String(item[key]) === value);
  return rest.length === 0 ? items.filter((item) => !isMeant(item)) : items.map((item) => (isMeant(item) ? without(item, rest) : item));
}
