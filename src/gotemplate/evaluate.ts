import type { TemplateError } from './error.js';
import type { FunctionMap, GoFunction, Parameter } from './functions/signature.js';
import { evaluatedAt, showOperand, type Command, type NumberLiteral, type Operand, type Pipeline } from './nodes.js';
import { Complex, FunctionError, isTrue, kindOf, typeName, type GoMap } from './value.js';

/** Marks that nothing was piped into a command; a missing value is something. */
const NOTHING = Symbol('nothing');

interface Variable {
  readonly name: string;
  value: unknown;
}

/** Evaluates pipelines within one template call, with the variables in sight. */
export class Evaluator {
  readonly #variables: Variable[];
  readonly #functions: FunctionMap;
  readonly #error: (at: number, message: string) => TemplateError;
  readonly #step: () => void;

  constructor(data: unknown, functions: FunctionMap, error: (at: number, message: string) => TemplateError, step: () => void) {
    this.#variables = [{ name: '$', value: data }];
    this.#functions = functions;
    this.#error = error;
    this.#step = step;
  }

  /** How many variables there are now; `release` forgets the later ones. */
  mark(): number {
    return this.#variables.length;
  }

  release(mark: number): void {
    this.#variables.length = mark;
  }

  /** The variables of a `range` for one round: element alone, or index and element. */
  setLoop(pipe: Pipeline, index: unknown, element: unknown): void {
    const [first, second] = pipe.variables;
    if (first === undefined) return;
    if (pipe.assigns) {
      this.#assign(first, second === undefined ? element : index, pipe.at);
      if (second !== undefined) this.#assign(second, element, pipe.at);
      return;
    }
    const last = this.#variables.length - 1;
    this.#setAt(last, element);
    if (second !== undefined) this.#setAt(last - 1, index);
  }

  #setAt(position: number, value: unknown): void {
    const variable = this.#variables[position];
    if (variable) variable.value = value;
  }

  #assign(name: string, value: unknown, at: number): void {
    const variable = this.#variables.findLast((candidate) => candidate.name === name);
    if (!variable) throw this.#error(at, `undefined variable: ${name}`);
    variable.value = value;
  }

  /** The value of a pipeline; a nil of the data counts as no value from here on. */
  pipeline(dot: unknown, pipe: Pipeline): unknown {
    this.#step();
    let value: unknown = NOTHING;
    for (const command of pipe.commands) value = this.#command(dot, command, value) ?? undefined;
    for (const name of pipe.variables) {
      if (pipe.assigns) this.#assign(name, value, evaluatedAt(pipe));
      else this.#variables.push({ name, value });
    }
    return value;
  }

  #command(dot: unknown, command: Command, final: unknown): unknown {
    const [first] = command;
    switch (first.kind) {
      case 'field':
      case 'variable':
      case 'chain':
      case 'identifier':
        return this.#reference(dot, first, command, final);
      default:
        break;
    }
    this.#refuseArguments(command, final);
    switch (first.kind) {
      case 'pipe':
        return this.pipeline(dot, first);
      case 'dot':
        return dot;
      case 'nil':
        throw this.#error(first.at, 'nil is not a command');
      case 'number':
        return this.#constant(first.number, first.at);
      default:
        return first.value;
    }
  }

  #refuseArguments(command: Command, final: unknown): void {
    const [first] = command;
    if (command.length > 1 || final !== NOTHING) throw this.#error(first.at, `can't give argument to non-function ${showOperand(first)}`);
  }

  #reference(
    dot: unknown,
    operand: Operand & { readonly kind: 'field' | 'variable' | 'chain' | 'identifier' },
    command: Command,
    final: unknown,
  ): unknown {
    switch (operand.kind) {
      case 'identifier':
        return this.#call(dot, operand.name, operand.at, command, final);
      case 'field':
        return this.#fields(dot, operand.names, operand.at, command, final);
      case 'variable': {
        const [name, ...fields] = operand.names;
        const variable = this.#variables.findLast((candidate) => candidate.name === name);
        if (!variable) throw this.#error(operand.at, `undefined variable: ${name}`);
        const { value } = variable;
        if (fields.length > 0) return this.#fields(value, fields, operand.at, command, final);
        this.#refuseArguments(command, final);
        return value;
      }
      case 'chain': {
        if (operand.base.kind === 'nil') throw this.#error(operand.at, `indirection through explicit nil in ${showOperand(operand)}`);
        return this.#fields(this.#argument(dot, 'value', operand.base), operand.names, operand.at, command, final);
      }
    }
  }

  #fields(receiver: unknown, names: readonly string[], at: number, command: Command, final: unknown): unknown {
    let value = receiver;
    names.forEach((name, index) => {
      const hasArguments = index === names.length - 1 && (command.length > 1 || final !== NOTHING);
      value = this.#field(value, name, at, hasArguments);
    });
    return value;
  }

  #field(receiver: unknown, name: string, at: number, hasArguments: boolean): unknown {
    switch (kindOf(receiver)) {
      case 'invalid':
        return undefined;
      case 'nil':
        throw this.#error(at, `nil pointer evaluating interface {}.${name}`);
      case 'map':
        if (hasArguments) throw this.#error(at, `${name} is not a method but has arguments`);
        return Object.hasOwn(receiver as GoMap, name) ? (receiver as GoMap)[name] : undefined;
      default:
        throw this.#error(at, `can't evaluate field ${name} in type ${typeName(receiver)}`);
    }
  }

  #constant({ text, int, float, isFloat, imaginary }: NumberLiteral, at: number): unknown {
    if (imaginary !== undefined) return new Complex(float ?? 0, imaginary);
    if (isFloat) return float;
    if (int === undefined) throw this.#error(at, `${text} overflows int`);
    return int;
  }

  #call(dot: unknown, name: string, at: number, command: Command, final: unknown): unknown {
    const goFunction = this.#functions.get(name);
    if (!goFunction) throw this.#error(at, `${JSON.stringify(name)} is not a defined function`);
    const operands = command.slice(1);
    this.#checkCount(goFunction, name, at, operands.length, final !== NOTHING);
    if (goFunction.shortCircuit !== undefined) return this.#shortCircuit(dot, operands, final, goFunction.shortCircuit);
    const args = operands.map((operand, index) => this.#argument(dot, parameterAt(goFunction, index), operand));
    if (final !== NOTHING) args.push(this.#convert(final, parameterAt(goFunction, args.length), at));
    try {
      return goFunction.call(...args);
    } catch (error) {
      if (error instanceof FunctionError) throw this.#error(at, `error calling ${name}: ${error.message}`);
      throw error;
    }
  }

  #checkCount({ parameters, rest }: GoFunction, name: string, at: number, given: number, piped: boolean): void {
    const count = given + (piped ? 1 : 0);
    if (rest !== undefined) {
      if (count < parameters.length)
        throw this.#error(at, `wrong number of args for ${name}: want at least ${parameters.length} got ${given}`);
    } else if (count !== parameters.length) {
      throw this.#error(at, `wrong number of args for ${name}: want ${parameters.length} got ${count}`);
    }
  }

  #shortCircuit(dot: unknown, operands: readonly Operand[], final: unknown, which: 'and' | 'or'): unknown {
    let value: unknown;
    for (const operand of operands) {
      value = this.#argument(dot, 'value', operand);
      if (isTrue(value) === (which === 'or')) return value;
    }
    return final === NOTHING ? value : final;
  }

  #argument(dot: unknown, parameter: Parameter, operand: Operand): unknown {
    switch (operand.kind) {
      case 'dot':
        return this.#convert(dot, parameter, operand.at);
      case 'nil':
        if (parameter === 'any' || parameter === 'value') return null;
        throw this.#error(operand.at, `cannot assign nil to ${parameter}`);
      case 'pipe':
        return this.#convert(this.pipeline(dot, operand), parameter, operand.at);
      case 'field':
      case 'variable':
      case 'chain':
      case 'identifier':
        return this.#convert(this.#reference(dot, operand, [operand], NOTHING), parameter, operand.at);
      default:
        return this.#literal(operand, parameter);
    }
  }

  #literal(operand: Operand & { readonly kind: 'bool' | 'number' | 'string' }, parameter: Parameter): unknown {
    if (parameter === 'int') {
      if (operand.kind !== 'number' || operand.number.int === undefined)
        throw this.#error(operand.at, `expected integer; found ${showOperand(operand)}`);
      return operand.number.int;
    }
    if (parameter === 'string' && operand.kind !== 'string')
      throw this.#error(operand.at, `expected string; found ${showOperand(operand)}`);
    return operand.kind === 'number' ? this.#constant(operand.number, operand.at) : operand.value;
  }

  #convert(value: unknown, parameter: Parameter, at: number): unknown {
    if (parameter === 'value') return value;
    if (parameter === 'any') return value ?? null;
    if (value === undefined || value === null) throw this.#error(at, `invalid value; expected ${parameter}`);
    if (kindOf(value) !== parameter) throw this.#error(at, `wrong type for value; expected ${parameter}; got ${typeName(value)}`);
    return value;
  }
}

function parameterAt({ parameters, rest = 'any' }: GoFunction, index: number): Parameter {
  return parameters[index] ?? rest;
}
