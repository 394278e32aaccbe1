import type { ScalarStyle } from './nodes.js';
import { resolve, type Resolved } from './resolve.js';

const CORE = 'tag:yaml.org,2002:';

/** What a scalar is, by its tag and its style; undefined when the tag does not fit the text. */
export function scalarValue(text: string, style: ScalarStyle, tag: string | undefined): Resolved | undefined {
  if (tag === undefined) return style === 'plain' ? resolve(text) : { tag: 'str', value: text };
  if (!tag.startsWith(CORE)) return { tag: 'str', value: text };
  const name = tag.slice(CORE.length);
  switch (name) {
    case 'binary':
      return binary(text);
    case 'float': {
      const resolved = resolve(text);
      return resolved.tag === 'int' || resolved.tag === 'float' ? { tag: 'float', value: resolved.value } : undefined;
    }
    case 'int':
    case 'bool':
    case 'null': {
      const resolved = resolve(text);
      return (resolved.tag === 'uint' ? 'int' : resolved.tag) === name ? resolved : undefined;
    }
    case 'timestamp':
      return isTimestamp(text) ? { tag: 'str', value: text } : undefined;
    default:
      return { tag: 'str', value: text };
  }
}

function binary(text: string): Resolved | undefined {
  const compact = text.replace(/[\r\n]/gu, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(compact) || compact.length % 4 !== 0) return undefined;
  return { tag: 'str', value: Buffer.from(compact, 'base64').toString('utf8') };
}

const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/u;

/** A date, or a date with a time, in one of the four forms that Go reads. */
export function isTimestamp(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...time] = match.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const [hour = 0, minute = 0, second = 0] = time.slice(time.slice(3).some((part) => part > 0) ? 3 : 0);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}
