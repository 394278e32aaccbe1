import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { appliedOf, flagOf, namespacesOf, readCases } from '../../scripts/conformance-runtime/recorded-case.ts';
import { recordedCase, write } from './recorded.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-case-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reads a case with what was there before', () => {
  mkdirSync(join(folder, 'b'));
  mkdirSync(join(folder, 'no-case'));
  const file = (name: string, text: string): void => writeFileSync(join(folder, 'b', name), text);
  file('case.json', JSON.stringify({ title: 't', step: 's', flags: {}, passes: 2, outcome: 'done', message: '', writes: [] }));
  file('platformmesh.yaml', 'kind: PlatformMesh\n');
  file('profile.yaml', 'components: {}\n');
  file('state-runtime.yaml', 'kind: A\n---\n---\nkind: B\n');
  const state = { runtime: [{ kind: 'A' }, { kind: 'B' }], infra: [], kcp: [] };
  const input = { instance: { kind: 'PlatformMesh' }, profile: { components: {} } };
  expect(readCases(folder)).toMatchObject([{ name: 'b', passes: 2, ...input, state }]);
});

it('leaves out what was refused', () => {
  const writes = [write('Resource', 'a'), write('Resource', 'b', {}, { status: 500 }), write('Secret', 'c')];
  expect(appliedOf({ writes }, 'Resource')).toEqual([writes[0]]);
});

it('takes an empty flag for none', () => {
  const recorded = recordedCase({ flags: { '--a': 'x', '--b': '', '--c': true } });
  expect(['--a', '--b', '--c', '--d'].map((name) => flagOf(recorded, name, 'default'))).toEqual(['x', 'default', 'default', 'default']);
});

it('knows every namespace that a case speaks of', () => {
  const state = { runtime: [{ metadata: { namespace: 'x' } }], infra: [{ metadata: { namespace: 'y' } }, { metadata: {} }], kcp: [] };
  const recorded = recordedCase({ flags: { '--kcp-namespace': 'kcp' }, state, writes: [write('Secret', 's')] });
  expect(namespacesOf(recorded)).toEqual(['platform-mesh-system', 'kcp', 'mesh-ns', 'x', 'y']);
});
