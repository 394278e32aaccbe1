import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readYamlDocuments } from '../../src/gotemplate/index.js';
import { commandLinesIn, problemOf } from './command-lines.js';
import { readMarkdown, type Block } from './markdown-file.js';
import { typeErrors } from './type-check.js';

const TYPE_CHECK_TIMEOUT = 120_000;

const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md')].map(readMarkdown);
const linking = [...new Set(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md')])]
  .filter((path) => existsSync(path))
  .map(readMarkdown);

function blocks(...languages: readonly string[]): readonly Block[] {
  return pages.flatMap((page) => page.blocks.filter(({ language }) => languages.includes(language)));
}

describe('the documentation', () => {
  it(
    'has TypeScript that compiles',
    () => {
      expect(typeErrors(blocks('ts', 'typescript'))).toEqual([]);
    },
    TYPE_CHECK_TIMEOUT,
  );

  it('has YAML that can be read', () => {
    const wrong = blocks('yaml', 'yml').flatMap(({ text, place }) => {
      try {
        readYamlDocuments(text);
        return [];
      } catch (error) {
        return [`${place}: ${String(error)}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  it('uses only commands and flags that are there', () => {
    const wrong = blocks('console').flatMap(({ text, place }) =>
      commandLinesIn(text).flatMap((line) => {
        const problem = problemOf(line);
        return problem === undefined ? [] : [`${place}: ${line}: ${problem}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('uses only scripts of the package that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
    const wrong = linking
      .filter(({ path }) => !path.startsWith('docs/api/'))
      .flatMap(({ path }) =>
        [...readFileSync(path, 'utf8').matchAll(/\bnpm run ([a-z][a-z0-9-]*)/gu)].flatMap(([, name = '']) =>
          name in scripts ? [] : [`${path}: npm run ${name}`],
        ),
      );
    expect(wrong).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const wrong = linking.flatMap(({ path, links }) =>
      links
        .filter(({ target }) => !/^[a-z]+:/u.test(target) && !leadsSomewhere(path, target))
        .map(({ target, place }) => `${place}: ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

const known = new Map(linking.map((file) => [normalize(file.path), file]));

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', fragment] = decodeURI(target).split('#');
  const path = file === '' ? normalize(from) : normalize(join(dirname(from), file));
  if (!existsSync(path)) return false;
  if (fragment === undefined || fragment === '' || statSync(path).isDirectory() || !path.endsWith('.md')) return true;
  return (known.get(path) ?? readMarkdown(path)).anchors.has(fragment);
}
