import { ConnectionError } from './connection-error.js';
import { isMap } from '../../../kubernetes/index.js';

/** A map of a kubeconfig, read field by field; errors name the file and the entry, and never quote a value. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  /** Such as `/home/me/.kube/config: user "admin"`. */
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (!isMap(value)) throw new ConnectionError('invalid-kubeconfig', `${where}: must be a map`);
    this.#values = value;
    this.#where = where;
  }

  /** A text; undefined where it is absent or empty, which is the same to kubectl. */
  text(field: string): string | undefined {
    const value = this.#values[field];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    return this.#refuse(field, 'a text');
  }

  /** A text that must be there. */
  required(field: string): string {
    const text = this.text(field);
    if (text === undefined) throw new ConnectionError('invalid-kubeconfig', `${this.#where}: ${field} is missing`);
    return text;
  }

  /** A boolean in the words that kubectl takes; we read everything in a kubeconfig as text. */
  flag(field: string): boolean {
    const text = this.text(field)?.toLowerCase();
    if (text === undefined || ['false', 'no', 'off', 'n'].includes(text)) return false;
    if (['true', 'yes', 'on', 'y'].includes(text)) return true;
    return this.#refuse(field, 'true or false');
  }

  /** Entries of a list; none where it is absent. */
  list(field: string): readonly unknown[] {
    const value = this.#values[field];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.#refuse(field, 'a list');
    return value as readonly unknown[];
  }

  /** Texts of a list. */
  texts(field: string): readonly string[] {
    return this.list(field).map((value) => (typeof value === 'string' ? value : this.#refuse(field, 'a list of texts')));
  }

  /** A map; undefined where it is absent. */
  map(field: string): Fields | undefined {
    const value = this.#values[field];
    if (value === undefined || value === null) return undefined;
    return new Fields(value, `${this.#where}: ${field}`);
  }

  /** Names of the fields. */
  names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** The map as it stands. */
  raw(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  /** A text that is encoded as base64; undefined where it is absent. */
  decoded(field: string): string | undefined {
    const text = this.text(field)?.replace(/\s/gu, '');
    if (text === undefined) return undefined;
    if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(text)) return this.#refuse(field, 'base64');
    return Buffer.from(text, 'base64').toString('utf8');
  }

  #refuse(field: string, expected: string): never {
    throw new ConnectionError('invalid-kubeconfig', `${this.#where}: ${field} must be ${expected}`);
  }
}
