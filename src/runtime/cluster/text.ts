import { readFile } from 'node:fs/promises';
import { isSystemError, readFailure } from '../../errors.js';
import { ConnectionError } from './kubeconfig/connection-error.js';

/** How long we use the content of a file, in milliseconds; client-go takes a minute, too. */
const LIFETIME = 60_000;

/** A text that may change while we run: a token, a certificate, a key. */
export abstract class Text {
  /** What it is now. */
  abstract read(): Promise<string>;
  /** Reads its source again. */
  abstract renew(): Promise<void>;
}

/** A text that never changes. */
export class GivenText extends Text {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  read(): Promise<string> {
    return Promise.resolve(this.#text);
  }

  renew(): Promise<void> {
    return Promise.resolve();
  }
}

/** The text of a file that somebody replaces from time to time, such as the kubelet or cert-manager. */
export class FileText extends Text {
  readonly path: string;
  readonly #lifetime: number;
  #text: string | undefined;
  #readAt = 0;

  /** @param text the text to use until the file can be read */
  constructor(path: string, text?: string, lifetime: number = LIFETIME) {
    super();
    this.path = path;
    this.#text = text;
    this.#lifetime = lifetime;
  }

  async read(): Promise<string> {
    if (this.#text === undefined || performance.now() - this.#readAt > this.#lifetime || this.#readAt === 0) await this.renew();
    return this.#text ?? '';
  }

  async renew(): Promise<void> {
    this.#readAt = performance.now();
    try {
      this.#text = await readFile(this.path, 'utf8');
    } catch (cause) {
      // Keep the old text: somebody may be replacing the file at this moment.
      if (this.#text !== undefined) return;
      const message = `${this.path}, which the kubeconfig names, cannot be read`;
      const hint = 'check the path and the permissions';
      const why = isSystemError(cause) ? `: ${readFailure(cause)}` : '';
      throw new ConnectionError('unreadable-kubeconfig', `${message}${why}`, { hint, cause });
    }
  }
}
