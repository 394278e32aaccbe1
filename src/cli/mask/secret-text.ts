import { isSecretKey } from './secret-keys.js';

/** What is shown instead of a secret. */
export type Hide = (secret: string) => string;

/** A private key is one as PEM, and as PEM in base64. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

/** Tokens that are known by their form: JSON Web Tokens, those of Git hosts, Slack and Vault. */
const TOKEN =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|hvs\.[\w-]{20,})/gu;

/** `scheme://user:password@host`. A password may hold an at sign; what is a port is none. */
const URL_PASSWORD = /(\b[a-z][a-z\d+.-]*:\/\/[^\s:/?#@"']*:)(?!\d+(?:[/?#\s"',]|$))([^\s"']+)(?=@)/giu;

/** `https://token@host`: where a name stands alone, it may be a token. */
const URL_TOKEN = /(\bhttps?:\/\/)([^\s:/?#@"'{}]+)(?=@)/giu;

/** `user:password@tcp(host)`, as Go's driver of MySQL writes it. */
const DRIVER_PASSWORD = /(^|[\s"'=])([\w.-]+:)(\S+)(?=@(?:tcp|unix)\()/gu;

/** `Authorization: Basic ...` and a bearer's token. */
const AUTHORIZATION = /(\bauthorization["']?\s*[:=]\s*["']?(?:basic|digest|token)\s+|\bbearer\s+(?!tokens?\b))([\w+/=.~-]{8,})/giu;

/** `password=...` and `--password ...`: up to the next blank or separator. */
const ASSIGNED =
  /(?<![\w.-])(-{0,2})([A-Za-z_][\w.-]*)(\s?=(?![=>~])\s?|(?<=--[\w.-]+) +(?!-))("(?:[^"\\]|\\.)*"|'[^']*'|\$[({][\w.]+[)}]|\{\{.*?\}\}|[^\s;&,"']+)/gu;

/** `password: ...` as YAML and JSON have it: up to the end of the line, or the next separator. */
const MAPPED =
  /(?<![\w.-])(["']?)([A-Za-z_][\w.-]*)(\1[ \t]*:[ \t]*)("(?:[^"\\]|\\.)*"|'[^']*'|\$[({][\w.]+[)}]|[^\s"'{[|>&*][^\n,}\]]*)/gu;

/** What every name of a secret has within it. */
const HINT = /pass|pwd|token|secret|credential|key/iu;

/** A text without the secrets that can be told by their form or by the name before them. */
export function maskText(text: string, hide: Hide): string {
  const byForm = maskForms(isEncodedKey(text) ? hide(text) : text, hide);
  return HINT.test(byForm) ? maskNamed(byForm, hide) : byForm;
}

function maskForms(text: string, hide: Hide): string {
  if (!/[:@_-]|eyJ|bearer/iu.test(text)) return text;
  return text
    .replace(PRIVATE_KEY, hide)
    .replace(URL_PASSWORD, (_, lead: string, secret: string) => lead + hidden(secret, hide))
    .replace(URL_TOKEN, (match, lead: string, secret: string) => (isMarked(secret) ? match : lead + hidden(secret, hide)))
    .replace(DRIVER_PASSWORD, (_, before: string, lead: string, secret: string) => before + lead + hidden(secret, hide))
    .replace(TOKEN, hide)
    .replace(AUTHORIZATION, (_, lead: string, secret: string) => lead + hidden(secret, hide));
}

function maskNamed(text: string, hide: Hide): string {
  return text
    .replace(MAPPED, (match, quote: string, key: string, colon: string, value: string) => {
      // Without quotes there is a blank behind the colon.
      if (!isSecretKey(key) || (quote === '' && !/\s$/u.test(colon))) return match;
      return quote + key + colon + inQuotes(value, hide);
    })
    .replace(ASSIGNED, (match, dashes: string, key: string, sign: string, value: string) =>
      isSecretKey(key) ? dashes + key + sign + inQuotes(value, hide) : match,
    );
}

/** Whether a value only says where the secret comes from, or that there is none. */
export function isReference(value: string): boolean {
  return value.trim() === '' || /^(?:true|false|null|~)$/u.test(value) || /^\$\([\w.]+\)$|^\$\{[\w.]+\}$|^\{\{[^"'`]*\}\}$/u.test(value);
}

function inQuotes(value: string, hide: Hide): string {
  const [, quote = '', inner = ''] = /^(["']?)(.*)\1$/su.exec(value) ?? [];
  return quote + hidden(inner, hide) + quote;
}

function hidden(value: string, hide: Hide): string {
  return isReference(value) || isMarked(value) ? value : hide(value);
}

/** Something within was hidden already. */
function isMarked(value: string): boolean {
  return value.includes('(hidden');
}

function isEncodedKey(text: string): boolean {
  return text.startsWith('LS0tLS1CRUdJTi') && Buffer.from(text, 'base64').toString('latin1').includes('PRIVATE KEY-----');
}
