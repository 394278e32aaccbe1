import { typeName } from '../value.js';
import { noFlags, type Flags } from './flags.js';
import { formatValue, joinBounded } from './format-value.js';
import { parseNumber } from './number.js';

/** Widths and precisions that are given as arguments end here, as in Go. */
const LARGEST_ARGUMENT = 1_000_000n;

/**
 * Go's `fmt.Sprintf`. What is wrong with a format is printed into the text, as in Go.
 *
 * @throws {FunctionError} when the text is longer than 64 Mi characters, which Go would print.
 */
export function printf(format: string, args: readonly unknown[]): string {
  return joinBounded(new Formatter(format, args).pieces(), '', (piece) => piece);
}

class Formatter {
  readonly #format: string;
  readonly #args: readonly unknown[];
  #at = 0;
  #arg = 0;
  #reordered = false;
  #goodIndex = true;

  constructor(format: string, args: readonly unknown[]) {
    this.#format = format;
    this.#args = args;
  }

  *pieces(): Generator<string> {
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf('%', this.#at);
      const end = percent === -1 ? this.#format.length : percent;
      yield this.#format.slice(this.#at, end);
      this.#at = end + 1;
      if (percent !== -1) yield this.#verb();
    }
    if (this.#reordered || this.#arg >= this.#args.length) return;
    yield `%!(EXTRA ${joinBounded(this.#args.slice(this.#arg), ', ', extra)})`;
  }

  #verb(): string {
    this.#goodIndex = true;
    const flags = this.#flags();
    const [width, indexedWidth] = this.#width(flags, this.#index());
    const [precision, indexedVerb] = this.#precision(flags, indexedWidth);
    if (!indexedVerb) this.#index();
    if (this.#at >= this.#format.length) return `${width}${precision}%!(NOVERB)`;
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#at) ?? 0);
    this.#at += verb.length;
    return width + precision + this.#apply(verb, flags);
  }

  #apply(verb: string, flags: Flags): string {
    if (verb === '%') return '%';
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`;
    if (this.#arg >= this.#args.length) return `%!${verb}(MISSING)`;
    const value = this.#args[this.#arg];
    this.#arg += 1;
    if (verb === 'v' || verb === 'w') return formatValue(value, verb, { ...flags, goSyntax: flags.sharp, sharp: false, plus: false });
    return formatValue(value, verb, flags);
  }

  #flags(): Flags {
    const flags = noFlags();
    for (; this.#at < this.#format.length; this.#at += 1) {
      switch (this.#format[this.#at]) {
        case '#':
          flags.sharp = true;
          break;
        case '0':
          flags.zero = true;
          break;
        case '+':
          flags.plus = true;
          break;
        case '-':
          flags.minus = true;
          break;
        case ' ':
          flags.space = true;
          break;
        default:
          return flags;
      }
    }
    return flags;
  }

  /** Reads `[n]`, the number of the next argument from 1, and says whether a number stood there, in range or not. */
  #index(): boolean {
    if (this.#format[this.#at] !== '[') return false;
    this.#reordered = true;
    const close = this.#closingBracket();
    const { value, end } = parseNumber(this.#format, this.#at + 1, close);
    this.#at = close === -1 ? this.#at + 1 : close + 1;
    const wellFormed = value !== undefined && end === close;
    if (wellFormed && value >= 1 && value <= this.#args.length) this.#arg = value - 1;
    else this.#goodIndex = false;
    return wellFormed;
  }

  /** Go looks for the bracket only where at least three characters are left. */
  #closingBracket(): number {
    return this.#at + 2 < this.#format.length ? this.#format.indexOf(']', this.#at) : -1;
  }

  /** What is wrong with the width, and whether an index stands directly before what follows. */
  #width(flags: Flags, indexed: boolean): readonly [string, boolean] {
    if (this.#format[this.#at] === '*') {
      this.#at += 1;
      const width = this.#intArgument();
      if (width === undefined) return ['%!(BADWIDTH)', false];
      flags.width = Math.abs(width);
      if (width < 0) flags.minus = true;
      return ['', false];
    }
    flags.width = this.#number();
    if (indexed && flags.width !== undefined) this.#goodIndex = false;
    return ['', indexed];
  }

  /** The same for the precision. A point at the end of the format is taken for the verb. */
  #precision(flags: Flags, indexed: boolean): readonly [string, boolean] {
    if (this.#format[this.#at] !== '.' || this.#at + 1 >= this.#format.length) return ['', indexed];
    this.#at += 1;
    if (indexed) this.#goodIndex = false;
    const indexedPrecision = this.#index();
    if (this.#format[this.#at] === '*') {
      this.#at += 1;
      const precision = this.#intArgument();
      if (precision === undefined || precision < 0) return ['%!(BADPREC)', false];
      flags.precision = precision;
      return ['', false];
    }
    flags.precision = this.#number() ?? 0;
    return ['', indexedPrecision];
  }

  #number(): number | undefined {
    const { value, end } = parseNumber(this.#format, this.#at, this.#format.length);
    this.#at = end;
    return value;
  }

  #intArgument(): number | undefined {
    if (this.#arg >= this.#args.length) return undefined;
    const value = this.#args[this.#arg];
    this.#arg += 1;
    if (typeof value !== 'bigint' || value > LARGEST_ARGUMENT || value < -LARGEST_ARGUMENT) return undefined;
    return Number(value);
  }
}

function extra(value: unknown): string {
  return value === null || value === undefined ? '<nil>' : `${typeName(value)}=${formatValue(value, 'v', noFlags())}`;
}
