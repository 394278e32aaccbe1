// Bundles the compiled command line into lib/bundle: one file for what every verb needs and one for each verb. Reading
// hundreds of modules is most of what a small platform would wait for. The folder lies as deep as lib/cli, so that
// paths relative to a module are the same.
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

/**
 * Node's own modules, without the `import` that reads every property of them, and so loads parts of Node that nobody uses.
 * The program itself imports them as usual, because it tells older versions, which know no other way, that they are too old.
 */
const builtins = {
  name: 'builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path, kind, importer }) =>
      kind === 'import-statement' && basename(importer) !== 'main.js' ? { path, namespace: 'builtin', sideEffects: false } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** The parts of undici that we use. All of it takes twice as long to load: fetch, WebSockets, caches, mocks. */
const undici = {
  name: 'undici',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^undici$/ }, ({ importer }) =>
      importer.includes('node_modules') ? undefined : { path: 'undici', namespace: 'undici' },
    );
    onLoad({ filter: /.*/, namespace: 'undici' }, () => ({
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        Dispatcher.prototype.request = require('undici/lib/api/api-request.js');
        exports.Agent = require('undici/lib/dispatcher/agent.js');
        exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');
      `,
      resolveDir: '.',
    }));
  },
};

rmSync('lib/bundle', { recursive: true, force: true });
const result = await build({
  // The renewal thread of a lease is a program of its own, found beside the chunk that starts it.
  entryPoints: { 'platform-mesh': 'lib/cli/main.js', 'renewal-thread': 'lib/runtime/manager/renewal-thread.js' },
  outdir: 'lib/bundle',
  bundle: true,
  splitting: true,
  minify: true,
  // Names of classes and functions appear in errors of cdk8s and in stacks.
  keepNames: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  legalComments: 'linked',
  plugins: [builtins, undici],
  // cdk8s and its packages are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
});
if (result.errors.length > 0 || result.warnings.length > 0) process.exit(1);
