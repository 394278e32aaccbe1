import { escapeMarkup } from './escape.js';

/** Attributes of an element, in their order; the values are texts that are not escaped yet. */
type Attributes = Readonly<Record<string, string | number>>;

/** An element of SVG; its content is markup. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const start = tag(name, attributes);
  return content.length === 0 ? `${start.slice(0, -1)}/>` : `${start}${content.join('')}</${name}>`;
}

/** The start of an element. */
export function tag(name: string, attributes: Attributes): string {
  const texts = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`);
  return `<${name}${texts.join('')}>`;
}
