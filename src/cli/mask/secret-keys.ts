/** Words that name a secret where they end a key; written without a gap before them, too, as in `dbpassword`. */
const SECRET_WORD = /(?:password|passwd|passphrase|passcode|token|credential|apikey|privatekey|accesskey)s?$/u;

/** Words that name a secret only as a whole word, since others end in them. */
const SHORT_WORDS = new Set(['pwd', 'pass']);

/** What makes a secret of a `key`: `apiKey` is one, `clientSecretKey` is the name of an entry of a Secret. */
const KEY_KINDS = new Set(['access', 'account', 'api', 'encryption', 'hmac', 'license', 'master', 'private', 'shared', 'signing']);

/** Words behind a secret that still mean the secret itself. */
const FORMS = new Set(['b64', 'base64', 'data', 'hash', 'plain', 'plaintext', 'raw', 'text', 'value']);

/** Words before `secret` with which it names an object of kind Secret. */
const NAMING_WORDS = new Set([
  ...['auth', 'bundle', 'ca', 'cert', 'certificate', 'config', 'credential', 'credentials', 'docker', 'existing', 'external', 'image'],
  ...['keystore', 'kubeconfig', 'password', 'pull', 'registry', 'server', 'ssl', 'tls', 'truststore'],
]);

/** Keys that hold the value of what their parent names, as in `password: {value: x}`. */
const VALUE_KEYS = new Set(['content', 'data', 'plain', 'plaintext', 'text', 'value']);

/** Last words of keys that describe, in a map of secrets, where the others hold them. */
const DESCRIBING_WORDS = new Set([
  ...['annotations', 'audience', 'bucket', 'create', 'dir', 'email', 'enabled', 'existing', 'expiry', 'file', 'files', 'format', 'host'],
  ...['hostname', 'id', 'issuer', 'key', 'keys', 'kind', 'labels', 'lifetime', 'login', 'mode', 'name', 'names', 'namespace', 'path'],
  ...['paths', 'port', 'provider', 'ref', 'refs', 'region', 'scope', 'scopes', 'ttl', 'type', 'uri', 'url', 'user', 'username', 'version'],
]);

/**
 * Whether a key names a secret itself: `password`, `clientSecret`, `DB_PASSWORD`, `apiKey`.
 *
 * Its last word decides, so names that only refer to one are none: `secretName`, `tokenUrl`, `passwordSecretRef`,
 * `existingSecret`, `tokenTTL`.
 */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key);
  while (words.length > 1 && FORMS.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  const [, glued] = /^(.*?)secrets?$/u.exec(last) ?? [];
  if (glued !== undefined) return !NAMING_WORDS.has(glued === '' ? before : glued);
  if (SHORT_WORDS.has(last)) return before !== 'proxy';
  if (/^keys?$/u.test(last)) return KEY_KINDS.has(before) || isWholeKey(words) || key.endsWith('-key-data');
  return SECRET_WORD.test(last);
}

/** `secretKey` alone is what object stores call their password. */
function isWholeKey(words: readonly string[]): boolean {
  return words.length === 2 && words[0] === 'secret';
}

/**
 * Whether the single value at a path is a secret, as far as names tell.
 *
 * @param path keys of maps and indices of lists
 * @param namedBy the `name` beside the value, as in a list of environment variables, or the flag before an argument
 */
export function isSecretAt(path: readonly string[], namedBy = ''): boolean {
  if (namedBy.startsWith('-')) return isSecretKey(namedBy);
  const keys = path.filter((step) => !/^\d+$/u.test(step));
  const [parent = '', key = ''] = keys.length < 2 ? ['', keys[0]] : keys.slice(-2);
  // What is listed as secrets are names of objects.
  if (/secrets$/iu.test(key)) return false;
  if (isSecretKey(key)) return true;
  if (VALUE_KEYS.has(key) && (isSecretKey(parent) || isSecretKey(namedBy))) return true;
  if (isGroup(parent) && !DESCRIBING_WORDS.has(wordsOf(key).at(-1) ?? '')) return true;
  return keys.slice(0, -1).some((step, at) => step === 'stringData' || (step === 'data' && isSecretKey(keys[at - 1] ?? '')));
}

/** A map with a secret for each key, such as `tokens` or `credentials`. */
function isGroup(key: string): boolean {
  return key.endsWith('s') && isSecretKey(key);
}

/** `clientSecret`, `CLIENT_SECRET` and `client-secret` are two words each. */
function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/u)
    .filter((word) => word !== '');
}
