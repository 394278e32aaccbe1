/** Passes on that something changed: stores come and go while a platform is looked after, and whoever sleeps wants to know. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** Something changed. */
  readonly note = (): void => {
    for (const listener of this.#listeners) listener();
  };

  /** Is told of each change, until the function that is returned is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
