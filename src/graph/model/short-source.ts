/** A chart source without what all sources begin with. */
export function shortSource(source: string): string {
  return source.replace(/^(OCM |https?:\/\/)/u, '');
}
