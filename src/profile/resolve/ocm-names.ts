import type { ReferencePathElement } from '../blueprint.js';

/** What may name the OCM objects; every part may be absent. */
export interface OcmSettings {
  readonly repo?: { readonly name?: string | null } | null;
  readonly component?: { readonly name?: string | null } | null;
  readonly referencePath?: readonly ReferencePathElement[] | null;
}

/** The OCM objects that Resources of one section refer to. */
export interface OcmNames {
  readonly repository: string;
  readonly component: string;
}

const DEFAULT_NAME = 'platform-mesh';

/** The first one that gives a name wins, for repository and component on their own; at last `platform-mesh`. */
export function ocmNames(...settings: readonly (OcmSettings | null | undefined)[]): OcmNames {
  const first = (pick: (ocm: OcmSettings) => string | null | undefined): string =>
    settings.map((ocm) => (ocm ? pick(ocm) : undefined)).find((name) => name != null && name !== '') ?? DEFAULT_NAME;
  return { repository: first((ocm) => ocm.repo?.name), component: first((ocm) => ocm.component?.name) };
}

/** The first path that has an element. */
export function ocmReferencePath(...settings: readonly (OcmSettings | null | undefined)[]): readonly ReferencePathElement[] {
  return settings.map((ocm) => ocm?.referencePath ?? []).find((path) => path.length > 0) ?? [];
}
