import type { YamlScalar } from '../../gotemplate/index.js';
import { derivedSource, type SourceText } from './source-text.js';

/**
 * The content of a YAML string as a text of its own, such as a profile within a ConfigMap, or a template within a value.
 * Offsets in it lead back to the place in the file, for every style in which YAML writes a string.
 */
export function scalarSource(parent: SourceText, node: YamlScalar, content: string): SourceText {
  let offsets: ((offset: number) => number) | undefined;
  const mapping = (): ((offset: number) => number) => {
    if (node.style === 'literal' || node.style === 'folded') return blockOffsets(parent.text, node, content);
    if (node.style === 'double') return doubleQuotedOffsets(parent.text, node, content);
    return flowOffsets(parent.text, node, content);
  };
  return derivedSource(parent, content, (offset) => (offsets ??= mapping())(offset));
}

/** Line by line: the lines of a block scalar are the lines of the file, less their indentation. */
function blockOffsets(text: string, node: YamlScalar, content: string): (offset: number) => number {
  const firstLine = text.indexOf('\n', node.start) + 1;
  const body = text.slice(firstLine, Math.max(firstLine, node.end));
  const lead = /^[^\S\n]*(?=\S)/mu.exec(body)?.[0].length ?? 0;
  const indent = Math.max(0, lead - (/^[^\S\n]*(?=\S)/mu.exec(content)?.[0].length ?? 0));
  const outer = starts(body);
  const inner = starts(content);
  return (offset) => {
    const line = inner.findLastIndex((start) => start <= offset);
    const lineStart = outer[Math.min(line, outer.length - 1)] ?? 0;
    const lineEnd = body.indexOf('\n', lineStart);
    const wanted = lineStart + indent + offset - (inner[line] ?? 0);
    return firstLine + Math.min(wanted, lineEnd === -1 ? body.length : lineEnd);
  };
}

function starts(text: string): readonly number[] {
  const found = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) found.push(index + 1);
  return found;
}

const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Character by character: an escape such as `\n` or `\u00e9` stands for one. */
function doubleQuotedOffsets(text: string, node: YamlScalar, content: string): (offset: number) => number {
  const offsets: number[] = [];
  let at = node.start + 1;
  while (offsets.length < content.length && at < node.end) {
    offsets.push(at);
    const escaped = text[at] === '\\';
    const wide = escaped && text[at + 1] === 'U' && (content.codePointAt(offsets.length - 1) ?? 0) > 0xffff;
    if (wide) offsets.push(at);
    at += escaped ? (ESCAPE_LENGTHS[text[at + 1] ?? ''] ?? 2) : 1;
  }
  return (offset) => offsets[Math.min(offset, offsets.length - 1)] ?? node.start;
}

/** Plain and single-quoted text stands as it is; where it is folded, the start of the value is near enough. */
function flowOffsets(text: string, node: YamlScalar, content: string): (offset: number) => number {
  const first = node.style === 'single' ? node.start + 1 : node.start;
  const verbatim = text.startsWith(content, first);
  return (offset) => (verbatim ? first + offset : Math.min(node.start + offset, Math.max(node.start, node.end - 1)));
}
