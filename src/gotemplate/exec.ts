import { TemplateError } from './error.js';
import { printfMark } from './fmt/marks.js';
import { printValue } from './fmt/print.js';
import type { FunctionMap } from './functions/signature.js';
import type { TemplateLimits } from './limits.js';
import { evaluatedAt, showPipeline, type Block, type Pipeline, type Statement } from './nodes.js';
import type { Templates } from './parser.js';
import { Evaluator } from './evaluate.js';
import { isTrue, kindOf, sortedKeys, type GoMap } from './value.js';

/** Where a piece of the output came from; offsets are UTF-16, `[start, end)`. */
export interface OutputSpan {
  /** UTF-16 offset in the output. */
  readonly outputStart: number;
  /** UTF-16 offset in the output, behind the last character. */
  readonly outputEnd: number;
  /** UTF-16 offset in the template. */
  readonly sourceStart: number;
  /** UTF-16 offset in the template, behind the last character. */
  readonly sourceEnd: number;
  /** The output is the source's own text, so offsets within it match one to one. */
  readonly verbatim: boolean;
}

/** What a run needs besides the templates. */
export interface ExecContext {
  readonly name: string;
  readonly text: string;
  readonly functions: FunctionMap;
  readonly limits: TemplateLimits;
  readonly onSpan?: ((span: OutputSpan) => void) | undefined;
  readonly onMissing?: ((offset: number, expression: string) => void) | undefined;
  readonly onPrintfMark?: ((offset: number, mark: string) => void) | undefined;
}

/** What a statement makes of the loop around it. */
type Flow = 'next' | 'break' | 'continue';

/** Runs templates over data and collects the text. */
export class Executor {
  readonly #templates: Templates;
  readonly #context: ExecContext;
  readonly #output: string[] = [];
  #length = 0;
  #steps = 0;
  #depth = 0;
  /** The template in force, for messages. */
  #template: string;
  #evaluator: Evaluator;

  constructor(templates: Templates, context: ExecContext) {
    this.#templates = templates;
    this.#context = context;
    this.#template = context.name;
    this.#evaluator = this.#newEvaluator(undefined);
  }

  run(given: unknown): string {
    // A nil for all of the data is no value; only within data it is a nil.
    const data = given ?? undefined;
    const root = this.#templates.get(this.#context.name) ?? [];
    this.#evaluator = this.#newEvaluator(data);
    this.#block(root, data);
    return this.#output.join('');
  }

  #newEvaluator(data: unknown): Evaluator {
    return new Evaluator(
      data,
      this.#context.functions,
      (at, message) => this.#error(at, message),
      () => this.#step(0),
    );
  }

  #error(at: number, detail: string): TemplateError {
    const { name, text } = this.#context;
    const before = text.slice(0, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = Buffer.byteLength(before.slice(lineStart));
    const message = `template: ${name}:${line}:${column}: executing ${JSON.stringify(this.#template)}: ${detail}`;
    return new TemplateError('exec', { line, column, offset: at }, message, detail);
  }

  #step(at: number): void {
    this.#steps += 1;
    if (this.#steps > this.#context.limits.steps) throw this.#error(at, `more than ${this.#context.limits.steps} steps`);
  }

  #write(text: string, at: number, end: number, verbatim: boolean): void {
    if (text === '') return;
    const outputStart = this.#length;
    this.#length += text.length;
    if (this.#length > this.#context.limits.output) throw this.#error(at, `more than ${this.#context.limits.output} characters of output`);
    this.#output.push(text);
    this.#context.onSpan?.({ outputStart, outputEnd: this.#length, sourceStart: at, sourceEnd: end, verbatim });
  }

  #block(block: Block, dot: unknown): Flow {
    for (const statement of block) {
      const flow = this.#statement(statement, dot);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  #statement(statement: Statement, dot: unknown): Flow {
    this.#step(statement.at);
    switch (statement.kind) {
      case 'text':
        this.#write(statement.text, statement.at, statement.at + statement.text.length, true);
        return 'next';
      case 'action': {
        const value = this.#evaluator.pipeline(dot, statement.pipe);
        if (statement.pipe.variables.length === 0) this.#print(value, statement);
        return 'next';
      }
      case 'template':
        this.#call(statement, dot);
        return 'next';
      case 'if':
      case 'with':
        return this.#branch(statement, dot);
      case 'range': {
        const mark = this.#evaluator.mark();
        const flow = this.#range(statement, dot);
        this.#evaluator.release(mark);
        return flow;
      }
      default:
        return statement.kind;
    }
  }

  #print(value: unknown, { at, end, pipe }: Statement & { readonly kind: 'action' }): void {
    if (value !== undefined) {
      const text = printValue(value);
      const mark = printfMark(text);
      if (mark !== undefined) this.#context.onPrintfMark?.(pipe.at, mark);
      this.#write(text, at, end, false);
      return;
    }
    this.#context.onMissing?.(pipe.at, showPipeline(pipe));
    this.#write('<no value>', at, end, false);
  }

  #branch(statement: Statement & { readonly kind: 'if' | 'with' | 'range' }, dot: unknown): Flow {
    const mark = this.#evaluator.mark();
    const value = this.#evaluator.pipeline(dot, statement.pipe);
    const flow = isTrue(value)
      ? this.#block(statement.body, statement.kind === 'with' ? value : dot)
      : this.#block(statement.otherwise ?? [], dot);
    this.#evaluator.release(mark);
    return flow;
  }

  #range(statement: Statement & { readonly kind: 'if' | 'with' | 'range' }, dot: unknown): Flow {
    const value = this.#evaluator.pipeline(dot, statement.pipe);
    const entries = this.#entries(value, statement);
    const { pipe } = statement;
    const inner = this.#evaluator.mark();
    let ran = false;
    for (const [index, element] of entries) {
      ran = true;
      this.#step(statement.at);
      this.#evaluator.setLoop(pipe, index, element);
      const flow = this.#block(statement.body, element);
      this.#evaluator.release(inner);
      if (flow === 'break') break;
    }
    return ran ? 'next' : this.#block(statement.otherwise ?? [], dot);
  }

  #entries(value: unknown, { pipe }: { readonly pipe: Pipeline }): Iterable<readonly [unknown, unknown]> {
    switch (kindOf(value)) {
      case 'list':
        return (value as readonly unknown[]).map((element, index) => [BigInt(index), element]);
      case 'map':
        return sortedKeys(value as GoMap).map((key) => [key, (value as GoMap)[key]]);
      case 'int':
        if (pipe.variables.length > 1)
          throw this.#error(evaluatedAt(pipe), `can't use ${String(value)} to iterate over more than one variable`);
        return count(value as bigint);
      case 'invalid':
      case 'nil':
        return [];
      default:
        throw this.#error(evaluatedAt(pipe), `range can't iterate over ${printValue(value)}`);
    }
  }

  #call({ at, name, pipe }: Statement & { readonly kind: 'template' }, dot: unknown): void {
    const body = this.#templates.get(name);
    if (!body) throw this.#error(at, `template ${JSON.stringify(name)} not defined`);
    const { templateDepth } = this.#context.limits;
    if (this.#depth === templateDepth) throw this.#error(at, `exceeded maximum template depth (${templateDepth})`);
    const inner = pipe ? this.#evaluator.pipeline(dot, pipe) : undefined;
    const outer = this.#evaluator;
    const caller = this.#template;
    this.#depth += 1;
    this.#evaluator = this.#newEvaluator(inner);
    this.#template = name;
    this.#block(body, inner);
    this.#evaluator = outer;
    this.#template = caller;
    this.#depth -= 1;
  }
}

function* count(to: bigint): Generator<readonly [bigint, bigint]> {
  for (let number = 0n; number < to; number += 1n) yield [number, number];
}
