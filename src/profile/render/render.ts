import {
  readYaml,
  render,
  scalarStyle,
  TemplateError,
  toYaml,
  YamlError,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../gotemplate/index.js';
import type { Location } from '../../errors.js';
import type { Problems } from '../problems.js';
import type { Layer } from '../overlay/provenance.js';
import { scalarSource } from '../read/scalar-source.js';
import type { SourceText } from '../read/source-text.js';
import { failureHint, keptHint, missingHint, printfHint } from './template-hints.js';
import type { Traced, TracedEntry } from '../overlay/traced.js';
import type { TemplateData } from './variables.js';

/** How the strings of a tree become values. */
export interface Rendering {
  /**
   * `normalised`: a string is rendered as it stands in normalised YAML, so a plain one is typed again (profiles).
   * `text`: it is rendered on its own and stays a string; keys are left alone (`spec.values`).
   * `none`: it was rendered already, or is none of ours.
   */
  readonly mode: 'normalised' | 'text' | 'none';
  readonly data: TemplateData;
  /** What a failing template gives: an error, or the unchanged text with a warning. */
  readonly onFailure: 'error' | 'keep';
}

/** Where a tree of YAML nodes came from. */
export interface TreeContext {
  readonly source: SourceText;
  readonly layer: Layer;
  readonly problems: Problems;
}

/** Renders every string that holds a template and remembers where each value stands. */
export function renderTree(node: YamlNode, context: TreeContext, rendering: Rendering): Traced {
  return new TreeRenderer(context, rendering).value(node, 0);
}

/** What a string is in the structure around it. */
type Place = 'key' | 'value' | 'item';

class TreeRenderer {
  readonly #context: TreeContext;
  readonly #rendering: Rendering;
  /** Where the walk is; one array for all, as there are hundreds of thousands of places. */
  readonly #path: string[] = [];

  constructor(context: TreeContext, rendering: Rendering) {
    this.#context = context;
    this.#rendering = rendering;
  }

  /** @param column where the value's keys or dashes start in normalised YAML */
  value(node: YamlNode, column: number, as: Place = 'value'): Traced {
    const { layer, source } = this.#context;
    const { kind, start, end } = node;
    // Written out rather than spread: there are hundreds of thousands of them.
    if (kind === 'list') {
      const items = node.items.map((item, index) => this.#below(String(index), item, item.kind === 'scalar' ? column : column + 2, 'item'));
      return { kind, layer, source, start, end, items };
    }
    if (kind === 'map') return { kind, layer, source, start, end, entries: this.#entries(node, column) };
    if (typeof node.value !== 'string' || !node.value.includes('{{')) return { kind, layer, source, start, end, value: node.value };
    return { kind, layer, source, start, end, value: this.#scalar(node, node.value, column, as), expression: node.value };
  }

  #below(step: string, node: YamlNode, column: number, as: Place): Traced {
    this.#path.push(step);
    const traced = this.value(node, column, as);
    this.#path.pop();
    return traced;
  }

  #entries(node: YamlMap, column: number): ReadonlyMap<string, TracedEntry> {
    const { layer, source } = this.#context;
    const entries = new Map<string, TracedEntry>();
    for (const entry of node.entries.values()) {
      const trace = { layer, source, start: entry.keyStart, end: entry.keyEnd };
      const templated = entry.key.includes('{{') && this.#rendering.mode === 'normalised';
      const key = templated ? this.#key(entry.key, column, { start: entry.keyStart, end: entry.keyEnd }) : entry.key;
      const spelling = templated ? key : entry.keyText;
      const below = entry.value.kind === 'list' ? column : column + 2;
      entries.set(key, {
        spelling,
        key: trace,
        value: this.#below(key, entry.value, entry.value.kind === 'scalar' ? column : below, 'value'),
      });
    }
    return entries;
  }

  #key(key: string, column: number, span: { readonly start: number; readonly end: number }): string {
    this.#path.push(key);
    const value = this.#scalar({ kind: 'scalar', style: 'plain', value: key, ...span }, key, column, 'key');
    this.#path.pop();
    return String(value);
  }

  #scalar(node: YamlScalar, text: string, column: number, as: Place): string | number | boolean | null {
    const { mode, data } = this.#rendering;
    if (mode === 'none' || (mode === 'text' && !text.includes('}}'))) return text;
    try {
      const rendered = this.#render(node, text);
      if (mode !== 'normalised') return rendered;
      const position: Position = { column, as, key: this.#path.at(-1) ?? '' };
      if (isReadAsText(text, rendered, position)) return rendered;
      const value = normalised(text, data, position);
      return value === undefined ? rendered : value;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // What fails alone may still work as it stands in normalised YAML, where quotes and breaks are written otherwise.
      const value = mode === 'normalised' ? normalised(text, data, { column, as, key: this.#path.at(-1) ?? '' }) : undefined;
      if (value !== undefined) return value;
      this.#report(node, text, error);
      return text;
    }
  }

  /** Renders the text alone, and warns of what it prints instead of a value; once, where a loop prints it often. */
  #render(node: YamlScalar, text: string): string {
    const missing = new Map<number, string>();
    const marks = new Map<number, string>();
    const rendered = render(text, this.#rendering.data, {
      onMissing: (offset, expression) => missing.set(offset, expression),
      onPrintfMark: (offset, mark) => marks.set(offset, mark),
    });
    for (const [offset, expression] of missing) this.#warnMissing(node, text, offset, expression);
    for (const [offset, mark] of marks) {
      const location = scalarSource(this.#context.source, node, text).locate({ start: offset, end: offset + 1 });
      warnPrintfMark(this.#context.problems, this.#path.join('.'), mark, location);
    }
    return rendered;
  }

  #warnMissing(node: YamlScalar, text: string, offset: number, expression: string): void {
    const { source, problems } = this.#context;
    problems.warning('missing-value', {
      message: `${this.#path.join('.')}: ${expression} has no value and prints "<no value>"`,
      hint: missingHint(expression, this.#rendering.data),
      location: scalarSource(source, node, text).locate({ start: offset, end: offset + expression.length }),
    });
  }

  #report(node: YamlScalar, text: string, error: TemplateError): void {
    const { source, problems } = this.#context;
    const { offset: start } = error;
    const location = scalarSource(source, node, text).locate({ start, end: start + 1 });
    if (this.#rendering.onFailure === 'error') {
      problems.error('invalid-template', { message: `${this.#path.join('.')}: ${error.detail}`, hint: failureHint(error), location });
    } else {
      problems.warning('template-kept', {
        message: `${this.#path.join('.')}: its template fails, so the text stays as it is: ${error.detail}`,
        hint: keptHint(error),
        location,
      });
    }
  }
}

/** Warns of a value that `printf` could not format. */
export function warnPrintfMark(problems: Problems, path: string, mark: string, location: Location): void {
  problems.warning('printf-mark', {
    message: `${path}: printf prints "${mark}", because its format does not fit its values`,
    hint: printfHint(mark),
    location,
  });
}

/** Where a string stands in normalised YAML, as quotes, indentation and folding depend on it. */
interface Position {
  readonly column: number;
  readonly as: Place;
  /** The key that a value belongs to. */
  readonly key: string;
}

/**
 * Renders a string as the reference does: written as YAML with the quotes, the indentation and the folding that Go's
 * printer chooses, rendered, and read again. So a plain string is typed by what it renders to, line breaks fold in
 * quotes, and indented blocks line up. Folding may cut a template's own string in two; then nothing is folded.
 * Undefined when what comes out is no single value: then the text alone is rendered.
 */
function normalised(text: string, data: TemplateData, position: Position): string | number | boolean | null | undefined {
  const value = renderWritten(text, data, position, 80 - position.column);
  return value === undefined ? renderWritten(text, data, position, Infinity) : value;
}

/**
 * Whether {@link normalised} is sure to yield what the text alone renders to. So it is with most templates: short, on
 * one line, written as they stand, and rendered to a word that no reader takes for anything but text.
 */
function isReadAsText(text: string, rendered: string, { column, as, key }: Position): boolean {
  if (as === 'key' || column + key.length + text.length > 70 || /['\n]|\{\{-|-\}\}/u.test(text)) return false;
  if (!/^[\w.-]+$/u.test(key) || !/^[A-Za-z0-9](?:[\w./@:-]*[\w/])?$/u.test(rendered)) return false;
  const style = scalarStyle(text);
  return style === 'single' || (style === 'plain' && scalarStyle(rendered) === 'plain');
}

function renderWritten(
  text: string,
  data: TemplateData,
  { column, as, key }: Position,
  width: number,
): string | number | boolean | null | undefined {
  const wrapped = { key: { [text]: null }, value: { [key]: text }, item: [text] }[as];
  try {
    const written = toYaml(wrapped, { width }).replace(/^(?=.)/gmu, ' '.repeat(column));
    const { root } = readYaml(render(written, data));
    const scalar = onlyScalar(root, as);
    if (scalar === undefined || typeof scalar === 'string') return scalar;
    return scalar.style === 'plain' && / #/u.test(render(text, data)) ? undefined : scalar.value;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof YamlError) return undefined;
    throw error;
  }
}

/** The one value that was written, or the text of the one key. A rendered ` #` would cut a plain one short. */
function onlyScalar(root: YamlNode | undefined, as: Place): YamlScalar | string | undefined {
  if (root?.kind === 'list') return root.items.length === 1 && root.items[0]?.kind === 'scalar' ? root.items[0] : undefined;
  if (root?.kind !== 'map' || root.entries.size !== 1) return undefined;
  const [entry] = root.entries.values();
  if (as === 'key') return entry?.key;
  return entry?.value.kind === 'scalar' ? entry.value : undefined;
}
