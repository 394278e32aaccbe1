import { resolve } from 'node:path';
import ts from 'typescript';
import type { Block } from './markdown-file.js';

const ROOT = resolve('.');

/** The subpaths of the package, as they lie in the sources. */
const PATHS = {
  'platform-mesh-cdk8s': ['./src/index.ts'],
  'platform-mesh-cdk8s/*': ['./src/*/index.ts'],
};

/** Errors of the compiler in blocks that are modules of their own, led by the place in the page. */
export function typeErrors(blocks: readonly Block[]): readonly string[] {
  const files = new Map(blocks.map((block, index) => [resolve(ROOT, `docs-block-${index}.ts`), block]));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, rootDir: '.', noEmit: true, noUnusedLocals: false, noUnusedParameters: false, paths: PATHS },
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const original = {
    fileExists: host.fileExists.bind(host),
    readFile: host.readFile.bind(host),
    getSourceFile: host.getSourceFile.bind(host),
  };
  host.fileExists = (path) => files.has(path) || original.fileExists(path);
  host.readFile = (path) => textOf(files.get(path)) ?? original.readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = textOf(files.get(path));
    return text === undefined ? original.getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ start = 0, messageText }) => {
      const line = source ? source.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${block.place}, line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** A block without imports is a module all the same. */
function textOf(block: Block | undefined): string | undefined {
  return block && `${block.text}\nexport {};\n`;
}
