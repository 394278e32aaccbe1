import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError } from '../../src/errors.js';
import { nodeFileSystem, type FileSystem } from '../../src/synth/file-system.js';
import { writeFiles } from '../../src/synth/index.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const files = (entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(entries));

function tree(folder = out, prefix = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? Object.entries(tree(join(folder, entry.name), `${prefix}${entry.name}/`))
        : [[`${prefix}${entry.name}`, readFileSync(join(folder, entry.name), 'utf8')]],
    ),
  );
}

function failure(write: () => unknown): FileError {
  try {
    write();
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
  throw new Error('it was written');
}

describe('writeFiles', () => {
  it('removes only what an earlier run wrote', () => {
    writeFiles(out, files({ 'infra/a.yaml': 'a', 'kcp/root/b.yaml': 'b' }));
    writeFileSync(join(out, 'infra/mine.yaml'), 'mine');
    const result = writeFiles(out, files({ 'infra/a.yaml': 'a2' }));
    expect(result).toEqual({ written: ['infra/a.yaml'], unchanged: [], removed: ['kcp/root/b.yaml'] });
    expect(tree()).toMatchObject({ 'infra/a.yaml': 'a2', 'infra/mine.yaml': 'mine' });
    expect(existsSync(join(out, 'kcp'))).toBe(false);
  });

  it('touches nothing when nothing changed', () => {
    writeFiles(out, files({ 'a.yaml': 'a' }));
    const before = { tree: tree(), times: [statSync(join(out, 'a.yaml')).mtimeMs, statSync(out).mtimeMs] };
    expect(writeFiles(out, files({ 'a.yaml': 'a' }))).toEqual({ written: [], unchanged: ['a.yaml'], removed: [] });
    expect({ tree: tree(), times: [statSync(join(out, 'a.yaml')).mtimeMs, statSync(out).mtimeMs] }).toEqual(before);
  });

  it("refuses to overwrite somebody else's file", () => {
    writeFileSync(join(out, 'a.yaml'), 'mine');
    expect(failure(() => writeFiles(out, files({ 'a.yaml': 'a' }))).code).toBe('foreign-file');
    expect(tree()).toEqual({ 'a.yaml': 'mine' });
  });

  it('follows no link out of the folder', () => {
    const elsewhere = join(out, 'elsewhere');
    const inner = join(out, 'inner');
    mkdirSync(elsewhere);
    mkdirSync(inner);
    symlinkSync(elsewhere, join(inner, 'infra'));
    expect(failure(() => writeFiles(inner, files({ 'infra/a.yaml': 'a' }))).code).toBe('foreign-file');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('does not believe an index that leads out of the folder', () => {
    const victim = join(out, 'victim');
    writeFileSync(victim, 'precious');
    const inner = join(out, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, '.platform-mesh.json'), JSON.stringify({ files: ['../victim', victim] }));
    writeFiles(inner, files({ 'a.yaml': 'a' }));
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  // Node's own recursive mkdir never comes back from there.
  (process.platform === 'linux' ? it : it.skip)('says so where no folder can be made', () => {
    const { code, message } = failure(() => writeFiles('/proc/x/y', files({ 'a/b.yaml': 'b' })));
    expect({ code, message }).toEqual({
      code: 'unwritable-file',
      message: '/proc/x: cannot be written: nothing can be made there; the old files are unchanged',
    });
  });

  it.each(['write', 'rename'] as const)('leaves the old files as they were when a %s fails, wherever it does', (operation) => {
    writeFiles(out, files({ 'a.yaml': 'a', 'b/c.yaml': 'c', 'gone.yaml': 'x' }));
    const before = tree();
    for (let allowed = 0; ; allowed += 1) {
      const fs = failingAfter(operation, allowed);
      let failed = true;
      try {
        writeFiles(out, files({ 'a.yaml': 'a2', 'b/c.yaml': 'c2', 'new/d.yaml': 'd' }), fs);
        failed = false;
      } catch (error) {
        expect(error).toBeInstanceOf(FileError);
        expect((error as FileError).message).toContain('the disk is full');
      }
      if (!failed) break;
      expect(tree()).toEqual(before);
    }
    expect(tree()).toMatchObject({ 'a.yaml': 'a2', 'b/c.yaml': 'c2', 'new/d.yaml': 'd' });
  });

  it('says what is in the way when the folder is a file', () => {
    const file = join(out, 'file');
    writeFileSync(file, '');
    expect(failure(() => writeFiles(file, files({ 'a.yaml': 'a' })))).toMatchObject({ code: 'unwritable-file' });
  });
});

/** The real file system, but for one operation that finds the disk full once it was used so many times. */
function failingAfter(operation: 'write' | 'rename', allowed: number): FileSystem {
  let used = 0;
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: 'somewhere' });
  return {
    ...nodeFileSystem,
    [operation]: (from: string, to: string) => {
      used += 1;
      // What puts the old files back must work: only the first failure is tested.
      if (used === allowed + 1) throw full;
      nodeFileSystem[operation](from, to);
    },
  };
}
