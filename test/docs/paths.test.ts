import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Pages that send a reader to files of the repository. */
const PAGES = ['CONTRIBUTING.md', 'docs/architecture.md', 'test/servers/README.md'];

const FILES = globSync('{src,test,scripts,docs,examples,assets}/**/*', { exclude: ['src/imports/**'] });
const NAMES = new Set(FILES.map((file) => basename(file)));

/** Paths and names of files in backticks, such as `src/errors.ts` and `errors.ts`. */
function filesIn(text: string): readonly string[] {
  const words = [...text.matchAll(/`([^`\s]+)`/gu)].map(([, word = '']) => word);
  return words.filter((word) => /^(?:src|test|scripts|docs|examples|assets)\//u.test(word) || /^[\w.-]+\.(?:ts|mjs|cjs)$/u.test(word));
}

/** Whether a path leads to a file or folder; `<...>` stands for any name. */
function leadsSomewhere(path: string): boolean {
  if (!path.includes('/')) return NAMES.has(path) || existsSync(path);
  const pattern = path.replace(/<[^>]*>/gu, '*');
  return pattern === path ? existsSync(path) : globSync(pattern).length > 0;
}

describe('files that pages name', () => {
  it.each(PAGES)('exist: %s', (page) => {
    const files = filesIn(readFileSync(page, 'utf8'));

    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((file) => !leadsSomewhere(file))).toEqual([]);
  });
});
