/** The kinds of tokens. */
export type TokenType =
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'pipe'
  | 'open'
  | 'close'
  | 'assign'
  | 'declare'
  | 'character'
  | 'dot'
  | 'nil'
  | 'boolean'
  | 'number'
  | 'complex'
  | 'rune'
  | 'string'
  | 'raw-string'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'end'
  | 'error';

/** One piece of a template; `value` is its text, or the message of an error. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly start: number;
}

/** A token as Go's messages show it. */
export function showToken(token: Token): string {
  if (token.type === 'end') return 'EOF';
  if (token.type === 'error') return token.value;
  if (token.type === 'keyword' || token.type === 'dot' || token.type === 'nil') return `<${token.value}>`;
  const characters = [...token.value];
  return characters.length > 10 ? `${JSON.stringify(characters.slice(0, 10).join(''))}...` : JSON.stringify(token.value);
}
