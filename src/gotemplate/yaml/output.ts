/** Collects text and knows the column that it has come to. */
export class Output {
  /** Column after which long strings are folded. */
  readonly width: number;
  /** Column of the next character; columns count characters. */
  column = 0;
  /** Quote more than Go does, for readers of other kinds. */
  readonly portable: boolean;
  readonly #parts: string[] = [];

  constructor(width: number, portable: boolean) {
    this.width = width;
    this.portable = portable;
  }

  text(): string {
    return `${this.#parts.join('')}\n`;
  }

  /** Writes text that stays on the line. */
  write(text: string): void {
    this.#parts.push(text);
    this.column += text.length;
    for (const character of text) if (character.length === 2) this.column -= 1;
  }

  newLine(indent: number): void {
    this.#parts.push('\n', ' '.repeat(indent));
    this.column = indent;
  }
}
