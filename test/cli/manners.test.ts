import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram } from '../../src/cli/program.js';
import { platformMesh, platformMeshWith } from './platform-mesh.js';

const COMMANDS = createProgram({
  version: '',
  write: String,
  writeError: String,
  context: () => {
    throw new Error('not run');
  },
  done: String,
  width: 100,
}).commands.map((command) => command.name());
const TERMINAL = { stdout: { isTerminal: true, width: 80 }, stderr: { isTerminal: true, width: 80 } };
const ESCAPE = '\u001b[';

describe('help', () => {
  it.each(COMMANDS)('of %s goes to standard output and has examples', async (command) => {
    const { code, out, err } = await platformMesh(command, '--help');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: platform-mesh ${command}`);
    expect(out).toMatch(/\nExamples:\n {2}(platform-mesh|kubectl) /u);
    expect(out).toContain('--no-color');
  });

  it('has examples of the commands, and the exit codes', async () => {
    const { out } = await platformMesh('--help');

    expect(out).toMatch(/\nExamples:\n {2}platform-mesh /u);
    expect(out).toContain('Exit codes:\n  0  done\n');
  });
});

describe('the version', () => {
  it('comes with the reference that it matches', async () => {
    expect((await platformMesh('--version')).out).toMatch(
      /^platform-mesh \d+\.\d+\.\d+\nmatches platform-mesh-operator [0-9a-f]{7} \(\d{4}-\d\d-\d\d\)\n$/u,
    );
  });
});

describe('a word that is none', () => {
  it.each([
    [['sinth'], 'Did you mean synth?'],
    [['diff', '--agianst', 'x'], 'Did you mean --against?'],
    [['synth', '--layout', 'resources'], 'Did you mean resource?'],
    [['diff', '--output', 'md', '--against', 'x'], 'Allowed choices are text, json, yaml, markdown'],
  ])('%j gets the nearest', async (argv, message) => {
    const { code, out, err } = await platformMesh(...argv);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('colours', () => {
  const explain = ['explain', '-f', 'examples/quickstart', 'services.portal.values.replicas'] as const;

  it('are there on a terminal, and nowhere else', async () => {
    expect((await platformMeshWith(TERMINAL, ...explain)).out).toContain(ESCAPE);
    expect((await platformMesh(...explain)).out).not.toContain(ESCAPE);
  });

  it.each([
    [{ NO_COLOR: '1' }, []],
    [{ TERM: 'dumb' }, []],
    [{}, ['--no-color']],
  ])('are not there with %j %j', async (env, flags) => {
    expect((await platformMeshWith({ ...TERMINAL, env }, ...explain, ...flags)).out).not.toContain(ESCAPE);
  });

  it('are there in a pipe when they are forced', async () => {
    expect((await platformMeshWith({ env: { FORCE_COLOR: '1' } }, ...explain)).out).toContain(ESCAPE);
  });
});

describe('a narrow terminal', () => {
  it('gets lines that fit, and a pipe gets everything', async () => {
    const narrow = await platformMeshWith(
      { ...TERMINAL, stdout: { isTerminal: true, width: 100 } },
      'explain',
      '-f',
      'examples/quickstart',
      '--no-color',
    );
    const piped = await platformMesh('explain', '-f', 'examples/quickstart');

    for (const line of narrow.out.trimEnd().split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
    expect(narrow.out).toContain('…');
    expect(piped.out).not.toContain('…');
  });
});

describe('a large platform', () => {
  let folder: string;
  const input = (services: number, more = ''): readonly string[] => {
    folder = mkdtempSync(join(tmpdir(), 'large-'));
    writeFileSync(
      join(folder, 'mesh.yaml'),
      'apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata: {name: mesh, namespace: mesh}\n',
    );
    writeFileSync(
      join(folder, 'profile.yaml'),
      `components:\n  services:\n${Array.from({ length: services }, (_, index) => `    svc-${index}: {enabled: true${more}}\n`).join('')}`,
    );
    return ['synth', '-f', folder, '--stdout'];
  };

  it('says on standard error what is being done', async () => {
    const { out, err } = await platformMesh(...input(201));
    rmSync(folder, { recursive: true });

    expect(err).toBe('201 components: making manifests ...\n201 components: printing ...\n');
    expect(out).toMatch(/^---\n/u);
  });

  it('takes the line away again on a terminal', async () => {
    const { err } = await platformMeshWith({ ...TERMINAL, env: { NO_COLOR: '1' } }, ...input(201));
    rmSync(folder, { recursive: true });

    expect(err).toBe('\r\u001b[K201 components: making manifests ...\r\u001b[K201 components: printing ...\r\u001b[K');
  });

  it('says nothing when it is small', async () => {
    const { err } = await platformMesh(...input(200));
    rmSync(folder, { recursive: true });

    expect(err).toBe('');
  });

  it('shows the first warnings of a kind, and all of them when asked', async () => {
    const argv = input(30, ', nonsense: 1');
    const [few, all] = [await platformMesh(...argv), await platformMesh(...argv, '-v')];
    rmSync(folder, { recursive: true });

    expect(few.err.match(/warning: service/gu)).toHaveLength(5);
    expect(few.err).toContain('... and 25 more warnings of the same kinds; -v shows all\n30 warnings\n');
    expect(all.err.match(/warning: service/gu)).toHaveLength(30);
  });

  it('shows each warning that knows what was meant', async () => {
    const { err } = await platformMesh(...input(8, ', nonsense: 1, vales: {}'));
    rmSync(folder, { recursive: true });

    expect(err.match(/did you mean "values"\?/gu)).toHaveLength(8);
    expect(err).toContain('... and 3 more warnings of the same kinds; -v shows all\n16 warnings\n');
  });
});
