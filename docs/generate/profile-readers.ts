import { readersOf, withExample, type Reader, type Sections, type Tree } from './observe.ts';
import type { Product } from './product.ts';
import type { SchemaRow } from './schema-rows.ts';

/** Who reads the keys of a part of the profile, by their paths. */
export type Readers = ReadonlyMap<string, readonly Reader[]>;

/** A platform with a bit of everything, so that every key has something to act upon. */
const CERT_MANAGER = { certManager: { enabled: true } };
const OPENFGA = { openfga: { enabled: true, imageResources: [{}] } };

/** Every key with an example is set once; what changes by it has read it. */
function observe(product: Product, rows: readonly SchemaRow[], sectionsOf: (part: Tree) => Sections, base: Tree): Readers {
  return new Map(
    rows
      .filter(({ example }) => example !== undefined)
      .map((row) => {
        const given = row.path === 'enabled' ? {} : { ...base, ...row.with };
        return [row.path, readersOf(product, sectionsOf(withExample(given, row, false)), sectionsOf(withExample(given, row, true)))];
      }),
  );
}

/** Who reads a key of `infra` beside the components. */
export function infraReaders(product: Product, rows: readonly SchemaRow[]): Readers {
  return observe(product, rows, (part) => ({ infra: { ...CERT_MANAGER, ...part }, components: { services: OPENFGA } }), {});
}

/** Who reads a key of one infra component. */
export function infraComponentReaders(product: Product, rows: readonly SchemaRow[], key: string): Readers {
  return observe(product, rows, (part) => ({ infra: { [key]: part }, components: {} }), { enabled: true });
}

/** Who reads a key of `components` beside the services. */
export function componentsReaders(product: Product, rows: readonly SchemaRow[]): Readers {
  return observe(product, rows, (part) => ({ infra: CERT_MANAGER, components: { services: OPENFGA, ...part } }), {});
}

/** Who reads a key of a service. */
export function serviceReaders(product: Product, rows: readonly SchemaRow[]): Readers {
  return observe(product, rows, (part) => ({ components: { services: { ...OPENFGA, portal: part } } }), { enabled: true });
}
