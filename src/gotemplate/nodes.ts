/** What a template is made of. `at` is the UTF-16 offset in the text. */
interface At {
  readonly at: number;
}

export type Statement =
  | (At & { readonly kind: 'text'; readonly text: string })
  | (At & { readonly kind: 'action'; readonly pipe: Pipeline; readonly end: number })
  | (At & { readonly kind: 'if' | 'with' | 'range'; readonly pipe: Pipeline; readonly body: Block; readonly otherwise: Block | undefined })
  | (At & { readonly kind: 'template'; readonly name: string; readonly pipe: Pipeline | undefined })
  | (At & { readonly kind: 'break' | 'continue' });

/** Statements one after the other. */
export type Block = readonly Statement[];

export interface Pipeline extends At {
  readonly kind: 'pipe';
  readonly assigns: boolean;
  /** Variables that are declared or assigned, with their `$`. */
  readonly variables: readonly string[];
  readonly commands: readonly Command[];
}

/** An operand and its arguments. */
export type Command = readonly [Operand, ...Operand[]];

export type Operand =
  | (At & { readonly kind: 'identifier'; readonly name: string })
  | (At & { readonly kind: 'field'; readonly names: readonly string[] })
  | (At & { readonly kind: 'variable'; readonly names: readonly [string, ...string[]] })
  | (At & { readonly kind: 'chain'; readonly base: Operand; readonly names: readonly string[] })
  | (At & { readonly kind: 'dot' | 'nil' })
  | (At & { readonly kind: 'bool'; readonly value: boolean })
  | (At & { readonly kind: 'number'; readonly number: NumberLiteral })
  | (At & { readonly kind: 'string'; readonly value: string; readonly source: string })
  | Pipeline;

/** Where Go stands when it has evaluated a pipeline: at its last command. */
export function evaluatedAt(pipe: Pipeline): number {
  return pipe.commands.at(-1)?.[0].at ?? pipe.at;
}

/** A number, as all the types that it can be. */
export interface NumberLiteral {
  readonly text: string;
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  /** Written as a float, so it is one where any type will do. */
  readonly isFloat: boolean;
  /** Imaginary part, for a complex number. */
  readonly imaginary: number | undefined;
}

/** An operand as Go prints it in messages. */
export function showOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'identifier':
      return operand.name;
    case 'field':
      return operand.names.map((name) => `.${name}`).join('');
    case 'variable':
      return operand.names.join('.');
    case 'chain':
      return `${showAsPart(operand.base)}${operand.names.map((name) => `.${name}`).join('')}`;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(operand.value);
    case 'number':
      return operand.number.text;
    case 'string':
      return operand.source;
    case 'pipe':
      return showPipeline(operand);
  }
}

/** A pipeline within an action is in parentheses. */
function showAsPart(operand: Operand): string {
  return operand.kind === 'pipe' ? `(${showOperand(operand)})` : showOperand(operand);
}

export function showPipeline(pipe: Pipeline): string {
  const variables = pipe.variables.length > 0 ? `${pipe.variables.join(', ')} ${pipe.assigns ? '=' : ':='} ` : '';
  return variables + pipe.commands.map((command) => command.map((operand) => showAsPart(operand)).join(' ')).join(' | ');
}
