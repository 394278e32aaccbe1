import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { InvalidInputError } from '../../src/errors.js';
import { blueprintFrom } from '../../src/profile/index.js';
import { fileSource } from '../../src/profile/read/source-text.js';

const FILES = ['examples/quickstart/platform-mesh.yaml', 'examples/quickstart/profile.yaml', 'examples/argocd/profile.yaml'].map((file) =>
  readFileSync(file, 'utf8'),
);
const [MESH = '', CONFIG_MAP = '', BARE = ''] = FILES;

/** Either it resolves, or it is refused with problems that name a place; nothing else. */
function attempt(platformMesh: string, profile: string): void {
  try {
    blueprintFrom({ sources: [fileSource('mesh.yaml', platformMesh)], profile: [fileSource('profile.yaml', profile)] });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    const { problems } = error as InvalidInputError;
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
    for (const { location, message } of problems) {
      expect(message).not.toMatch(/undefined|\[object/u);
      expect(location?.line).toBeGreaterThan(0);
      expect(location?.column).toBeGreaterThan(0);
    }
  }
}

const noise = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\t',
  ':',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '{{',
  '}}',
  '"',
  "'",
  '|',
  '>',
  '&a',
  '*a',
  '<<: ',
  '!x ',
  '#',
  '---\n',
  'null',
  '~',
  'yes',
  '0x',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '🎉',
  'enabled: maybe',
);
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), noise), { minLength: 1, maxLength: 5 });

function edited(text: string, changes: readonly (readonly [number, number, string])[]): string {
  return changes.reduce((before, [place, length, insert]) => {
    const at = Math.floor(place * before.length);
    return before.slice(0, at) + insert + before.slice(at + length);
  }, text);
}

describe('reading what people did not mean to write', () => {
  it.each([
    ['profile', (changes: readonly (readonly [number, number, string])[]) => attempt(MESH, edited(BARE, changes))],
    ['ConfigMap', (changes: readonly (readonly [number, number, string])[]) => attempt(MESH, edited(CONFIG_MAP, changes))],
    ['PlatformMesh', (changes: readonly (readonly [number, number, string])[]) => attempt(edited(MESH, changes), CONFIG_MAP)],
  ])('neither crashes nor hangs on a damaged %s', (_, run) => {
    fc.assert(fc.property(edits, run), { numRuns: 1500 });
  });

  it('neither crashes nor hangs on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => attempt(MESH, text)),
      { numRuns: 500 },
    );
  });

  it('leads every problem back to its line within a ConfigMap', () => {
    const lines = BARE.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
    const embedded = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-profile}\ndata:\n  profile.yaml: |\n${lines.join('\n')}`;
    const at = (text: string): number => text.split('\n').findIndex((line) => line.includes('enabled: maybe')) + 1;
    const damaged = embedded.replace('enabled: true', 'enabled: maybe');
    try {
      blueprintFrom({ sources: [fileSource('mesh.yaml', MESH)], profile: [fileSource('map.yaml', damaged)] });
      throw new Error('accepted');
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const found = error.problems.find(({ code }) => code === 'invalid-value');
      expect(found?.location).toMatchObject({ file: 'map.yaml', line: at(damaged), length: 5, text: '        enabled: maybe' });
    }
  });
});
