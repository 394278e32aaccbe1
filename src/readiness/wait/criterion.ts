import { at, listAt, textAt } from '../../kubernetes/index.js';
import { type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { findCondition } from '../rules/conditions.js';
import { isCurrent, readinessOf } from '../rules/readiness-of.js';

/** When an object is as desired: by the rules of its kind, by a condition, by a field below `status`, or a pod by a container. */
export type Criterion =
  | { readonly by: 'kind' }
  | { readonly by: 'condition'; readonly type: string; readonly status: string }
  | { readonly by: 'field'; readonly path: readonly string[]; readonly value: string }
  | { readonly by: 'container'; readonly name: string };

/**
 * Whether an object meets a criterion. An object that is being deleted, or was not observed in its current generation,
 * never does.
 *
 * The rules of its kind say why it does not, where they can: they know the words of its controller, and what has failed.
 */
export function judgeBy(criterion: Criterion): (object: Observed, now?: Date) => Readiness {
  if (criterion.by === 'kind') return readinessOf;
  if (criterion.by === 'container') return (pod, now) => withoutContainer(pod, criterion.name) ?? readinessOf(pod, now);
  return (object, now) => {
    const unmet = unmetBy(criterion, object);
    if (!unmet && isCurrent(object)) return READY;
    const byKind = readinessOf(object, now);
    return unmet && byKind.state === 'ready' ? unmet : byKind;
  };
}

/** A sidecar may be an init container that goes on running. */
function withoutContainer(pod: Observed, name: string): Readiness | undefined {
  const containers = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
  if (containers.some((container) => textAt(container, 'name') === name)) return undefined;
  return progressing('NoContainer', `it has no container ${name}`);
}

function unmetBy(criterion: Exclude<Criterion, { readonly by: 'kind' | 'container' }>, object: Observed): Readiness | undefined {
  if (criterion.by === 'field') {
    const { path, value } = criterion;
    const found = at(object, 'status', ...path);
    if (isText(found) && String(found) === value) return undefined;
    return progressing('FieldDiffers', `status.${path.join('.')} is ${isText(found) ? String(found) : 'not set'}, not ${value}`);
  }
  const { type, status } = criterion;
  const condition = findCondition(object, type);
  if (condition?.status === status) return undefined;
  const words = condition ? `condition ${type} is ${condition.status}, not ${status}` : `it has no condition ${type}`;
  return progressing('ConditionDiffers', condition?.message === undefined ? words : `${words}: ${condition.message}`);
}

function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
