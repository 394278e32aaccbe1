import type { KubernetesObject } from '../kubernetes/index.js';
import type { Manifest } from '../charts/index.js';
import { parseYaml } from '../gotemplate/index.js';
import type { Path, Tree } from './path.js';

/** An object of the output that a user names, such as `HelmRelease/portal` or `Resource/mesh-system/portal-image`. */
export function findObjects(reference: string, manifests: readonly Manifest[]): readonly Manifest[] {
  const [kind = '', ...names] = reference.split('/');
  const name = names.at(-1) ?? '';
  const namespace = names.length > 1 ? names[0] : undefined;
  return manifests.filter(
    ({ object }) =>
      sameKind(object.kind, kind) && object.metadata.name === name && (namespace === undefined || object.metadata.namespace === namespace),
  );
}

function sameKind(kind: string, written: string): boolean {
  const lower = kind.toLowerCase();
  const [word = ''] = written.toLowerCase().split('.');
  return word === lower || word === `${lower}s`;
}

/** The object as a tree; the values that an Application carries as text are opened like a map. */
export function objectTree(object: KubernetesObject): Tree & { readonly at: (path: Path) => unknown } {
  const opened = openValues(object);
  const at = (path: Path): unknown => {
    let value: unknown = opened;
    for (const step of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[step];
    }
    return value;
  };
  return {
    at,
    has: (path) => at(path) !== undefined,
    children: (path) => {
      const value = at(path);
      return typeof value === 'object' && value !== null ? Object.keys(value) : [];
    },
  };
}

function openValues(object: KubernetesObject): unknown {
  const { spec } = object as { readonly spec?: { readonly source?: { readonly helm?: { readonly values?: unknown } } } };
  const text = spec?.source?.helm?.values;
  if (object.kind !== 'Application' || typeof text !== 'string') return object;
  return { ...object, spec: { ...spec, source: { ...spec?.source, helm: { ...spec?.source?.helm, values: parseYaml(text) } } } };
}
