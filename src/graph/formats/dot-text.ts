/** Attributes of Graphviz. */
export type Attributes = Readonly<Record<string, string>>;

/** A subgraph with a frame: Graphviz draws one when its name starts with `cluster`. */
export function cluster(id: string, title: string, lines: readonly string[]): readonly string[] {
  return [
    `subgraph ${quoted(`cluster_${id}`)} {`,
    `  graph ${attributes({ label: title, style: 'rounded', color: '#c9c9c2' })}`,
    ...lines.map((line) => `  ${line}`),
    '}',
  ];
}

/** A node with what it says, its shape and its colours. */
export function dotNode(id: string, given: Attributes): string {
  return `${quoted(id)} ${attributes(given)}`;
}

/** An arrow from one node to another. */
export function dotArrow(from: string, to: string, given: Attributes): string {
  return `${quoted(from)} -> ${quoted(to)}${Object.keys(given).length === 0 ? '' : ` ${attributes(given)}`}`;
}

/** Attributes in brackets. */
export function attributes(given: Attributes): string {
  return `[${Object.entries(given)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ')}]`;
}

/** In a quoted string `\n` breaks a line and `&` starts an entity; a backslash of the text itself is doubled. */
export function quoted(value: string): string {
  const safe = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
  return `"${safe.replaceAll('\n', '\\n').replace(/\p{Cc}/gu, ' ')}"`;
}
