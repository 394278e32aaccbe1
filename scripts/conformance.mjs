// Compares with the recorded behaviour of the reference, which lies beside the project where it is there at all.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const dir = resolve(process.env.CONFORMANCE_DIR ?? '../shared/conformance');
if (!existsSync(dir)) {
  console.log(`SKIPPED: no recorded behaviour at ${dir}; set CONFORMANCE_DIR to where it is`);
  process.exit(0);
}

const run = (script, args) => spawnSync(process.execPath, [`${dir}/${script}`, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
let failed = false;

const corpus = run('corpus.mjs', []);
process.stdout.write(corpus.stdout + corpus.stderr);
failed ||= corpus.status !== 0;

const only = process.argv[2] ?? '.';
const cases = run('compare.mjs', ['--only', only]);
process.stderr.write(cases.stderr);
process.stdout.write(cases.stdout);
failed ||= cases.status !== 0 || !/^[1-9]\d* passed, 0 failed$/mu.test(cases.stdout);
process.exit(failed ? 1 : 0);
