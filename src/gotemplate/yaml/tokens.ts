import type { ScalarStyle } from './nodes.js';

/** What the scanner makes of the text; offsets are UTF-16, `[start, end)`. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly type: MarkType }
  | { readonly type: 'directive'; readonly name: string; readonly value: string }
  | { readonly type: 'alias' | 'anchor'; readonly value: string }
  | { readonly type: 'tag'; readonly handle: string; readonly suffix: string }
  | { readonly type: 'scalar'; readonly value: string; readonly style: ScalarStyle }
);

/** What kind of token has nothing but its place. */
export type MarkType =
  | 'document-start'
  | 'document-end'
  | 'stream-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'flow-list'
  | 'flow-list-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value';
