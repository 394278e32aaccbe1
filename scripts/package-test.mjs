// Packs the project with lib/ as it is, installs it in an empty folder and uses it there as its users do.
//   node scripts/package-test.mjs           fails when something of that does not work
//   node scripts/package-test.mjs --keep    leaves the folder behind
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** What was run, or looked at, and what came out of it. */
class Failure extends Error {}

const root = resolve(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'package-test-'));
const consumer = join(home, 'consumer');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const tarball = join(home, `${manifest.name}-${manifest.version}.tgz`);
const subpaths = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => manifest.name + path.slice(1));
let failures = 0;

// The order matters: without a package there is nothing to install, and without an installation nothing to use.
if (step('pack', pack) && step('install', install)) {
  step('ES modules and CommonJS get the same from every subpath', importEverything);
  step('the program of README.md', readmeProgram);
  for (const example of ['typed', 'own-service', 'provider']) step(`examples/${example}`, () => runExample(example));
  step('the command line', commandLine);
  step('types: node16, ES module', () => checkTypes('consumer.mts', { module: 'node16' }));
  step('types: nodenext, ES module', () => checkTypes('consumer.mts', { module: 'nodenext' }));
  step('types: nodenext, CommonJS', () => checkTypes('consumer.cts', { module: 'nodenext' }));
  step('types: bundler', () => checkTypes('consumer.mts', { module: 'esnext', moduleResolution: 'bundler' }));
  step('types of the examples', () =>
    checkTypes('examples/*/*.ts', { module: 'nodenext', types: ['node'], typeRoots: [join(root, 'node_modules/@types')] }),
  );
}
if (process.argv.includes('--keep')) console.log(`left behind: ${home}`);
else rmSync(home, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;

function step(label, run) {
  try {
    const said = run();
    console.log(`ok    ${label}${typeof said === 'string' ? `: ${said}` : ''}`);
    return said ?? true;
  } catch (error) {
    failures += 1;
    console.log(`FAIL  ${label}\n${error instanceof Failure ? error.message : error.stack}`);
    return undefined;
  }
}

/** Runs a command with this Node first on the PATH, and without what npm and jest told this process alone. */
function run(command, args, { cwd = consumer } = {}) {
  const kept = Object.entries(process.env).filter(
    ([key]) => key !== 'NODE_OPTIONS' && !/^npm_(?!config_(?:registry|cache|userconfig|globalconfig)$)/u.test(key),
  );
  const env = { ...Object.fromEntries(kept), PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout;
  throw new Failure(`$ ${[command, ...args].join(' ')}    (in ${cwd}, exit code ${status ?? error?.message})\n${stdout}${stderr}`);
}

function expect(holds, message) {
  if (!holds) throw new Failure(message);
}

function pack() {
  const [packed] = JSON.parse(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', home], { cwd: root }));
  const paths = packed.files.map(({ path }) => path);
  const unexpected = paths.filter((path) => !isExpected(path));
  expect(
    unexpected.length === 0,
    `the package holds files that "files" in package.json must not name, or that have no source any more:
  ${unexpected.join('\n  ')}
Delete lib/ and compile again, or correct "files".`,
  );
  const needed = [
    ...Object.values(manifest.exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target))),
    ...Object.values(manifest.bin),
    'README.md',
    'LICENSE',
  ];
  const missing = needed.map((path) => path.replace(/^\.\//u, '')).filter((path) => !paths.includes(path));
  expect(missing.length === 0, `the package lacks what its package.json names:\n  ${missing.join('\n  ')}`);
  return `${paths.length} files, ${megabytes(packed.size)} packed, ${megabytes(packed.unpackedSize)} unpacked`;
}

/** Modules with a source, their types, the bundle of the command line, and what is not code. */
function isExpected(path) {
  if (/^(?:package\.json|README\.md|LICENSE|manifests\/crds\/[\w.-]+\.yaml|assets\/.+)$/u.test(path)) return true;
  if (/^lib\/bundle\/[\w-]+\.js(?:\.LEGAL\.txt)?$/u.test(path)) return true;
  const [, module] = /^lib\/(.+?)(?:\.d\.ts|\.js)$/u.exec(path) ?? [];
  return module !== undefined && !/^(?:cli\/|cdk8s-app$)|\.test$/u.test(module) && existsSync(join(root, `src/${module}.ts`));
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function install() {
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  run('npm', ['install', tarball, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']);
  const copies = run('npm', ['ls', 'constructs', 'cdk8s', '--all', '--parseable']).trim().split('\n');
  expect(
    copies.length === 2,
    `one copy of cdk8s and one of constructs are needed, as objects of two do not know each other:\n  ${copies.join('\n  ')}`,
  );
  cpSync(join(root, 'examples/quickstart'), join(consumer, 'quickstart'), { recursive: true });
  for (const file of ['program.mjs', 'program.cjs']) cpSync(join(root, 'test/package', file), join(consumer, file));
  for (const file of ['consumer.mts', 'consumer.cts']) cpSync(join(root, 'test/package/consumer.ts'), join(consumer, file));
}

function importEverything() {
  const [esm, commonJs] = ['program.mjs', 'program.cjs'].map((program) => run('node', [program, ...subpaths]));
  expect(esm === commonJs, `program.mjs and program.cjs print different things:\n${esm}\n---\n${commonJs}`);
  for (const subpath of subpaths) expect(new RegExp(`^${subpath}: \\w`, 'mu').test(esm), `${subpath} exports nothing:\n${esm}`);
  expect(/kind: HelmRelease/u.test(esm), `there is no HelmRelease in the platform:\n${esm}`);
  return subpaths.join(', ');
}

/** What README.md says about the library works as it stands, on the files that it talks about. */
function readmeProgram() {
  const [, program] = /## As a library\n+```ts\n([\s\S]*?)```/u.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(program !== undefined, 'README.md: there is no `ts` block under "As a library"');
  const cwd = join(consumer, 'quickstart');
  writeFileSync(join(cwd, 'program.ts'), program);
  run('node', ['program.ts'], { cwd });
  return wrote(join(cwd, 'dist'), 'k8s.yaml');
}

function runExample(example) {
  const cwd = join(consumer, 'examples', example);
  cpSync(join(root, 'examples', example), cwd, { recursive: true, filter: (path) => !/\.test\.ts$|__snapshots__$/u.test(path) });
  run('node', ['main.ts'], { cwd });
  return wrote(join(cwd, 'dist'), 'kustomization.yaml');
}

function wrote(folder, ending) {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  expect(
    files.some((file) => file.endsWith(ending)),
    `nothing that ends in ${ending} was written into ${folder}: ${files.join(', ') || 'it is empty'}`,
  );
  return `${files.filter((file) => file.endsWith('.yaml')).length} files`;
}

function commandLine() {
  const version = run('npx', ['--no-install', 'platform-mesh', '--version']);
  expect(version.startsWith(`platform-mesh ${manifest.version}\n`), `platform-mesh --version prints\n${version}`);
  const stream = run('npx', [
    '--no-install',
    'platform-mesh',
    'synth',
    '-f',
    'quickstart/platform-mesh.yaml',
    '--profile',
    'quickstart/profile.yaml',
    '--stdout',
  ]);
  expect(/^kind: HelmRelease$/mu.test(stream), `platform-mesh synth --stdout prints\n${stream}`);
  return version.split('\n', 1)[0];
}

/** As strict as TypeScript is, declarations of packages included, with the compiler of this project. */
function checkTypes(files, options) {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: 'es2024',
    types: [],
  };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options }, include: [files] }));
  run('node', [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.json']);
}
