// Bundles the compiled command line into lib/bundle: one file for what every verb needs and one for each verb. Reading
// hundreds of modules is most of what a small platform would wait for. The folder lies as deep as lib/cli, so that
// paths relative to a module are the same.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

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
  // cdk8s and its packages are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
});
if (result.errors.length > 0 || result.warnings.length > 0) process.exit(1);
