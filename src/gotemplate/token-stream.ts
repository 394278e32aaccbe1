import { TemplateError } from './error.js';
import { Lexer } from './lexer.js';
import { showToken, type Token, type TokenType } from './tokens.js';

/** The tokens of a template, with a lookahead of up to three tokens. */
export class TokenStream {
  readonly text: string;
  readonly #name: string;
  readonly #lexer: Lexer;
  readonly #back: Token[] = [];
  /** The token that was read last, also by lookahead. */
  #last: Token = { type: 'text', value: '', start: 0 };
  /** The token that the lexer has come to: errors name its line, as in Go. */
  #lexed: Token = this.#last;
  /** Where the action in hand starts. */
  actionStart = 0;

  constructor(text: string, name: string) {
    this.text = text;
    this.#name = name;
    this.#lexer = new Lexer(text);
  }

  next(): Token {
    const token = this.#back.pop() ?? (this.#lexed = this.#lexer.next());
    this.#last = token;
    return token;
  }

  backup(...tokens: readonly Token[]): void {
    this.#back.push(...[...tokens].reverse());
  }

  peek(): Token {
    const token = this.next();
    this.backup(token);
    return token;
  }

  nextNonSpace(): Token {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.backup(token);
    return token;
  }

  expect(type: TokenType, context: string): Token {
    const token = this.nextNonSpace();
    if (token.type !== type) throw this.unexpected(token, context);
    return token;
  }

  unexpected(token: Token, context: string): TemplateError {
    if (token.type !== 'error') return this.error(`unexpected ${showToken(token)} in ${context}`);
    const line = this.lineOf(this.actionStart);
    if (line === this.lineOf(token.start) || this.actionStart === 0) return this.error(token.value);
    const started = ` in action started at ${this.#name}:${line}`;
    return this.error(token.value + (token.value.endsWith(' action') ? started.slice(' in action'.length) : started));
  }

  error(detail: string, undefinedFunction?: string): TemplateError {
    const line = this.lineOf(this.#lexed.start);
    return new TemplateError(
      'parse',
      { line, offset: this.#last.start },
      `template: ${this.#name}:${line}: ${detail}`,
      detail,
      undefinedFunction,
    );
  }

  lineOf(offset: number): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at !== -1 && at < offset; at = this.text.indexOf('\n', at + 1)) line += 1;
    return line;
  }
}
