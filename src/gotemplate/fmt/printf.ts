import { typeName } from '../value.js';
import { noFlags, type Flags } from './flags.js';
import { badVerb, formatValue, goSyntax } from './format-value.js';

/** Widths and precisions beyond this are refused, as in Go. */
const TOO_LARGE = 1_000_000;

/** Go's `fmt.Sprintf`. It never fails: what is wrong is printed into the text. */
export function printf(format: string, args: readonly unknown[]): string {
  return new Formatter(format, args).run();
}

class Formatter {
  readonly #format: string;
  readonly #args: readonly unknown[];
  #at = 0;
  #arg = 0;
  #reordered = false;
  #goodIndex = true;
  #afterIndex = false;

  constructor(format: string, args: readonly unknown[]) {
    this.#format = format;
    this.#args = args;
  }

  run(): string {
    const parts: string[] = [];
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf('%', this.#at);
      if (percent === -1) {
        parts.push(this.#format.slice(this.#at));
        break;
      }
      parts.push(this.#format.slice(this.#at, percent));
      this.#at = percent + 1;
      parts.push(this.#verb());
    }
    if (!this.#reordered && this.#arg < this.#args.length) parts.push(`%!(EXTRA ${this.#args.slice(this.#arg).map(extra).join(', ')})`);
    return parts.join('');
  }

  #verb(): string {
    this.#goodIndex = true;
    this.#afterIndex = false;
    const flags = this.#flags();
    const before: string[] = [];
    this.#index();
    this.#width(flags, before);
    this.#precision(flags, before);
    this.#indexBeforeVerb();
    if (this.#at >= this.#format.length) return `${before.join('')}%!(NOVERB)`;
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#at) ?? 0);
    this.#at += verb.length;
    return before.join('') + this.#apply(verb, flags);
  }

  #apply(verb: string, flags: Flags): string {
    if (verb === '%') return '%';
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`;
    if (this.#arg >= this.#args.length) return `%!${verb}(MISSING)`;
    const value = this.#args[this.#arg];
    this.#arg += 1;
    if (verb === 'w') return badVerb(value, verb, flags);
    if (verb === 'v' && flags.sharp && value !== null && value !== undefined && flags.width === undefined) return goSyntax(value);
    if (verb === 'v' && flags.plus) return formatValue(value, verb, { ...flags, plus: false });
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

  #indexBeforeVerb(): void {
    if (!this.#afterIndex) this.#index();
  }

  /** `[n]`: the number of the next argument, from 1. */
  #index(): void {
    if (this.#format[this.#at] !== '[') return;
    this.#reordered = true;
    const close = this.#format.indexOf(']', this.#at);
    const digits = close === -1 ? '' : this.#format.slice(this.#at + 1, close);
    this.#at = close === -1 ? this.#at + 1 : close + 1;
    const number = /^[0-9]+$/u.test(digits) ? Number(digits) : 0;
    if (number < 1 || number > this.#args.length) this.#goodIndex = false;
    else this.#arg = number - 1;
    this.#afterIndex = this.#goodIndex;
  }

  #width(flags: Flags, before: string[]): void {
    if (this.#format[this.#at] === '*') {
      this.#at += 1;
      const width = this.#intArgument();
      if (width === undefined) before.push('%!(BADWIDTH)');
      else {
        if (width < 0) flags.minus = true;
        flags.width = Math.abs(width);
      }
      this.#afterIndex = false;
      return;
    }
    const width = this.#number();
    if (width === undefined) return;
    if (this.#afterIndex) this.#goodIndex = false;
    flags.width = width;
  }

  #precision(flags: Flags, before: string[]): void {
    if (this.#format[this.#at] !== '.') return;
    this.#at += 1;
    if (this.#afterIndex) this.#goodIndex = false;
    this.#index();
    if (this.#format[this.#at] === '*') {
      this.#at += 1;
      const precision = this.#intArgument();
      if (precision === undefined || precision < 0) {
        if (precision === undefined) before.push('%!(BADPREC)');
      } else {
        flags.precision = precision;
      }
      if (precision === undefined) flags.precision = undefined;
      this.#afterIndex = false;
      return;
    }
    flags.precision = this.#number() ?? 0;
  }

  #number(): number | undefined {
    const digits = /^[0-9]+/u.exec(this.#format.slice(this.#at, this.#at + 16))?.[0];
    if (digits === undefined) return undefined;
    this.#at += digits.length;
    return Number(digits) > TOO_LARGE ? undefined : Number(digits);
  }

  #intArgument(): number | undefined {
    if (this.#arg >= this.#args.length) return undefined;
    const value = this.#args[this.#arg];
    this.#arg += 1;
    if (typeof value !== 'bigint' || value > BigInt(TOO_LARGE) || value < BigInt(-TOO_LARGE)) return undefined;
    return Number(value);
  }
}

function extra(value: unknown): string {
  return value === null || value === undefined ? '<nil>' : `${typeName(value)}=${formatValue(value, 'v', noFlags())}`;
}
