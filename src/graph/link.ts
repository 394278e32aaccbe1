/** The part of an address that names a component: a page shows what stands there. */
export function linkTo(name: string): string {
  return `#${encodeURIComponent(name.toWellFormed())}`;
}
