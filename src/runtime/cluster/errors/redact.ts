/** Stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Longer messages are cut: they quote what was sent. */
const MAX_LENGTH = 1000;

/** Longer values in a message are cut. */
const MAX_VALUE = 120;

const SECRET_FIELDS = 'password|passwd|passphrase|token|secret|api-?_?key|private-?_?key|access-?_?key|credentials?';

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu, REDACTED],
  [/\b(bearer)\s+(?!tokens?(?:[\s,.:]|$))[\w+/=.~-]{8,}/giu, `$1 ${REDACTED}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/gu, REDACTED],
  [/(\w:\/\/)[^/\s@"]+@/gu, `$1${REDACTED}@`],
  [new RegExp(String.raw`((?:${SECRET_FIELDS})[\w-]*\\?"?\s*[:=]\s*)\\?"(?:[^"\\]|\\.)*"`, 'giu'), `$1"${REDACTED}"`],
];

/** Go's JSON decoder quotes what stands around an error, as `...|"data":{"a":"b"|...`. */
const DECODER_EXCERPT = /\.\.\.\|[\s\S]*?\|\.\.\./gu;

const QUOTED = /"(?:[^"\\]|\\.)*"/gu;

/** A text of somebody else, without anything that looks like a credential, and not too long. */
export function redact(text: string): string {
  const cropped = text.replace(DECODER_EXCERPT, `...|${REDACTED}|...`);
  const plain = CREDENTIALS.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), cropped);
  const cut = plain.replace(QUOTED, (value) => (value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}..."` : value));
  return cut.length > MAX_LENGTH ? `${cut.slice(0, MAX_LENGTH)}...` : cut;
}

/** A text without these values, which are secrets, and without anything else that looks like one. */
export function redactValues(text: string, values: readonly string[]): string {
  // The longest first: one may hold another.
  const secrets = values.filter((value) => value.trim().length > 3).sort((a, b) => b.length - a.length);
  return redact(secrets.reduce((left, value) => left.replaceAll(value, REDACTED), text));
}
