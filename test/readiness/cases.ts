import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Readiness, readinessOf } from '../../src/readiness/index.js';

/** An object as `kubectl get -o yaml` shows it, without what does not matter here. */
export interface Case {
  /** What it is, as a sentence without its subject. */
  readonly it: string;
  /** Everything but `apiVersion` and `kind`. */
  readonly object: string;
  readonly state: Readiness['state'];
  /** @default - none */
  readonly reason?: string;
  /** A part of the message. @default - any message, or none */
  readonly says?: string;
  /** The clock. @default - there is none */
  readonly now?: string;
  /** After so many ms it is something else. @default - it stays as it is until the object changes */
  readonly changesIn?: number;
}

/** Checks what is said of objects of a kind. */
export function describeKind(apiVersion: string, kind: string, cases: readonly Case[]): void {
  describe(kind, () => {
    it.each(cases)('$state: $it', ({ object, state, reason, says, now, changesIn }) => {
      const metadata = { name: 'example', namespace: 'mesh', generation: 2 };
      const readiness = readinessOf(
        { apiVersion, kind, metadata, ...(parse(object) as object) },
        now === undefined ? undefined : new Date(now),
      );

      expect({ state: readiness.state, reason: readiness.reason, changesIn: readiness.changesIn }).toEqual({ state, reason, changesIn });
      if (says !== undefined) expect(readiness.message).toContain(says);
      if (state === 'ready') expect(readiness).toEqual({ state: 'ready' });
    });
  });
}
