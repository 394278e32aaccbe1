import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';

it('docs/errors.md lists every code, and no other', () => {
  const listed = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([a-z0-9-]+)` \|/gmu)].map((match) => match[1]);
  const source = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8')).join('\n');
  const used = [
    ...source.matchAll(/problems\.(?:error|warning)\(\s*'([a-z0-9-]+)'/gu),
    ...source.matchAll(/code: '([a-z0-9-]+)'/gu),
    ...source.matchAll(/Error\(\s*'([a-z0-9]+(?:-[a-z0-9]+)+)',/gu),
    ...source.matchAll(/super\('([a-z0-9-]+)'/gu),
  ].map((match) => match[1]);
  expect([...new Set(listed)].sort()).toEqual([...new Set(used)].sort());
});
