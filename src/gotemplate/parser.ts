import type { TemplateLimits } from './limits.js';
import { unquote } from './literals.js';
import type { Block, Statement } from './nodes.js';
import { parsePipeline, type Scope } from './parse-pipeline.js';
import { TokenStream } from './token-stream.js';
import type { Token } from './tokens.js';

/** A parsed text: the templates that it defines, itself under its own name. */
export type Templates = ReadonlyMap<string, Block>;

/** What parsing needs besides the text. */
export interface ParseContext {
  readonly name: string;
  hasFunction(name: string): boolean;
  readonly limits: TemplateLimits;
}

/**
 * Parses a text. Whether functions and variables exist is checked here, even in branches that are never taken.
 *
 * @throws {TemplateError} of stage `parse`.
 */
export function parse(text: string, context: ParseContext): Templates {
  return new Parser(text, context).templates();
}

/** How a list of statements ended. */
type Ending = 'end' | 'else';

class Parser implements Scope {
  readonly tokens: TokenStream;
  variables: string[] = ['$'];
  readonly #context: ParseContext;
  readonly #templates = new Map<string, Block>();
  #rangeDepth = 0;
  #depth = 0;

  constructor(text: string, context: ParseContext) {
    this.tokens = new TokenStream(text, context.name);
    this.#context = context;
  }

  hasFunction(name: string): boolean {
    return this.#context.hasFunction(name);
  }

  nested<T>(parseInner: () => T): T {
    this.#depth += 1;
    const { nesting } = this.#context.limits;
    if (this.#depth > nesting) throw this.tokens.error('max expression depth exceeded');
    const result = parseInner();
    this.#depth -= 1;
    return result;
  }

  templates(): Templates {
    const root: Statement[] = [];
    while (this.tokens.peek().type !== 'end') {
      const left = this.tokens.next();
      if (left.type === 'left') {
        const keyword = this.tokens.nextNonSpace();
        if (keyword.type === 'keyword' && keyword.value === 'define') {
          this.#define();
          continue;
        }
        this.tokens.backup(left, keyword);
      } else {
        this.tokens.backup(left);
      }
      const statement = this.#statement();
      if (typeof statement === 'string') throw this.tokens.error(`unexpected {{${statement}}}`);
      root.push(statement);
    }
    this.#add(this.#context.name, root);
    return this.#templates;
  }

  #add(name: string, body: Block): void {
    const known = this.#templates.get(name);
    if (known && !isBlank(known) && !isBlank(body))
      throw this.tokens.error(`template: multiple definition of template ${JSON.stringify(name)}`);
    if (!known || isBlank(known)) this.#templates.set(name, body);
  }

  #define(): void {
    const context = 'define clause';
    const name = this.#templateName(this.tokens.nextNonSpace(), context);
    this.tokens.expect('right', context);
    this.#add(name, this.#separate(context));
  }

  /** A body with variables of its own. */
  #separate(context: string): Block {
    const { variables } = this;
    const rangeDepth = this.#rangeDepth;
    this.variables = ['$'];
    this.#rangeDepth = 0;
    const { body, ending } = this.nested(() => this.#block());
    if (ending === 'else') throw this.tokens.error(`unexpected {{else}} in ${context}`);
    this.variables = variables;
    this.#rangeDepth = rangeDepth;
    return body;
  }

  #templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'raw-string') throw this.tokens.unexpected(token, context);
    const name = token.type === 'string' ? unquote(token.value) : token.value.slice(1, -1);
    if (name === undefined) throw this.tokens.error('invalid syntax');
    return name;
  }

  #block(): { readonly body: Block; readonly ending: Ending } {
    const body: Statement[] = [];
    while (this.tokens.peekNonSpace().type !== 'end') {
      const statement = this.#statement();
      if (typeof statement === 'string') return { body, ending: statement };
      body.push(statement);
    }
    throw this.tokens.error('unexpected EOF');
  }

  #statement(): Statement | Ending {
    const token = this.tokens.nextNonSpace();
    if (token.type === 'text') return { kind: 'text', at: token.start, text: token.value };
    if (token.type !== 'left') throw this.tokens.unexpected(token, 'input');
    this.tokens.actionStart = token.start;
    const statement = this.#action(token.start);
    this.tokens.actionStart = 0;
    return statement;
  }

  #action(at: number): Statement | Ending {
    const keyword = this.tokens.nextNonSpace();
    if (keyword.type === 'keyword') {
      switch (keyword.value) {
        case 'block':
          return this.#blockAction();
        case 'break':
        case 'continue':
          return this.#loopControl(keyword.value, at);
        case 'else':
          return this.#else();
        case 'end':
          this.tokens.expect('right', 'end');
          return 'end';
        case 'if':
        case 'range':
        case 'with':
          return this.#control(keyword.value, at);
        case 'template':
          return this.#template();
        default:
          break;
      }
    }
    this.tokens.backup(keyword);
    const pipe = parsePipeline(this, 'command', 'right');
    return { kind: 'action', at, pipe, end: this.#endOfAction() };
  }

  /** Where the text after the action that was just parsed starts. */
  #endOfAction(): number {
    return this.tokens.peek().start;
  }

  #else(): Ending {
    const token = this.tokens.peekNonSpace();
    if (token.type === 'keyword' && (token.value === 'if' || token.value === 'with')) return 'else';
    this.tokens.expect('right', 'else');
    return 'else';
  }

  #loopControl(kind: 'break' | 'continue', at: number): Statement {
    const token = this.tokens.nextNonSpace();
    if (token.type !== 'right') throw this.tokens.unexpected(token, `{{${kind}}}`);
    if (this.#rangeDepth === 0) throw this.tokens.error(`{{${kind}}} outside {{range}}`);
    return { kind, at };
  }

  #template(): Statement {
    const context = 'template clause';
    const quoted = this.tokens.nextNonSpace();
    const { start: at } = quoted;
    const name = this.#templateName(quoted, context);
    const token = this.tokens.nextNonSpace();
    if (token.type === 'right') return { kind: 'template', at, name, pipe: undefined };
    this.tokens.backup(token);
    return { kind: 'template', at, name, pipe: parsePipeline(this, context, 'right') };
  }

  #blockAction(): Statement {
    const context = 'block clause';
    const quoted = this.tokens.nextNonSpace();
    const { start: at } = quoted;
    const name = this.#templateName(quoted, context);
    const pipe = parsePipeline(this, context, 'right');
    this.#add(name, this.#separate(context));
    return { kind: 'template', at, name, pipe };
  }

  #control(kind: 'if' | 'range' | 'with', at: number): Statement {
    return this.nested(() => {
      const inSight = this.variables.length;
      const pipe = parsePipeline(this, kind, 'right');
      if (kind === 'range') this.#rangeDepth += 1;
      const { body, ending } = this.#block();
      if (kind === 'range') this.#rangeDepth -= 1;
      const otherwise = ending === 'else' ? this.#otherwise(kind) : undefined;
      this.variables.length = inSight;
      return { kind, at, pipe, body, otherwise };
    });
  }

  /** After `else`: `else if` within `if` and `else with` within `with` share one `end`. */
  #otherwise(kind: 'if' | 'range' | 'with'): Block {
    const token = this.tokens.peek();
    const chained = token.type === 'keyword' || token.type === 'space' ? this.tokens.peekNonSpace() : token;
    if (chained.type === 'keyword' && chained.value === kind && kind !== 'range') {
      this.tokens.nextNonSpace();
      return [this.#control(kind, chained.start)];
    }
    const { body, ending } = this.#block();
    if (ending === 'else') throw this.tokens.error('expected end; found {{else}}');
    return body;
  }
}

function isBlank(body: Block): boolean {
  return body.every((statement) => statement.kind === 'text' && statement.text.trim() === '');
}
