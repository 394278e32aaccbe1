import { readYaml, render, TemplateError, toYaml, YamlError, type YamlMap, type YamlNode, type YamlScalar } from '../gotemplate/index.js';
import type { Problems } from './problems.js';
import type { Layer } from './provenance.js';
import { scalarSource } from './scalar-source.js';
import type { SourceText } from './source-text.js';
import type { Traced, TracedEntry } from './traced.js';
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
  /** What becomes of a template that fails: an error, or the text as it stands with a warning. */
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
  return new TreeRenderer(context, rendering).value(node, 0, []);
}

class TreeRenderer {
  readonly #context: TreeContext;
  readonly #rendering: Rendering;

  constructor(context: TreeContext, rendering: Rendering) {
    this.#context = context;
    this.#rendering = rendering;
  }

  /** @param column where the value's keys or dashes start in normalised YAML */
  value(node: YamlNode, column: number, path: readonly string[]): Traced {
    const { layer, source } = this.#context;
    const trace = { layer, source, start: node.start, end: node.end };
    if (node.kind === 'list') {
      return { ...trace, kind: 'list', items: node.items.map((item, index) => this.value(item, column + (item.kind === 'map' ? 2 : 0), [...path, String(index)])) };
    }
    if (node.kind === 'map') return { ...trace, kind: 'map', entries: this.#entries(node, column, path) };
    if (typeof node.value !== 'string' || !node.value.includes('{{')) return { ...trace, kind: 'scalar', value: node.value };
    return { ...trace, kind: 'scalar', value: this.#scalar(node, node.value, column, path), expression: node.value };
  }

  #entries(node: YamlMap, column: number, path: readonly string[]): ReadonlyMap<string, TracedEntry> {
    const { layer, source } = this.#context;
    const entries = new Map<string, TracedEntry>();
    for (const entry of node.entries.values()) {
      const trace = { layer, source, start: entry.keyStart, end: entry.keyEnd };
      const templated = entry.key.includes('{{') && this.#rendering.mode === 'normalised';
      const key = templated ? this.#key(entry.key, column, { start: entry.keyStart, end: entry.keyEnd }, path) : entry.key;
      const spelling = templated ? key : entry.keyText;
      const below = entry.value.kind === 'list' ? column : column + 2;
      entries.set(key, { spelling, key: trace, value: this.value(entry.value, entry.value.kind === 'scalar' ? column : below, [...path, key]) });
    }
    return entries;
  }

  #key(key: string, column: number, span: { readonly start: number; readonly end: number }, path: readonly string[]): string {
    const node: YamlScalar = { kind: 'scalar', style: 'plain', value: key, ...span };
    const value = this.#scalar(node, key, column, [...path, key], 'key');
    return String(value);
  }

  #scalar(node: YamlScalar, text: string, column: number, path: readonly string[], as: 'key' | 'value' = 'value'): string | number | boolean | null {
    const { mode, data } = this.#rendering;
    if (mode === 'none' || (mode === 'text' && !text.includes('}}'))) return text;
    try {
      const missing = new Map<number, string>();
      const rendered = render(text, data, { onMissing: (offset, expression) => missing.set(offset, expression) });
      for (const [offset, expression] of missing) this.#warnMissing(node, text, offset, expression, path);
      return (mode === 'normalised' ? normalised(text, data, column, as) : undefined) ?? rendered;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // What fails alone may still work as it stands in normalised YAML, where quotes and breaks are written otherwise.
      const value = mode === 'normalised' ? normalised(text, data, column, as) : undefined;
      if (value !== undefined) return value;
      this.#report(node, text, error, path);
      return text;
    }
  }

  #warnMissing(node: YamlScalar, text: string, offset: number, expression: string, path: readonly string[]): void {
    const { source, problems } = this.#context;
    problems.warning('missing-value', {
      message: `${path.join('.')}: ${expression} has no value and prints "<no value>"`,
      hint: 'check the name; `default` gives a value to one that may be missing',
      location: scalarSource(source, node, text).locate({ start: offset, end: offset + expression.length }),
    });
  }

  #report(node: YamlScalar, text: string, error: TemplateError, path: readonly string[]): void {
    const { source, problems } = this.#context;
    const start = error.offset ?? 0;
    const location = scalarSource(source, node, text).locate({ start, end: start + 1 });
    if (this.#rendering.onFailure === 'error') {
      problems.error('invalid-template', { message: `${path.join('.')}: ${error.detail}`, hint: 'write {{ "{{" }} for two braces that are text', location });
    } else {
      problems.warning('template-kept', {
        message: `${path.join('.')}: the text is used as it stands, since its template fails: ${error.detail}`,
        hint: 'write {{ "{{" }} for two braces that are text',
        location,
      });
    }
  }
}

/**
 * Renders a string as the reference does: written as YAML with the quotes and the indentation that Go's printer
 * chooses, rendered, and read again. So a plain string is typed by what it renders to, line breaks fold in quotes,
 * and indented blocks line up. Undefined when that is no scalar any more: then the text alone is rendered.
 */
function normalised(text: string, data: TemplateData, column: number, as: 'key' | 'value'): string | number | boolean | null | undefined {
  try {
    const indent = ' '.repeat(column);
    const written = toYaml(as === 'key' ? { [text]: null } : { v: text }, { width: Infinity }).replace(/^(?=.)/gmu, indent);
    const { root } = readYaml(render(written, data));
    if (root?.kind !== 'map' || root.entries.size !== 1) return undefined;
    const [entry] = root.entries.values();
    if (as === 'key') return entry?.key;
    if (entry?.value.kind !== 'scalar') return undefined;
    return losesComment(text, data, entry.value) ? undefined : entry.value.value;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof YamlError) return undefined;
    throw error;
  }
}

/** A rendered ` #` would cut a plain string short; nobody means a comment by it. */
function losesComment(text: string, data: TemplateData, scalar: YamlScalar): boolean {
  return scalar.style === 'plain' && / #/u.test(render(text, data));
}

