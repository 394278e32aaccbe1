import {
  readYaml,
  render,
  TemplateError,
  toValue,
  YamlError,
  type OutputSpan,
  type YamlDocument,
  type YamlNode,
} from '../../gotemplate/index.js';
import type { Problems } from '../problems.js';
import type { FoundProfile } from '../find.js';
import { derivedSource, type SourceText } from './source-text.js';
import { renderTree, warnPrintfMark, type Rendering } from '../render/render.js';
import type { Traced, TracedMap } from '../overlay/traced.js';
import type { TemplateData } from '../render/variables.js';
import { reportWarnings, reportYaml } from './yaml-problems.js';

/** The two sections of a profile, rendered. */
export interface Profile {
  readonly source: SourceText;
  readonly infra: TracedMap;
  readonly components: TracedMap;
}

/**
 * Reads a profile in one of two ways.
 *
 * A text that is YAML is read first and rendered string by string. A text that is no YAML but holds templates
 * (control lines, unquoted actions) is rendered as a whole and read then.
 *
 * Undefined when there is no way to go on; `problems` says why.
 */
export function readProfile({ source, document }: FoundProfile, variables: TemplateData, problems: Problems): Profile | undefined {
  const parsed = document ? { document, source, rendered: false } : parse(source, variables, problems);
  if (!parsed) return undefined;
  reportWarnings(parsed.document, parsed.source, problems);
  const { root } = parsed.document;
  if (root?.kind !== 'map') {
    const found = root ? `, not a ${root.kind === 'list' ? 'list' : 'single value'}` : '';
    problems.error('invalid-profile', {
      message: `profile: the file must be a map with the keys infra and components${found}`,
      location: parsed.source.locate(root ?? { start: 0, end: 1 }),
    });
    return undefined;
  }
  for (const entry of root.entries.values()) {
    if (entry.key === 'infra' || entry.key === 'components') continue;
    problems.warning('unknown-field', {
      message: `profile: the key "${entry.key}" is not read`,
      hint: 'a profile has the keys infra and components',
      location: parsed.source.locate({ start: entry.keyStart, end: entry.keyEnd }),
    });
  }
  const section = (name: 'infra' | 'components', data: TemplateData): TracedMap | undefined =>
    readSection(name, root.entries.get(name)?.value, { ...parsed, fallback: root }, data, problems);
  const infra = section('infra', variables);
  const components = section(
    'components',
    Object.create(Object.prototype, {
      ...asData(root.entries.get('components')?.value),
      ...Object.getOwnPropertyDescriptors(variables),
    }) as TemplateData,
  );
  return infra && components ? { source: parsed.source, infra, components } : undefined;
}

interface Parsed {
  readonly document: YamlDocument;
  readonly source: SourceText;
  /** The templates are already rendered. */
  readonly rendered: boolean;
}

function parse(source: SourceText, variables: TemplateData, problems: Problems): Parsed | undefined {
  try {
    return { document: readYaml(source.text), source, rendered: false };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (source.text.includes('{{')) return parseRendered(source, variables, problems);
    reportYaml(error, source, problems);
    return undefined;
  }
}

function parseRendered(source: SourceText, variables: TemplateData, problems: Problems): Parsed | undefined {
  const spans: OutputSpan[] = [];
  try {
    const text = render(source.text, variables, {
      name: 'profile',
      onSpan: (span) => spans.push(span),
      onPrintfMark: (offset, mark) => warnPrintfMark(problems, 'profile', mark, source.locate({ start: offset, end: offset + 1 })),
    });
    const rendered = derivedSource(source, text, (offset) => sourceOffset(spans, offset));
    try {
      return { document: readYaml(text), source: rendered, rendered: true };
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      reportYaml(error, rendered, problems);
      return undefined;
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { offset: start } = error;
    problems.error('invalid-template', { message: `profile: ${error.detail}`, location: source.locate({ start, end: start + 1 }) });
    return undefined;
  }
}

/** The spans are in the order of the output, so the right one is found by halving. */
function sourceOffset(spans: readonly OutputSpan[], offset: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((spans[middle]?.outputStart ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const span = spans[low];
  if (!span) return 0;
  return span.verbatim ? Math.min(span.sourceStart + offset - span.outputStart, span.sourceEnd) : span.sourceStart;
}

function readSection(
  name: string,
  node: YamlNode | undefined,
  parsed: Parsed & { readonly fallback: YamlNode },
  data: TemplateData,
  problems: Problems,
): TracedMap | undefined {
  const context = { source: parsed.source, layer: 'profile', problems } as const;
  if (!node || (node.kind === 'scalar' && node.value === null)) {
    const { start, end } = node ?? parsed.fallback;
    return { kind: 'map', entries: new Map(), layer: 'profile', source: parsed.source, start, end };
  }
  const rendering: Rendering = { mode: parsed.rendered ? 'none' : 'normalised', data, onFailure: name === 'infra' ? 'keep' : 'error' };
  const section: Traced | undefined = node.kind === 'map' ? renderTree(node, context, rendering) : undefined;
  if (section?.kind === 'map') return section;
  problems.error('invalid-value', {
    message: `${name}: must be a map, not a ${node.kind === 'list' ? 'list' : 'single value'}`,
    location: parsed.source.locate(node),
  });
  return undefined;
}

/** The section as template data, built on demand: a section may be large, and few templates use it. */
function asData(node: YamlNode | undefined): PropertyDescriptorMap {
  if (node?.kind !== 'map') return {};
  const entries = [...node.entries.values()].map(({ key, value }): [string, PropertyDescriptor] => {
    let made: unknown;
    return [key, { enumerable: true, get: () => (made ??= toValue(value)) }];
  });
  return Object.fromEntries(entries);
}
