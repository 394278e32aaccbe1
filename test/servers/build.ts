// Builds what is missing of the servers that end-to-end tests run: `node test/servers/build.ts [--if-possible] [NAME...]`.
// With --if-possible it is no failure that they cannot be built; tests that need them are then skipped.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BINARIES, variableOf, type BinaryName } from './binaries.ts';
import { buildBinary, copyFluxCrds } from './go-build.ts';
import { fluxCrds, locate } from './locate.ts';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { 'if-possible': { type: 'boolean', default: false } } });
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const isBinary = (name: string): name is BinaryName => name in BINARIES;

function build(wanted: readonly BinaryName[]): void {
  const start = performance.now();
  wanted.forEach((name, index) => {
    const found = locate(name);
    if (found) return print(`${name}: ${found.path} (${found.from})`);
    print(`${name}: building, ${index + 1} of ${wanted.length} ...`);
    const { seconds, megabytes } = buildBinary(name);
    return print(`${name}: built in ${seconds} s, ${megabytes} MB`);
  });
  if (wanted.some((name) => BINARIES[name].module === 'flux') && fluxCrds() === undefined) print(`CRDs of Flux: ${copyFluxCrds()}`);
  print(`All there after ${Math.round((performance.now() - start) / 1000)} s.`);
}

function main(): void {
  const unknown = positionals.filter((name) => !isBinary(name));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not among ${Object.keys(BINARIES).join(', ')}`);
  const wanted = positionals.length > 0 ? positionals.filter(isBinary) : Object.keys(BINARIES).filter(isBinary);
  const missing = wanted.filter((name) => !locate(name));
  const hasGo = spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
  if (missing.length > 0 && !hasGo) throw new Error(`${missing.join(', ')}: install Go to build them, or name each by its variable, as in ${variableOf(missing[0] ?? '')}=/path`);
  build(wanted);
}

try {
  main();
} catch (error) {
  process.stderr.write(`servers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = options['if-possible'] ? 0 : 1;
}
