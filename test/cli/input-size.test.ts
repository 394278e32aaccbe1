import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputSize } from '../../src/cli/input-size.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'input-size-'));
  writeFileSync(join(folder, 'mesh.yaml'), 'x'.repeat(10));
  writeFileSync(join(folder, 'profile.yaml'), 'x'.repeat(100));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('counts the bytes of files and of what folders hold, and nothing for what is no path', () => {
  expect(inputSize(['synth', '-f', join(folder, 'profile.yaml')])).toBe(100);
  expect(inputSize(['apply', `--profile=${join(folder, 'profile.yaml')}`, '--timeout', '5m', '-'])).toBe(100);
  expect(inputSize(['-f', folder, '-f', join(folder, 'mesh.yaml'), join(folder, 'absent.yaml')])).toBe(120);
});
