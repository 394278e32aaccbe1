import { parseYaml, toYaml, YamlError } from '../../gotemplate/index.js';
import { at, isMap, textAt, type KubernetesObject } from '../../kubernetes/index.js';
import { maskPair } from './mask-values.js';

/** An object; undefined before its creation and after its deletion. */
type State = KubernetesObject | undefined;

type Pair = readonly [State, State];

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Two states of an object without the secrets in them: those of a Secret, those that names or forms tell, and the same
 * within what `kubectl` applied last. The result only shows whether a secret differs.
 */
export function maskObjects(before: State, after: State): Pair {
  switch ((after ?? before)?.kind) {
    case 'Secret':
      return maskPair(hideAll(before, after, 'before'), hideAll(after, before, 'after')) as Pair;
    case 'Application':
      return maskApplications(before, after);
    default:
      return maskPair(before, after) as Pair;
  }
}

/** All entries of a Secret are secret, whatever their names. */
function hideAll(secret: State, other: State, when: string): State {
  if (!secret) return undefined;
  const mark = (value: unknown, otherValue: unknown): string =>
    otherValue === undefined || value === otherValue ? '(hidden)' : `(hidden, ${when})`;
  const fields = ['data', 'stringData'].flatMap((field): readonly [string, unknown][] => {
    const values = secret[field];
    return isMap(values)
      ? [[field, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mark(value, at(other, field, key))]))]]
      : [];
  });
  const hidden = { ...secret, ...Object.fromEntries(fields) };
  const applied = textAt(secret, 'metadata', 'annotations', LAST_APPLIED);
  if (applied === undefined) return hidden;
  const annotations = { ...secret.metadata.annotations, [LAST_APPLIED]: mark(applied, at(other, 'metadata', 'annotations', LAST_APPLIED)) };
  return { ...hidden, metadata: { ...secret.metadata, annotations } };
}

/** The values of a chart are a text in an Application, which is printed anew where something in it is hidden. */
function maskApplications(before: State, after: State): Pair {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const values = maskPair(old, now, { path: ['values'] });
  const isHidden = JSON.stringify(values) !== JSON.stringify([old, now]);
  const masked = maskPair(before, after) as Pair;
  return isHidden ? [withValues(masked[0], values[0]), withValues(masked[1], values[1])] : masked;
}

function valuesOf(application: State): unknown {
  const text = textAt(application, 'spec', 'source', 'helm', 'values');
  try {
    return text === undefined ? undefined : parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

function withValues(application: State, values: unknown): State {
  const [spec, source, helm] = [['spec'], ['spec', 'source'], ['spec', 'source', 'helm']].map((path) => at(application, ...path));
  if (!application || values === undefined || !isMap(spec) || !isMap(source) || !isMap(helm)) return application;
  return { ...application, spec: { ...spec, source: { ...source, helm: { ...helm, values: toYaml(values) } } } };
}
