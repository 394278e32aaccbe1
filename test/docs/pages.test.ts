import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { pages } from '../../docs/generate/pages.ts';
import { PRODUCT } from './product.js';

/** Some examples ask a server that fails several times. */
const TIMEOUT = 60_000;

it(
  'the generated pages are what the program says today',
  async () => {
    const stale = [...(await pages(PRODUCT))]
      .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
      .map(([path]) => path);
    expect({ 'stale; write them with `npm run docs`': stale }).toEqual({ 'stale; write them with `npm run docs`': [] });
  },
  TIMEOUT,
);
