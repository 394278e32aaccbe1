import type { KubernetesObject } from '../kubernetes/index.js';

const FIELDS = ['data', 'stringData'] as const;

/** Two states of an object with the values of a Secret hidden: whether one differs is all that is to be seen. */
export function masked(before: KubernetesObject | undefined, after: KubernetesObject | undefined): readonly [KubernetesObject | undefined, KubernetesObject | undefined] {
  if ((before ?? after)?.kind !== 'Secret') return [before, after];
  return [hide(before, after, 'before'), hide(after, before, 'after')];
}

function hide(secret: KubernetesObject | undefined, other: KubernetesObject | undefined, when: string): KubernetesObject | undefined {
  if (!secret) return undefined;
  const fields = FIELDS.flatMap((field) => {
    const values = secret[field] as Readonly<Record<string, string>> | null | undefined;
    const others = other?.[field] as Readonly<Record<string, string>> | null | undefined;
    return values ? [[field, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, others && others[key] === value ? '(hidden)' : `(hidden, ${when})`]))] as const] : [];
  });
  return { ...secret, ...Object.fromEntries(fields) };
}
