import { expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const PARTS = 'assets/graph/page';

it('the parts of the page script agree with each other and with the model', () => {
  const files = readdirSync(PARTS)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(PARTS, name));
  const program = ts.createProgram(files, {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.Node20,
    // The parts are no modules: they stand in one function.
    moduleDetection: ts.ModuleDetectionKind.Legacy,
    types: ['node'],
  });
  const found = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));

  expect(found.map(({ messageText, file }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)).toEqual([]);
}, 60_000);
