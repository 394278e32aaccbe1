import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh } from './platform-mesh.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const MESH = 'apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata: {name: mesh, namespace: mesh}\n';

describe('synth', () => {
  it('writes files, says where, and changes nothing the second time', async () => {
    const out = join(folder, 'out');
    const first = await platformMesh('synth', '-f', 'examples/quickstart', '--out', out);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.err).toContain('64 objects in 23 files');
    expect(readdirSync(out).sort()).toEqual(['.platform-mesh.json', 'infra', 'kcp', 'runtime', 'unresolved.yaml']);
    const second = await platformMesh('synth', '-f', 'examples/quickstart', '--out', out, '--output', 'json');
    expect(JSON.parse(second.out)).toMatchObject({ objects: 64, written: [], removed: [] });
  });

  it('reads standard input and prints to standard output', async () => {
    const { code, out } = await platformMesh('synth', '-f', '-', '--stdout');
    expect(code).toBe(0);
    expect(out).toBe((await platformMesh('synth', '-f', 'examples/quickstart', '--stdout')).out);
  });

  it('writes one file for each object', async () => {
    const out = join(folder, 'out');
    await platformMesh('synth', '-f', 'examples/quickstart', '--out', out, '--layout', 'resource');
    expect(readdirSync(join(out, 'infra'))).toContain('helmrelease-portal.yaml');
  });

  it('deploys to another cluster through a kubeconfig', async () => {
    const { out } = await platformMesh(
      'synth',
      '-f',
      'examples/remote',
      '--stdout',
      '--remote-runtime-infra-secret-name',
      's',
      '--remote-runtime-infra-secret-key',
      'k',
    );
    expect(out).toContain('kubeConfig:\n    secretRef:\n      key: k\n      name: s\n');
  });

  it('shows file, line, column, the line and a caret, and writes nothing', async () => {
    const profile = file('profile.yaml', 'components:\n  services:\n    portal:\n      enabled: maybe\n');
    const { code, out, err } = await platformMesh(
      'synth',
      '-f',
      file('mesh.yaml', MESH),
      '--profile',
      profile,
      '--out',
      join(folder, 'out'),
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      [
        `${profile}:4:16: error: service "portal": enabled must be true or false, not "maybe" [invalid-value]`,
        '    4 |       enabled: maybe',
        '      |                ^^^^^',
        '   hint: write `true` or `false`; a template that yields "true" or "false" works too',
        '1 error',
        '',
      ].join('\n'),
    );
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('names the line of a profile within a ConfigMap', async () => {
    const configMap = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: mesh-profile, namespace: mesh}',
      'data:',
      '  profile.yaml: |',
      '    components:',
      '      services:',
      '        a: {enabled: 7}',
      '',
    ].join('\n');
    const { err } = await platformMesh('validate', '-f', file('mesh.yaml', MESH), file('map.yaml', configMap));
    expect(err).toContain(`${join(folder, 'map.yaml')}:8:22: error: service "a": enabled must be true or false, not 7`);
  });

  it('takes warnings for errors when told so', async () => {
    const profile = file('profile.yaml', 'components: {services: {a: null}}\n');
    const mesh = file('mesh.yaml', MESH);
    expect((await platformMesh('synth', '-f', mesh, '--profile', profile, '--stdout')).code).toBe(0);
    expect(await platformMesh('synth', '-f', mesh, '--profile', profile, '--stdout', '--strict')).toMatchObject({ code: 2, out: '' });
  });

  it('lets no control character of the input reach the terminal', async () => {
    const profile = file('profile.yaml', 'components: {services: {"\\e[31m": {enabled: true}}}\n');
    const { err } = await platformMesh('validate', '-f', file('mesh.yaml', MESH), '--profile', profile);
    expect(err).not.toContain('\u001b');
    expect(err).toContain('\\u001b[31m');
  });
});

describe('validate', () => {
  it('prints problems for machines', async () => {
    const profile = file('profile.yaml', 'components: {services: {a: {enabld: true}}}\n');
    const { code, out } = await platformMesh('validate', '-f', file('mesh.yaml', MESH), '--profile', profile, '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      valid: true,
      problems: [{ code: 'unknown-field', severity: 'warning', line: 1, column: 29, hint: 'did you mean "enabled"?' }],
    });
  });
});

describe('the command line', () => {
  it.each([
    [['sinth'], 2, 'Did you mean synth?'],
    [['synth', '--ot', 'x'], 2, 'Did you mean --out?'],
    [['synth'], 2, '-f is not given'],
    [['synth', '-f', 'nowhere.yaml'], 2, 'nowhere.yaml: there is no such file or folder'],
    [
      ['synth', '-f', 'examples/remote', '--remote-runtime'],
      2,
      'a remote runtime needs --remote-runtime-infra-secret-name and --remote-runtime-infra-secret-key',
    ],
    [['synth', '-f', 'examples/quickstart', '--out', '/dev/null/x'], 1, 'cannot be written'],
    [[], 2, 'Usage:'],
  ])('%j ends with %d', async (argv, code, message) => {
    const result = await platformMesh(...argv);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toContain(message);
    expect(result.err).not.toMatch(/^\s+at .+:\d+:\d+/mu);
  });

  it.each([['--help'], ['synth', '--help'], ['validate', '--help'], ['crds', '--help']])(
    '%s %s prints help with examples to standard output',
    async (...argv) => {
      const { code, out } = await platformMesh(...argv);
      expect(code).toBe(0);
      expect(out).toContain(argv.length > 1 ? 'Examples:' : 'Commands:');
    },
  );

  it('prints the CRDs that lie in manifests/crds', async () => {
    const { out } = await platformMesh('crds');
    const files = readdirSync('manifests/crds').map((name) => readFileSync(join('manifests/crds', name), 'utf8'));
    for (const text of files) expect(out).toContain(text);
  });
});
