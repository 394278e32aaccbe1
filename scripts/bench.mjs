// Measures the way from text to objects (warm) and whole processes (cold): time, memory, and where the time goes.
//   npm run bench                 prints the tables
//   npm run bench -- --write      and writes them into docs/performance.md
//   npm run bench -- --check      a short run that fails when a bound is exceeded
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measuredOn, report, table } from './bench/figures.mjs';
import { PLATFORM_MESH, profileOf } from './bench/profiles.mjs';

const check = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function file(name, text) {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The profile of the reference's own end-to-end test, where the recorded cases are. */
function realInputs() {
  const recorded = resolve(process.env.CONFORMANCE_DIR ?? '../shared/conformance', 'cases/e2e-default-fluxcd-local');
  if (!existsSync(recorded)) {
    console.error(`no recorded cases at ${recorded}: the real profile is not measured`);
    return [];
  }
  const text = readFileSync(join(recorded, 'profile.yaml'), 'utf8');
  const platformMesh = join(recorded, 'platformmesh.yaml');
  return ['fluxcd', 'argocd'].map((technology) => ({
    name: `real profile, ${technology}`,
    services: 0,
    platformMesh,
    profile: file(`real-${technology}.yaml`, text.replaceAll('deploymentTechnology: fluxcd', `deploymentTechnology: ${technology}`)),
  }));
}

function generatedInputs() {
  const platformMesh = file('platform-mesh.yaml', PLATFORM_MESH);
  const sizes = check ? [1_000, 5_000] : [10, 100, 1_000, 5_000];
  return sizes.flatMap((services) =>
    (check ? ['fluxcd'] : ['fluxcd', 'argocd']).map((technology) => ({
      name: `${services.toLocaleString('en')} services, ${technology}`,
      services,
      platformMesh,
      profile: file(`${services}-${technology}.yaml`, profileOf(services, technology)),
    })),
  );
}

function run(args, env = {}) {
  const start = performance.now();
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  if (result.status !== 0) throw new Error(`${args.join(' ')}\n${result.stderr}`);
  return { ms: performance.now() - start, out: result.stdout };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Whole processes of `synth`, into a folder that is empty each time, in turns with the peer, so that both meet the same machine. */
function cold({ platformMesh, profile, services }) {
  const peakFile = join(folder, 'peak');
  const peer = [];
  const rounds = services >= 5_000 && check ? 3 : services >= 1_000 ? 5 : 15;
  const runs = Array.from({ length: rounds }, () => {
    if (check) peer.push(run(['scripts/bench/peer.mjs', platformMesh, profile]).ms);
    const out = join(folder, 'out');
    rmSync(out, { recursive: true, force: true });
    return run(['lib/bundle/platform-mesh.js', 'synth', '-f', platformMesh, '--profile', profile, '--out', out]).ms;
  });
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  run(
    [
      '--require',
      resolve('scripts/bench/peak.cjs'),
      'lib/bundle/platform-mesh.js',
      'synth',
      '-f',
      platformMesh,
      '--profile',
      profile,
      '--out',
      join(folder, 'out'),
    ],
    { BENCH_PEAK: peakFile },
  );
  return { ms: median(runs), best: Math.min(...runs), peer: Math.min(...peer), peak: Number(readFileSync(peakFile, 'utf8')) / 1024 };
}

function stages({ platformMesh, profile, services }) {
  const passes = services >= 1_000 ? (services >= 5_000 ? 4 : 10) : 200;
  return JSON.parse(run(['scripts/bench/stages.mjs', platformMesh, profile, String(passes)]).out);
}

const rows = [...realInputs(), ...generatedInputs()].map((input) => {
  const { services } = input;
  const { warm, objects } = stages(input);
  const { ms, best, peer, peak } = cold(input);
  const row = { name: input.name, services, objects, cold: ms, best, peer, peak, warm };
  console.error(`${row.name}: ${row.objects.toFixed(1)} ms warm, ${row.cold.toFixed(0)} ms cold, ${row.peak.toFixed(0)} MB`);
  return row;
});

if (check) verify(rows);
else show(rows);

/**
 * The best `synth` against the best of its peer. The bounds are about twice the measured ratios (2.5, 1.0 and 0.7), so a mistake in the
 * order of growth exceeds them, and a slow machine, which slows both, does not.
 */
function verify(measured) {
  const failures = measured.flatMap(({ name, services, best, peer, peak }) => {
    const ratio = best / peer;
    console.error(`${name}: ${best.toFixed(0)} ms, its peer ${peer.toFixed(0)} ms, ${ratio.toFixed(2)} times`);
    return [
      ...(ratio > (services === 0 ? 5 : services < 5_000 ? 2 : 1.5) ? [`${name}: ${ratio.toFixed(2)} times the peer`] : []),
      ...(peak > (services >= 5_000 ? 500 : 300) ? [`${name}: ${peak.toFixed(0)} MB`] : []),
    ];
  });
  for (const failure of failures) console.error(`too much: ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function show(measured) {
  const ms = (value) =>
    value < 20 ? `${value.toFixed(1)} ms` : value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(2)} s`;
  report('figures', [
    `${measuredOn()}.`,
    table(
      ['input', 'text to objects, warm', 'whole process, median', 'best', 'peak memory'],
      measured.map((row) => [row.name, ms(row.objects), ms(row.cold), ms(row.best), `${row.peak.toFixed(0)} MB`]),
    ),
    'Where the time of a warm pass goes:',
    table(
      ['input', 'read, render, merge, check', 'constructs', 'objects', 'YAML'],
      measured.map(({ name, warm }) => [name, ms(warm.read), ms(warm.construct), ms(warm.manifest), ms(warm.print)]),
    ),
  ]);
}
