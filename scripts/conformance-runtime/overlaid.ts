import { isList, isMap, type Json } from './json.ts';

/** A value with what another one says of it: maps field by field, lists of one length item by item, anything else as a whole. */
export function overlaid(base: Json | undefined, over: Json): Json {
  if (isMap(base) && isMap(over)) {
    const said = Object.entries(over).map(([name, value]) => [name, overlaid(base[name], value)] as const);
    return { ...base, ...Object.fromEntries(said) };
  }
  if (isList(base) && isList(over) && base.length === over.length && over.some(isMap))
    return over.map((item, index) => overlaid(base[index], item));
  return over;
}
