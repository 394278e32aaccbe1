/** An object as a server sends it; nothing but its kind is taken for granted. */
export interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}
