import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh } from './platform-mesh.js';

let folder: string;
let input: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-'));
  input = join(folder, 'deploy', 'input');
  cpSync('examples/quickstart', input, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function edit(name: string, from: string, to: string): void {
  const path = join(input, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

function commit(): void {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=x');
}

describe('diff', () => {
  it('compares with the folder that synth wrote', async () => {
    const out = join(folder, 'out');
    await platformMesh('synth', '-f', input, '--out', out);
    expect(await platformMesh('diff', '-f', input, '--against', out, '--exit-code')).toEqual({
      code: 0,
      out: '',
      err: '0 added, 0 changed, 0 removed, 64 unchanged\n',
    });
    edit('platform-mesh.yaml', 'replicas: 2', 'replicas: 5');
    const result = await platformMesh('diff', '-f', input, '--against', out, '--exit-code');

    expect(result).toMatchObject({ code: 3, err: '0 added, 1 changed, 0 removed, 63 unchanged\n' });
    expect(result.out).toContain('changed HelmRelease/portal (infra, namespace platform-mesh-system)\n');
    expect(result.out).toContain('  -     replicas: 2\n  +     replicas: 5\n');
  });

  it('leaves aside how a cluster applies the folder', async () => {
    const out = join(folder, 'out');
    await platformMesh(
      'synth',
      '-f',
      input,
      '--out',
      out,
      '--gitops',
      'flux',
      '--gitops-repo',
      'https://git.example.com/mesh.git',
      '--gitops-path',
      '.',
    );
    expect((await platformMesh('diff', '-f', input, '--against', out)).err).toBe('0 added, 0 changed, 0 removed, 64 unchanged\n');
  });

  it('compares with what the input was at a commit, files and folders alike', async () => {
    commit();
    edit('platform-mesh.yaml', 'replicas: 2', 'replicas: 5');
    edit('profile.yaml', 'openfga:\n          enabled: true', 'openfga:\n          enabled: false');
    edit('profile.yaml', '          dependsOn:\n          - name: openfga\n', '');
    const folderWise = await platformMesh('diff', '-f', input, '--against', 'main');
    const fileWise = await platformMesh(
      'diff',
      '-f',
      join(input, 'platform-mesh.yaml'),
      '--profile',
      join(input, 'profile.yaml'),
      '--against',
      'HEAD',
    );

    expect(folderWise).toMatchObject({ code: 0, err: '0 added, 2 changed, 3 removed, 59 unchanged\n' });
    expect(fileWise).toEqual(folderWise);
  });

  it('takes input that was not there yet for new', async () => {
    commit();
    const later = join(folder, 'later');
    mkdirSync(later);
    cpSync(input, later, { recursive: true });

    expect((await platformMesh('diff', '-f', later, '--against', 'main')).err).toContain(
      `main:${later}: not there yet, so every object is new\n64 added, 0 changed, 0 removed, 0 unchanged`,
    );
  });

  it('compares with another input', async () => {
    expect((await platformMesh('diff', '-f', input, '--against', 'examples/quickstart')).err).toBe(
      '0 added, 0 changed, 0 removed, 64 unchanged\n',
    );
  });

  it('names the commit in what is wrong with the input of that time', async () => {
    edit('profile.yaml', 'enabled: true', 'enabled: maybe');
    commit();
    edit('profile.yaml', 'enabled: maybe', 'enabled: true');
    const { code, err } = await platformMesh('diff', '-f', input, '--against', 'main');

    expect(code).toBe(2);
    expect(err).toContain(`main:${join(input, 'profile.yaml')}:11:18: error: infra component "certManager": enabled must be true or false`);
  });

  it('prints data and Markdown', async () => {
    const out = join(folder, 'out');
    await platformMesh('synth', '-f', input, '--out', out);
    edit('platform-mesh.yaml', 'replicas: 2', 'replicas: 5');
    const json = await platformMesh('diff', '-f', input, '--against', out, '--output', 'json');
    const markdown = await platformMesh('diff', '-f', input, '--against', out, '--output', 'markdown');

    expect(JSON.parse(json.out)).toMatchObject({
      changed: 1,
      objects: [{ change: 'changed', name: 'portal', fields: [{ path: ['spec', 'values', 'replicas'], before: 2, after: 5 }] }],
    });
    expect(markdown.out).toContain('| ~ | `HelmRelease platform-mesh-system/portal` | infra | `spec.values.replicas` |');
  });

  it.each([['nowhere'], ['--upload-pack=x'], ['HEAD~99']])('refuses %s, which is neither a folder nor a commit', async (base) => {
    commit();
    const { code, err } = await platformMesh('diff', '-f', input, `--against=${base}`);

    expect(code).toBe(2);
    expect(err).toContain(`${base}: neither a folder nor a commit of the Git repository around ${input} [unknown-base]`);
  });
});
