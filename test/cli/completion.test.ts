import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh } from './platform-mesh.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(folder, shell), (await platformMesh('completion', shell)).out);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** A shell that is not there is told by the name of the test. */
const inShell = (shell: string): typeof it => (has(shell) ? it : it.skip) as typeof it;
const named = (shell: string): string => (has(shell) ? shell : `${shell} (SKIPPED: there is no ${shell} on this machine)`);

/** What bash offers for the last word. */
function inBash(...words: readonly string[]): readonly string[] {
  const all = ['platform-mesh', ...words];
  const script = `
    compopt() { :; }
    source ${folder}/bash
    COMP_WORDS=(${all.map((word) => `'${word}'`).join(' ')})
    COMP_CWORD=${all.length - 1}
    _platform_mesh
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

/** What fish offers for the end of a line. */
function inFish(line: string): readonly string[] {
  const out = execFileSync('fish', ['--no-config', '-c', `source ${folder}/fish; complete -C '${line}'`], { encoding: 'utf8' });
  return out
    .split('\n')
    .map((found) => found.split('\t')[0] ?? '')
    .filter((word) => word !== '');
}

/** What zsh offers, read from a terminal of its own. */
function inZsh(line: string): string {
  const script = `
    zmodload zsh/zpty
    zpty z zsh -f -i
    zpty -w z "autoload -U compinit; compinit -u -D; zstyle ':completion:*' list-prompt ''; LISTMAX=0; PS1="
    zpty -w z "source ${folder}/zsh; print READY"
    while zpty -r z line; do [[ $line == *READY* && $line != *print* ]] && break; done
    zpty -w -n z $'${line}\\t\\t'
    sleep 1
    while zpty -r -t z line; do print -r -- $line; done`;
  return execFileSync('zsh', ['-f', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', COLUMNS: '200', LINES: '200' },
    timeout: 20_000,
  });
}

describe('completion', () => {
  inShell('bash')(`works in ${named('bash')}`, () => {
    expect(inBash('')).toEqual(expect.arrayContaining(['synth', 'validate', 'explain', 'diff', 'crds', 'completion']));
    expect(inBash('sy')).toEqual(['synth']);
    expect(inBash('synth', '--la')).toEqual(['--layout']);
    expect(inBash('synth', '--layout', '')).toEqual(['chart', 'resource']);
    expect(inBash('diff', '--output', 'm')).toEqual(['markdown']);
    expect(inBash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(inBash('validate', '-f', '')).toEqual([]);
  });

  inShell('fish')(`works in ${named('fish')}`, () => {
    expect(inFish('platform-mesh sy')).toEqual(['synth']);
    expect(inFish('platform-mesh synth --lay')).toEqual(['--layout']);
    expect(inFish('platform-mesh synth --layout ')).toEqual(['chart', 'resource']);
    expect(inFish('platform-mesh completion ')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
  });

  inShell('zsh')(`works in ${named('zsh')}`, () => {
    expect(inZsh('platform-mesh ')).toMatch(/validate.*Report all problems/u);
    expect(inZsh('platform-mesh synth --layout ')).toMatch(/chart.*resource/su);
  });

  it('knows no other shell', async () => {
    expect(await platformMesh('completion', 'tcsh')).toMatchObject({ code: 2, out: '' });
  });
});
