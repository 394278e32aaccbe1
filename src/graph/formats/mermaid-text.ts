/** A subgraph with a title. */
export function subgraph(id: string, title: string, lines: readonly string[]): readonly string[] {
  return [`subgraph ${id}["${mermaidText(title)}"]`, ...lines.map((line) => `  ${line}`), 'end'];
}

/** A text that nothing of Mermaid, Markdown or HTML is read from: what could be becomes Mermaid's own `#code;`. */
export function mermaidText(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[^\p{L}\p{N} ._:/,-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
