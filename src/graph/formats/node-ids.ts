/** The id of a component. */
export function componentId({ name }: { readonly name: string }): string {
  return `component/${name}`;
}

/** The id of an OCM Resource. */
export function resourceId({ name }: { readonly name: string }): string {
  return `resource/${name}`;
}

/** The id of a release that the platform does not deploy. */
export function externalId({ name, namespace }: { readonly name: string; readonly namespace: string }): string {
  return `external/${namespace}/${name}`;
}
