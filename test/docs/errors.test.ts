import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { ERROR_TOPICS } from '../../docs/generate/error-examples.ts';
import { runCase } from '../../docs/generate/run-case.ts';
import { PRODUCT } from './product.js';

/** An example that asks a server is tried several times. */
const TIMEOUT = 30_000;

const entries = ERROR_TOPICS.flatMap((topic) => topic.entries);

/** Codes stand first in a call of something with such a name, as in `problems.error('no-profile', ...)`, or after `code:`. */
function codesUsed(): readonly string[] {
  // The engine has errors of its own, without codes; the imports are generated.
  const source = globSync('src/**/*.ts', { exclude: ['src/gotemplate/**', 'src/imports/**'] })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const called = source.matchAll(/\w*(?:error|warning|problem|invalid|missing|super)\w*\(\s*'([a-z0-9]+(?:-[a-z0-9]+)+)'/giu);
  return [...called, ...source.matchAll(/code: '([a-z0-9-]+)'/gu)].map(([, code = '']) => code);
}

const NO_ENTRY = 'codes without an entry; add one to the file of its topic in docs/generate/errors/, then run `npm run docs`';
const NO_CODE = 'entries of codes that nothing uses; delete them, then run `npm run docs`';

describe('docs/errors.md', () => {
  it('has an entry for every code, and for no other', () => {
    const listed = new Set(entries.map(({ code }) => code));
    const used = new Set(codesUsed());
    expect({ [NO_ENTRY]: [...used].filter((code) => !listed.has(code)), [NO_CODE]: [...listed].filter((code) => !used.has(code)) }).toEqual(
      { [NO_ENTRY]: [], [NO_CODE]: [] },
    );
    expect(entries).toHaveLength(listed.size);
  });

  it.each(entries.flatMap(({ code, cases }) => cases.map((example, index) => ({ code, number: index + 1, example }))))(
    '$code: example $number provokes it and nothing else',
    async ({ code, example }) => {
      const { output } = await runCase(PRODUCT, example);
      const codes = [...output.matchAll(/(?:error|warning): .*\[([a-z0-9-]+)\]$|^code: (.*)$/gmu)].map((match) => match[1] ?? match[2]);
      expect(new Set(codes)).toEqual(new Set([code]));
    },
    TIMEOUT,
  );
});
