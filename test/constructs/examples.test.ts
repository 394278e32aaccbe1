import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as constructs from '../../src/constructs/index.js';
import { objectsIn } from './in-chart.js';

const folder = join(import.meta.dirname, '../../src/constructs');
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/@example\n(?<code>(?: \* .*\n)+?) \*\//gu)].map(
      ({ groups }) => [file, (groups?.['code'] ?? '').replaceAll(/^ \* /gmu, '')] as const,
    ),
  );

it('has an example for every construct', () => {
  const classes = Object.values(constructs).filter((member) => member.toString().startsWith('class '));

  expect(examples).toHaveLength(classes.length);
});

it.each(examples)('the example of %s runs', (_, code) => {
  expect(objectsIn((chart) => void runInNewContext(code, { ...constructs, chart })).length).toBeGreaterThan(0);
});
