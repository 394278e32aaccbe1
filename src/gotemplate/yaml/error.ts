/** A text that Go's YAML reader refuses, and where. */
export class YamlError extends Error {
  /** UTF-16 offset in the text. */
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;

  constructor(message: string, text: string, offset: number) {
    super(message);
    this.name = 'YamlError';
    this.offset = Math.min(offset, text.length);
    const before = text.slice(0, this.offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    this.line = before.split('\n').length;
    this.column = Array.from(before.slice(lineStart)).length + 1;
  }
}
