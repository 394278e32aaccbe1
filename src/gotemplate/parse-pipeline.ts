import { parseNumber, unquote, unquoteRune } from './literals.js';
import { showOperand, type Command, type Operand, type Pipeline } from './nodes.js';
import type { TokenStream } from './token-stream.js';
import type { Token, TokenType } from './tokens.js';

/** What the parser of pipelines needs to know of its surroundings. */
export interface Scope {
  readonly tokens: TokenStream;
  /** Variables in sight, innermost last. */
  readonly variables: string[];
  hasFunction(name: string): boolean;
  /** Goes one level down and up again around `parse`. */
  nested<T>(parse: () => T): T;
}

const OPERANDS = new Set<TokenType>([
  'boolean',
  'rune',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw-string',
  'string',
  'variable',
  'open',
]);

/** Commands up to the token that ends them. */
export function parsePipeline(scope: Scope, context: string, end: 'right' | 'close'): Pipeline {
  const { tokens } = scope;
  const at = tokens.peekNonSpace().start;
  const { assigns, variables } = parseDeclarations(scope, context);
  const commands: Command[] = [];
  for (;;) {
    const token = tokens.nextNonSpace();
    if (token.type === end) {
      checkPipeline(scope, commands, context);
      return { kind: 'pipe', at, assigns, variables, commands };
    }
    if (!OPERANDS.has(token.type)) throw tokens.unexpected(token, context);
    tokens.backup(token);
    commands.push(parseCommand(scope));
  }
}

function checkPipeline({ tokens }: Scope, commands: readonly Command[], context: string): void {
  if (commands.length === 0) throw tokens.error(`missing value for ${context}`);
  commands.slice(1).forEach(([first], index) => {
    if (['bool', 'dot', 'nil', 'number', 'string'].includes(first.kind))
      throw tokens.error(`non executable command in pipeline stage ${index + 2}`);
  });
}

function parseDeclarations(
  { tokens, variables: inSight }: Scope,
  context: string,
): { readonly assigns: boolean; readonly variables: readonly string[] } {
  const variables: string[] = [];
  for (;;) {
    const variable = tokens.peekNonSpace();
    if (variable.type !== 'variable') return { assigns: false, variables };
    tokens.next();
    const following = tokens.peek();
    const next = tokens.peekNonSpace();
    if (next.type === 'assign' || next.type === 'declare') {
      tokens.nextNonSpace();
      variables.push(variable.value);
      inSight.push(variable.value);
      return { assigns: next.type === 'assign', variables };
    }
    if (next.type !== 'character' || next.value !== ',') {
      if (following.type === 'space') tokens.backup(variable, following);
      else tokens.backup(variable);
      return { assigns: false, variables };
    }
    tokens.nextNonSpace();
    variables.push(variable.value);
    inSight.push(variable.value);
    if (context !== 'range' || variables.length >= 2) throw tokens.error(`too many declarations in ${context}`);
    if (!['variable', 'right', 'close'].includes(tokens.peekNonSpace().type)) throw tokens.error('range can only initialize variables');
  }
}

function parseCommand(scope: Scope): Command {
  const { tokens } = scope;
  const operands: Operand[] = [];
  for (;;) {
    tokens.peekNonSpace();
    const operand = parseOperand(scope);
    if (operand) operands.push(operand);
    const token = tokens.next();
    if (token.type === 'space') continue;
    if (token.type === 'right' || token.type === 'close') tokens.backup(token);
    else if (token.type !== 'pipe') throw tokens.unexpected(token, 'operand');
    break;
  }
  const [first, ...rest] = operands;
  if (!first) throw tokens.error('empty command');
  return [first, ...rest];
}

function parseOperand(scope: Scope): Operand | undefined {
  const { tokens } = scope;
  const term = parseTerm(scope);
  if (!term || tokens.peek().type !== 'field') return term;
  const names: string[] = [];
  while (tokens.peek().type === 'field') names.push(tokens.next().value.slice(1));
  switch (term.kind) {
    case 'field':
      return { ...term, names: [...term.names, ...names] };
    case 'variable':
      return { ...term, names: [...term.names, ...names] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      throw tokens.error(`unexpected . after term ${JSON.stringify(showOperand(term))}`);
    default:
      return { kind: 'chain', at: term.at, base: term, names };
  }
}

function parseTerm(scope: Scope): Operand | undefined {
  const { tokens } = scope;
  const token = tokens.nextNonSpace();
  const at = token.start;
  switch (token.type) {
    case 'identifier':
      if (!scope.hasFunction(token.value)) throw tokens.error(`function ${JSON.stringify(token.value)} not defined`, token.value);
      return { kind: 'identifier', at, name: token.value };
    case 'dot':
    case 'nil':
      return { kind: token.type, at };
    case 'variable':
      if (!scope.variables.includes(token.value)) throw tokens.error(`undefined variable ${JSON.stringify(token.value)}`);
      return { kind: 'variable', at, names: [token.value] };
    case 'field':
      return { kind: 'field', at, names: [token.value.slice(1)] };
    case 'boolean':
      return { kind: 'bool', at, value: token.value === 'true' };
    case 'open':
      return scope.nested(() => parsePipeline(scope, 'parenthesized pipeline', 'close'));
    default:
      return parseLiteral(scope, token);
  }
}

function parseLiteral({ tokens }: Scope, token: Token): Operand | undefined {
  const { type, value: source, start: at } = token;
  if (type === 'string' || type === 'raw-string') {
    const value = type === 'string' ? unquote(source) : source.slice(1, -1).replaceAll('\r', '');
    if (value === undefined) throw tokens.error('invalid syntax');
    return { kind: 'string', at, value, source };
  }
  if (type === 'rune') {
    const code = unquoteRune(source);
    if (code === undefined) throw tokens.error(`malformed character constant: ${source}`);
    return { kind: 'number', at, number: { text: source, int: code, float: Number(code), isFloat: false, imaginary: undefined } };
  }
  if (type === 'number' || type === 'complex') {
    const number = parseNumber(source);
    if ('error' in number) throw tokens.error(number.error);
    return { kind: 'number', at, number };
  }
  tokens.backup(token);
  return undefined;
}
