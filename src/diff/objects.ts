import type { KubernetesObject } from '../kubernetes/index.js';
import { InvalidInputError, type Problem } from '../errors.js';
import { readYamlDocuments, toValue, YamlError } from '../gotemplate/index.js';
import { isMap } from './is-map.js';

/** An object, and the target whose folder it lay in. */
export interface PlacedObject {
  /** Undefined when the folder is none that `synth` writes; the object is then compared with that of any target. */
  readonly target: string | undefined;
  readonly object: KubernetesObject;
}

/**
 * The Kubernetes objects in files, such as those of `synth`, or what `kubectl get -o yaml` printed. Documents that are
 * no objects, `kustomization.yaml`, and how a cluster applies the others (`gitops/`) are passed over.
 *
 * @param files texts by path, with `/`
 * @throws {InvalidInputError} `invalid-yaml` with every file that is none.
 */
export function objectsIn(files: ReadonlyMap<string, string>): readonly PlacedObject[] {
  const problems: Problem[] = [];
  const objects = [...files].flatMap(([path, text]) => {
    if (path.startsWith('gitops/')) return [];
    try {
      return readYamlDocuments(text).flatMap(({ root }) => itemsOf(toValue(root)).map((object) => ({ target: targetOf(path), object })));
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      const { line, column } = placeOf(text, error.offset);
      problems.push({
        code: 'invalid-yaml',
        severity: 'error',
        message: `not YAML: ${error.message}`,
        location: { file: path, line, column, length: 1, text: text.split('\n')[line - 1] ?? '' },
      });
      return [];
    }
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
  return objects;
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1 };
}

/** The inverse of the folders of `synth`: `kcp/root/orgs` is the workspace `root:orgs`. */
function targetOf(path: string): string | undefined {
  const [first, ...rest] = path.split('/').slice(0, -1);
  if (first === 'kcp' && rest.length > 0) return `kcp/${rest.join(':')}`;
  return (first === 'infra' || first === 'runtime') && rest.length === 0 ? first : undefined;
}

function itemsOf(value: unknown): readonly KubernetesObject[] {
  if (!isMap(value)) return [];
  const { kind, items, metadata, apiVersion } = value;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) return items.flatMap(itemsOf);
  const isObject = typeof kind === 'string' && typeof apiVersion === 'string' && isMap(metadata) && typeof metadata['name'] === 'string';
  return isObject && !apiVersion.startsWith('kustomize.config.k8s.io/') ? [value as unknown as KubernetesObject] : [];
}
