import type { PrintOptions } from './print-options.js';

const SURROGATE = /[\ud800-\udfff]/;

/** Collects text and knows the column that it has come to. */
export class Output {
  /** Column after which long strings are folded. */
  readonly width: number;
  /** Column of the next character; columns count characters. */
  column = 0;
  /** Quote more than Go does, for readers of other kinds. */
  readonly portable: boolean;
  /** Print what Go reads of a text, not the text. */
  readonly readsBack: boolean;
  #text = '';
  /** Whether a line break was written already, with the text. */
  #broken = false;

  constructor({ width = 80, portable = false, readBack = true }: PrintOptions) {
    this.width = width;
    this.portable = portable;
    this.readsBack = readBack;
  }

  text(): string {
    return this.#broken ? this.#text : `${this.#text}\n`;
  }

  /** Writes text that stays on the line. */
  write(text: string): void {
    this.#text += text;
    this.column += text.length;
    if (SURROGATE.test(text)) for (const character of text) if (character.length === 2) this.column -= 1;
  }

  newLine(indent: number): void {
    this.#text += (this.#broken ? '' : '\n') + ' '.repeat(indent);
    this.#broken = false;
    this.column = indent;
  }

  /** Writes text that ends with a line break. */
  writeLines(text: string): void {
    this.#text += text;
    this.#broken = true;
  }
}
