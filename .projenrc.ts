import { DependencyType, javascript, JsonFile, TextFile, typescript } from 'projen';

const project = new typescript.TypeScriptProject({
  name: 'platform-mesh-cdk8s',
  description: 'Platform Mesh as cdk8s constructs: synthesize, plan, apply and explain a platform from one resource and a profile',
  authorName: 'Platform Mesh contributors',
  authorOrganization: true,
  authorUrl: 'https://platform-mesh.io',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  repository: 'https://github.com/platform-mesh/platform-mesh-cdk8s',
  keywords: ['cdk8s', 'kubernetes', 'kcp', 'flux', 'argocd', 'ocm', 'platform-mesh'],
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '22.19.0',
  entrypoint: 'lib/index.js',
  entrypointTypes: 'lib/index.d.ts',
  bin: { 'platform-mesh': 'lib/bundle/platform-mesh.js' },

  deps: [
    '@kubernetes/client-node',
    'cdk8s',
    'commander',
    'constructs',
    'diff',
    'fastest-levenshtein',
    'log-update',
    'p-map',
    'picocolors',
    'typebox',
    'undici',
    'yaml',
  ],
  devDeps: [
    '@jest/globals',
    '@jest/test-sequencer',
    '@swc/core@1.16.18',
    '@swc/jest',
    '@types/node@^24',
    'cdk8s-cli',
    'dependency-cruiser',
    'esbuild',
    'eslint',
    'fast-check',
    'jest',
    'node@24',
    'playwright-core',
    'prettier@3.10.1',
    'typedoc',
    'typedoc-plugin-markdown',
    'typescript@~6.0',
    'typescript-eslint',
  ],

  // The tools that projen would configure are configured by files of our own: they are read more often than changed.
  eslint: false,
  jest: false,
  prettier: false,
  projenrcTs: false,
  github: false,
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  package: false,
  sampleCode: false,
  disableTsconfigDev: true,
  docgen: false,

  tsconfig: {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024'],
      module: 'node20',
      moduleResolution: javascript.TypeScriptModuleResolution.NODE16,
      rootDir: 'src',
      outDir: 'lib',
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      noPropertyAccessFromIndexSignature: false,
      noFallthroughCasesInSwitch: true,
      isolatedModules: true,
      esModuleInterop: true,
      skipLibCheck: true,
      declaration: true,
    },
    include: ['src/**/*.ts'],
  },
  gitignore: ['/dist/', '/examples/*/dist/', '/lib/', '.DS_Store', '/coverage/', '/test-reports/', '/.tmp/'],
});

// projen wants it for itself as well; one entry is enough.
project.deps.removeDependency('constructs', DependencyType.BUILD);

project.package.addVersion('0.1.0');
project.package.addField('type', 'module');
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './constructs': { types: './lib/constructs/index.d.ts', default: './lib/constructs/index.js' },
  './gotemplate': { types: './lib/gotemplate/index.d.ts', default: './lib/gotemplate/index.js' },
  './resources': { types: './lib/resources/index.d.ts', default: './lib/resources/index.js' },
  './testing': { types: './lib/testing/index.d.ts', default: './lib/testing/index.js' },
  './package.json': './package.json',
});
// Later releases were not published for every platform, so `npm ci` would refuse their lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// npm asks before it runs a dependency's install script; these two fetch nothing but their own binaries.
project.package.addField('allowScripts', {
  node: true,
  '@swc/core': true,
  '@parcel/watcher': false,
  esbuild: false,
  'unrs-resolver': false,
});
// The command line is published as its bundle alone.
project.package.addField('files', ['lib', '!lib/cli', '!lib/cdk8s-app.*', 'assets', 'manifests', 'README.md', 'LICENSE']);

const tsconfig = project.tsconfig?.file;
tsconfig?.addOverride('compilerOptions.moduleResolution', 'node16');
tsconfig?.addDeletionOverride('compilerOptions.inlineSourceMap');
tsconfig?.addDeletionOverride('compilerOptions.inlineSources');
tsconfig?.addDeletionOverride('compilerOptions.alwaysStrict');
tsconfig?.addDeletionOverride('compilerOptions.stripInternal');

new JsonFile(project, 'tsconfig.test.json', {
  marker: false,
  obj: {
    extends: './tsconfig.json',
    compilerOptions: {
      noEmit: true,
      rootDir: '.',
      types: ['node'],
      // Examples read as a user's own files: they name the package, and each other with their extension.
      allowImportingTsExtensions: true,
      paths: { 'platform-mesh-cdk8s': ['./src/index.ts'], 'platform-mesh-cdk8s/*': ['./src/*/index.ts'] },
    },
    include: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts', 'docs/**/*.ts', '*.ts'],
    exclude: ['node_modules'],
  },
});
new TextFile(project, '.npmrc', {
  lines: ['omit-lockfile-registry-resolved=true', 'fund=false', 'audit=false', 'update-notifier=false', ''],
});

// `node .projenrc.ts` needs no TypeScript runner: Node strips the types.
project.defaultTask?.reset('node .projenrc.ts');

// One generated module per kind that is emitted; the schemas lie beside the project, the result is committed.
const imported: Record<string, string> = {
  application: 'argocd/applications.argoproj.io',
  'app-project': 'argocd/appprojects.argoproj.io',
  certificate: 'cert-manager/certificates.cert-manager.io',
  issuer: 'cert-manager/issuers.cert-manager.io',
  'helm-release': 'flux/helmreleases.helm.toolkit.fluxcd.io',
  'git-repository': 'flux/gitrepositories.source.toolkit.fluxcd.io',
  'helm-repository': 'flux/helmrepositories.source.toolkit.fluxcd.io',
  'oci-repository': 'flux/ocirepositories.source.toolkit.fluxcd.io',
  kustomization: 'flux/kustomizations.kustomize.toolkit.fluxcd.io',
  resource: 'ocm/resources.delivery.ocm.software',
  'api-binding': 'kcp/apibindings.apis.kcp.io',
  'api-export': 'kcp/apiexports.apis.kcp.io',
  'api-export-endpoint-slice': 'kcp/apiexportendpointslices.apis.kcp.io',
  'api-resource-schema': 'kcp/apiresourceschemas.apis.kcp.io',
  workspace: 'kcp/workspaces.tenancy.kcp.io',
  'workspace-authentication-configuration': 'kcp/workspaceauthenticationconfigurations.tenancy.kcp.io',
  'workspace-type': 'kcp/workspacetypes.tenancy.kcp.io',
};
const importTask = project.addTask('import', {
  description: 'Generate src/imports from the CRDs of the kinds that are emitted',
  env: { CHECKPOINT_DISABLE: '1' },
});
for (const [name, file] of Object.entries(imported)) {
  importTask.exec(`cdk8s import ${name}:=../shared/crds/${file}.yaml --output src/imports --language typescript --no-save`);
}

project.testTask.reset();
project.testTask.description = 'Every test that needs no server';
project.testTask.exec('jest --ci', { receiveArgs: true, env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } });
project.compileTask.reset('tsc --project tsconfig.json');
project.compileTask.exec('node scripts/bundle.mjs');
project.packageTask.reset();
project.preCompileTask.reset();
project.postCompileTask.reset();

project.addTask('lint', {
  description: 'Types, style, complexity, and which room may import which',
  steps: [
    { exec: 'tsc --project tsconfig.test.json' },
    { exec: 'eslint --max-warnings 0 .' },
    { exec: 'prettier --check --log-level warn .' },
    { exec: 'depcruise --config dependency-cruiser.config.cjs src' },
  ],
});
project.addTask('format', { description: 'Lay out every source file anew', exec: 'prettier --write --log-level warn .' });
project.addTask('snapshots', {
  description: 'Write the snapshots anew, to be reviewed like code',
  exec: 'jest --updateSnapshot',
  receiveArgs: true,
  env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
});
project.addTask('manifests', {
  description: 'Write manifests/ from the schemas',
  steps: [{ spawn: 'compile' }, { exec: 'node scripts/manifests.mjs' }],
});
project.addTask('conformance', {
  description: 'Compare with the recorded behaviour of the reference',
  steps: [{ spawn: 'compile' }, { exec: 'node scripts/conformance.mjs', receiveArgs: true }],
});
project.addTask('conformance:runtime', {
  description: 'Do recorded steps of the reference again on real servers, and compare: [DIR] [case...]',
  steps: [{ spawn: 'compile' }, { exec: 'node --no-warnings scripts/conformance-runtime/main.ts', receiveArgs: true }],
});
project.addTask('bench', {
  description: 'Measure time and memory; --write puts the tables into docs/performance.md',
  steps: [{ spawn: 'compile' }, { exec: 'node scripts/bench.mjs', receiveArgs: true }],
});
project.addTask('bench:runtime', {
  description: 'Measure apply beside kubectl on a real API server; --write puts the table into docs/performance.md',
  steps: [{ spawn: 'compile' }, { exec: 'node --no-warnings scripts/bench-runtime.mjs', receiveArgs: true }],
});
project.addTask('bench:first', {
  description: 'Measure the first apply of a platform on an empty kcp; --write puts the table into docs/performance.md',
  steps: [{ spawn: 'compile' }, { exec: 'node --no-warnings scripts/bench/first-platform.mjs', receiveArgs: true }],
});
project.addTask('package-test', {
  description: 'Install the packed project in an empty folder and use it there',
  steps: [
    { exec: 'node --eval "fs.rmSync(\'lib\', { recursive: true, force: true })"' },
    { spawn: 'compile' },
    { exec: 'node scripts/package-test.mjs' },
  ],
});
project.addTask('docs', {
  description: 'Write what is generated in docs/: pages, the API, and what commands print',
  steps: [
    { spawn: 'compile' },
    { exec: 'node docs/generate/main.ts' },
    { exec: 'node scripts/api-docs.mjs' },
    { exec: 'node scripts/docs-console.mjs --write' },
  ],
});
project.addTask('servers', {
  description: 'Build the servers that the end-to-end tests run, once, into the cache of the user',
  exec: 'node test/servers/build.ts',
  receiveArgs: true,
});
project.addTask('e2e', {
  description: 'Every test that needs real servers, with the built command line; skipped where servers cannot be built',
  env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  steps: [
    { spawn: 'compile' },
    { exec: 'node test/servers/build.ts --if-possible' },
    { exec: 'jest --config jest.e2e.config.js --ci', receiveArgs: true },
  ],
});
project.addTask('e2e:kills', {
  description:
    'The long form of the kill -9 tests: 200 kills, each followed by a check of every invariant, and 60 of first applies with kcp',
  env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings', E2E_KILLS: 'long', SERVERS_REQUIRED: '1' },
  steps: [
    { spawn: 'compile' },
    { exec: 'node test/servers/build.ts etcd kube-apiserver kubectl kcp' },
    { exec: 'jest --config jest.e2e.config.js --ci test/e2e/kills.test.ts test/e2e/kcp-kills.test.ts', receiveArgs: true },
  ],
});
project.setScript('start', 'projen quickstart');
project.setScript('prepack', 'projen compile');
project.addTask('quickstart', {
  description: 'Synthesize the quickstart example into dist/',
  steps: [{ spawn: 'compile' }, { exec: 'node lib/bundle/platform-mesh.js synth -f examples/quickstart --out dist' }],
});

project.synth();
