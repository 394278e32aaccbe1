import { Composer } from './composer.js';
import { YamlError } from './error.js';
import { toValue, type ReadLimits, type YamlDocument } from './nodes.js';
import { Scanner } from './scanner.js';

/** What bounds the reading. */
export interface ReadOptions {
  /** Bounds of one document. */
  readonly limits?: ReadLimits;
}

/**
 * The first document of a text, as Go reads it, with the place of every value.
 *
 * @throws {YamlError} on what Go refuses, and on what exceeds the limits.
 */
export function readYaml(text: string, options: ReadOptions = {}): YamlDocument {
  const scanner = new Scanner(text, depthOf(options));
  const document = readDocument(scanner, options, true);
  scanner.refuseForbiddenNearby();
  if (!document) return { root: undefined, warnings: [] };
  const further = furtherDocument(scanner);
  return further === undefined
    ? document
    : { ...document, warnings: [...document.warnings, { kind: 'further-documents', start: further }] };
}

/**
 * Every document of a text. Where Go looks at the first one only, here all must be well-formed.
 *
 * @throws {YamlError}
 */
export function readYamlDocuments(text: string, options: ReadOptions = {}): readonly YamlDocument[] {
  const scanner = new Scanner(text, depthOf(options));
  const documents: YamlDocument[] = [];
  for (let first = true; ; first = false) {
    const document = readDocument(scanner, options, first);
    if (!document) return documents;
    documents.push(document);
  }
}

/**
 * The first document as a plain value; null when there is none. Numbers are as Go's float64.
 *
 * @throws {YamlError} on what Go refuses.
 */
export function parseYaml(text: string): unknown {
  return toValue(readYaml(text).root);
}

function depthOf(options: ReadOptions): number {
  return options.limits?.depth ?? 1_000;
}

const STANDARD_HANDLES: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

function readDocument(scanner: Scanner, options: ReadOptions, first: boolean): YamlDocument | undefined {
  if (!first) while (scanner.peek().type === 'document-end') scanner.next();
  if (scanner.peek().type === 'stream-end') return undefined;
  const handles = new Map(STANDARD_HANDLES);
  const directives = readDirectives(scanner, handles);
  const explicit = scanner.peek().type === 'document-start';
  if (explicit) scanner.next();
  else if (directives || !first || scanner.peek().type === 'document-end')
    throw scanner.error('"---" is expected here', scanner.peek().start);
  const composer = new Composer(scanner, handles, {
    nodes: options.limits?.nodes ?? 1_000_000 + scanner.text.length / 2,
    depth: depthOf(options),
  });
  const root = isBoundary(scanner) ? undefined : composer.document();
  // Go looks one token ahead before it stops, so what follows must at least be a token.
  scanner.peek();
  return { root, warnings: composer.warnings };
}

function readDirectives(scanner: Scanner, handles: Map<string, string>): boolean {
  let found = false;
  let version = false;
  const declared = new Set<string>();
  for (let token = scanner.peek(); token.type === 'directive'; token = scanner.peek()) {
    scanner.next();
    found = true;
    if (token.name === 'YAML') {
      if (token.value !== '1.1') throw scanner.error('only YAML 1.1 is read', token.start);
      if (version) throw scanner.error('%YAML stands here a second time', token.start);
      version = true;
      continue;
    }
    const [handle = '', prefix = ''] = token.value.split(' ');
    if (declared.has(handle)) throw scanner.error(`%TAG ${handle} stands here a second time`, token.start);
    declared.add(handle);
    handles.set(handle, prefix);
  }
  return found;
}

function isBoundary(scanner: Scanner): boolean {
  const { type } = scanner.peek();
  return type === 'directive' || type === 'document-start' || type === 'document-end' || type === 'stream-end';
}

/** Where a second document starts. What follows the first one need not be well-formed. */
function furtherDocument(scanner: Scanner): number | undefined {
  try {
    while (scanner.peek().type === 'document-end') scanner.next();
    const token = scanner.peek();
    return token.type === 'stream-end' ? undefined : token.start;
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
