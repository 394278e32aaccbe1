import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh } from './platform-mesh.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graph-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('graph', () => {
  it('prints Mermaid, and nothing but the drawing, unless told otherwise', async () => {
    const { code, out, err } = await platformMesh('graph', '-f', 'examples/quickstart');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^flowchart LR\n/);
  });

  it.each([
    ['a.html', /^<!doctype html>/],
    ['b/c/d.svg', /^<svg /],
    ['a.dot', /^digraph /],
    ['a.json', /^{/],
    ['a.mmd', /^flowchart /],
    ['a.mermaid', /^flowchart /],
    ['A.SVG', /^<svg /],
    ['drawing', /^flowchart /],
  ])('writes %s as its name says', async (name, start) => {
    const file = join(folder, name);
    const { code, out, err } = await platformMesh('graph', '-f', 'examples/quickstart', '--out', file);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain(`${file} written: `);
    expect(readFileSync(file, 'utf8')).toMatch(start);
  });

  it.each(['a.pdf', 'a.png'])('draws nothing as %s, and says what there is', async (name) => {
    const { code, err } = await platformMesh('graph', '-f', 'examples/quickstart', '--out', join(folder, name));
    expect(code).toBe(2);
    expect(err).toContain(
      '[invalid-option]\n   hint: let the name end in .mmd, .mermaid, .dot, .gv, .svg, .html, .htm, .json, or give --format\n',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('follows --format rather than the name of the file', async () => {
    const file = join(folder, 'page.txt');
    await platformMesh('graph', '-f', 'examples/quickstart', '--format', 'svg', '--out', file);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
  });

  it('says which file cannot be written', async () => {
    writeFileSync(join(folder, 'a'), '');
    const { code, err } = await platformMesh('graph', '-f', 'examples/quickstart', '--out', join(folder, 'a', 'b.svg'));
    expect(code).toBe(1);
    expect(err).toContain(`${join(folder, 'a')}: cannot be written: a file is where a folder is needed`);
  });

  it('offers the nearest format', async () => {
    const { code, err } = await platformMesh('graph', '-f', 'examples/quickstart', '--format', 'htm');
    expect(code).toBe(2);
    expect(err).toContain('Did you mean html?');
  });
});
