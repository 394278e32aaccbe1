import { isMap } from '../../kubernetes/index.js';
import type { HelmValues, Json } from '../../profile/index.js';
import type { ValueWrite } from './image-values.js';

/**
 * Helm values with texts written at paths; maps on the way are made.
 *
 * @param through what happens to a value on the way that is no map: `keep` it and leave the text out, or `replace` it by a map
 */
export function withWrites(
  values: HelmValues | undefined,
  writes: readonly ValueWrite[],
  through: 'keep' | 'replace',
): HelmValues | undefined {
  return writes.reduce<HelmValues | undefined>((base, { path, value }) => written(base ?? {}, path, value, through) ?? base, values);
}

/** Undefined where a value on the way is kept. */
function written(
  base: HelmValues,
  [key = '', ...rest]: readonly string[],
  value: string,
  through: 'keep' | 'replace',
): HelmValues | undefined {
  if (rest.length === 0) return { ...base, [key]: value };
  const inner = Object.hasOwn(base, key) ? base[key] : {};
  if (!isMap(inner) && through === 'keep') return undefined;
  const below = written(isMap(inner) ? inner : {}, rest, value, through);
  return below && { ...base, [key]: below };
}

/** Helm values without what stands at paths. A map that becomes empty goes as well, so that nobody owns its place. */
export function withoutPaths(values: HelmValues, paths: readonly (readonly string[])[]): HelmValues {
  return paths.reduce<HelmValues>((base, path) => without(base, path) ?? {}, values);
}

function without(base: HelmValues, [key = '', ...rest]: readonly string[]): HelmValues | undefined {
  if (!Object.hasOwn(base, key)) return base;
  const { [key]: inner, ...others } = base;
  if (rest.length === 0) return Object.keys(others).length === 0 ? undefined : others;
  if (!isMap(inner)) return base;
  const below: Json | undefined = without(inner, rest);
  if (below === inner) return base;
  if (below !== undefined) return { ...base, [key]: below };
  return Object.keys(others).length === 0 ? undefined : others;
}
