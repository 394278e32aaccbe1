import type { Json, Technology } from '../blueprint.js';

/** The API server of the cluster that Argo CD itself runs in. */
const IN_CLUSTER = 'https://kubernetes.default.svc';

/** What all components of one section share. */
export interface SectionContext {
  readonly namespace: string;
  readonly technology: Technology;
  readonly destinationServer: string;
}

export function sectionContext(
  namespace: string,
  section: { readonly deploymentTechnology?: string | null; readonly destinationServer?: string | null },
): SectionContext {
  const technology = section.deploymentTechnology?.toLowerCase() === 'argocd' ? 'argocd' : 'fluxcd';
  const server = section.destinationServer ?? '';
  return { namespace, technology, destinationServer: server === '' ? IN_CLUSTER : server };
}

/** A wave that YAML or a template may have left as text. */
export function waveNumber(wave: number | string | null | undefined): number | undefined {
  return wave == null ? undefined : Number(wave);
}

/** Labels and annotations are text whatever YAML made of them; null leaves one out. */
export function textMap(
  map: Readonly<Record<string, string | number | boolean | null>> | null | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])));
}

/** An absent or empty list is undefined. */
export function filled(list: readonly unknown[] | null | undefined): readonly Json[] | undefined {
  return list && list.length > 0 ? (list as readonly Json[]) : undefined;
}

/** The object without the fields that are undefined, as an absent field is no field. */
export function present<T extends object>(fields: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
