import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { crdYaml, customResourceDefinitions } from '../../src/resources/index.js';

const DIR = 'manifests/crds';

it('manifests/crds is what the schemas say', () => {
  const committed = new Map(readdirSync(DIR).map((file) => [file, readFileSync(join(DIR, file), 'utf8')]));
  const stale = [...new Set([...committed.keys(), ...crdYaml().keys()])].filter((file) => committed.get(file) !== crdYaml().get(file));
  if (stale.length > 0) throw new Error(`${stale.join(', ')}: not what the schemas say; run "npm run manifests" and commit the result`);
});

it.each(['1.1', '1.2'] as const)('reads the same as YAML %s', (version) => {
  expect([...crdYaml().values()].map((text): unknown => parse(text, { version }))).toEqual(customResourceDefinitions());
});
