// Builds what is missing of the servers that end-to-end tests run: `node test/servers/build.ts [--if-possible] [NAME...]`.
// With --if-possible it is no failure that they cannot be built; tests that need them are then skipped. In a run of CI that is
// short of time, which time-budget.ts knows, the last one is left to the next run.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BINARIES, CRDS, variableOf, type BinaryName, type BinarySource, type CrdFamily } from './binaries.ts';
import { buildBinary, copyCrds } from './go-build.ts';
import { crdFolder, locate } from './locate.ts';
import { buildDeadline, isLeftOut } from './time-budget.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'if-possible': { type: 'boolean', default: false } },
});
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const isBinary = (name: string): name is BinaryName => name in BINARIES;

/** Returns whether it is there. */
function provide(name: BinaryName, place: string): boolean {
  const found = locate(name);
  if (found) print(`${name}: ${found.path} (${found.from})`);
  if (found) return true;
  const left = isLeftOut(name, process.env, Date.now());
  if (!left) print(`${name}: building, ${place} ...`);
  const built = left ? undefined : buildBinary(name, timeoutOf(name));
  print(
    built
      ? `${name}: built in ${built.seconds} s, ${built.megabytes} MB`
      : `${name}: LEFT OUT, for this run is to end within an hour; its tests are skipped, and the next run builds it`,
  );
  return built !== undefined;
}

function timeoutOf(name: BinaryName): number | undefined {
  const { seconds }: BinarySource = BINARIES[name];
  const deadline = buildDeadline(process.env);
  return seconds === undefined || deadline === undefined ? undefined : deadline - Date.now();
}

function build(wanted: readonly BinaryName[]): void {
  const start = performance.now();
  const there = wanted.filter((name, index) => provide(name, `${index + 1} of ${wanted.length}`));
  for (const family of Object.keys(CRDS) as readonly CrdFamily[]) {
    if (there.some((name) => BINARIES[name].module === family) && crdFolder(family) === undefined)
      print(`CRDs of ${family}: ${copyCrds(family)}`);
  }
  const took = `after ${Math.round((performance.now() - start) / 1000)} s`;
  print(
    there.length === wanted.length
      ? `All there ${took}.`
      : `All but ${wanted.filter((name) => !there.includes(name)).join(', ')} there ${took}.`,
  );
}

function main(): void {
  const unknown = positionals.filter((name) => !isBinary(name));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not among ${Object.keys(BINARIES).join(', ')}`);
  const wanted = positionals.length > 0 ? positionals.filter(isBinary) : Object.keys(BINARIES).filter(isBinary);
  const missing = wanted.filter((name) => !locate(name));
  const hasGo = spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
  if (missing[0] && !hasGo)
    throw new Error(`${missing.join(', ')}: install Go to build them, or name each by its variable, as in ${variableOf(missing[0])}=/path`);
  build(wanted);
}

try {
  main();
} catch (error) {
  process.stderr.write(`servers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = options['if-possible'] ? 0 : 1;
}
