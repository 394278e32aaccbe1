// Measures `platform-mesh apply` on a real API server, beside `kubectl apply --server-side` of the same objects.
//   npm run bench:runtime                    prints the table
//   npm run bench:runtime -- --write         and writes it into docs/performance.md
//   npm run bench:runtime -- 100 1000        other numbers of objects
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { install } from '../test/e2e/crds.ts';
import { foreignCrds } from '../test/e2e/foreign-crds.ts';
import { call, readAudit, startKube } from '../test/servers/index.ts';
import { binary } from '../test/servers/locate.ts';
import { measuredOn, report, table } from './bench/figures.mjs';
import { PLATFORM_MESH, profileOf, resolvedCharts } from './bench/profiles.mjs';

const PROGRAM = process.env.PLATFORM_MESH_PROGRAM ?? 'lib/bundle/platform-mesh.js';
const sizes = process.argv
  .slice(2)
  .filter((argument) => /^\d+$/u.test(argument))
  .map(Number);
const folder = mkdtempSync(join(tmpdir(), 'bench-runtime-'));
const kube = await startKube({ suite: 'bench-runtime' });
const environment = { ...process.env, NODE_OPTIONS: '' };
const rows = [];
try {
  for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  for (const size of sizes.length > 0 ? sizes : [100, 1_000, 5_000]) rows.push(...(await measure(size)));
} finally {
  await kube.stop();
  rmSync(folder, { recursive: true, force: true });
}
show(rows);

/** The same platform in two namespaces, one for each client, and where it is small, several times over. */
async function measure(size) {
  // A release, its source and two Resources each; the certificate of the authorization webhook beside them. Everything can be
  // applied at once, as kubectl does it: no component waits for another, and OCM has resolved all charts.
  const services = Math.max(1, Math.round((size - 4) / 4));
  const profile = file(`profile-${size}.yaml`, profileOf(services, 'fluxcd', { certManager: false }));
  const values = file(`values-${size}.yaml`, JSON.stringify(resolvedCharts(services)));
  const passes = Array.from({ length: size >= 5_000 ? 1 : 3 }, (_, pass) => ({
    ours: platform(`mesh-${size}-${pass}`, profile, values),
    theirs: platform(`kubectl-${size}-${pass}`, profile, values),
  }));
  const fresh = [];
  const again = [];
  let objects = 0;
  for (const { ours, theirs } of passes) {
    for (const namespace of ['platform-mesh-system', ours.namespace, theirs.namespace])
      await call(kube, '/api/v1/namespaces', { method: 'POST', body: { metadata: { name: namespace } } });
    await call(kube, '/api/v1/namespaces/platform-mesh-system/secrets', {
      method: 'POST',
      body: { metadata: { name: 'rebac-authz-webhook-cert' }, stringData: { 'ca.crt': 'an authority' } },
    });
    const manifests = manifestsOf(theirs);
    objects = manifests.objects;
    // In turns, so that what else the machine does meets both.
    fresh.push([await apply(ours), await kubectl(manifests.files)]);
    for (let pass = 0; pass < 2; pass += 1) again.push([await apply(ours), await kubectl(manifests.files)]);
  }
  return [
    ['fresh', fresh],
    ['no change', again],
  ].map(([what, runs]) => {
    const [mesh, other] = [0, 1].map((client) => best(runs.map((pass) => pass[client])));
    console.error(
      `${objects} objects, ${what}: ${mesh.ms.toFixed(0)} ms, kubectl ${other.ms.toFixed(0)} ms, ${(other.ms / mesh.ms).toFixed(1)} times`,
    );
    return { objects, what, mesh, other };
  });
}

function apply({ flags }) {
  return run('platform-mesh', process.execPath, [
    PROGRAM,
    'apply',
    ...flags,
    '--kubeconfig',
    kube.kubeconfig,
    '--only',
    'deployment',
    '--no-wait',
  ]);
}

function kubectl(files) {
  return run('kubectl', binary('kubectl'), [
    '--kubeconfig',
    kube.kubeconfig,
    '--cache-dir',
    join(folder, 'kubectl-cache'),
    'apply',
    '--server-side',
    ...files.flatMap((path) => ['-f', path]),
  ]);
}

function best(runs) {
  return runs.reduce((a, b) => (b.ms < a.ms ? b : a));
}

function file(name, text) {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function platform(namespace, profile, values) {
  const mesh = file(`${namespace}.yaml`, PLATFORM_MESH.replace('namespace: platform-mesh-system', `namespace: ${namespace}`));
  return { namespace, flags: ['-f', mesh, '--profile', profile, '--runtime-values', values] };
}

/** What `synth` writes for the clusters. */
function manifestsOf({ namespace, flags }) {
  const out = join(folder, `out-${namespace}`);
  execFileSync(process.execPath, [PROGRAM, 'synth', ...flags, '--out', out], { stdio: 'ignore', env: environment });
  // Objects that both platforms share would change hands with each turn.
  const files = ['runtime', 'infra'].flatMap((target) =>
    readdirSync(join(out, target))
      .map((name) => join(out, target, name))
      .filter((path) => readFileSync(path, 'utf8').includes(`namespace: ${namespace}\n`)),
  );
  const objects = files.reduce(
    (sum, path) =>
      sum +
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('kind: ')).length,
    0,
  );
  return { files, objects };
}

/** A process from its start to its end. Its CPU time and peak memory are looked at every few milliseconds, in Linux's words. */
async function run(userAgent, path, args) {
  const before = readAudit(kube.auditLog).length;
  const start = performance.now();
  const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'], env: environment });
  let printed = '';
  child.stderr.on('data', (chunk) => (printed += chunk));
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  let usage = { cpu: 0, peak: 0 };
  let running = true;
  const watching = (async () => {
    while (running) {
      usage = usageOf(child.pid) ?? usage;
      await sleep(5);
    }
  })();
  const code = await ended;
  const ms = performance.now() - start;
  running = false;
  await watching;
  if (code !== 0) throw new Error(`${path} ${args.join(' ')} ended with ${code}:\n${printed.slice(-2000)}`);
  const requests = readAudit(kube.auditLog)
    .slice(before)
    .filter((event) => event.userAgent.startsWith(userAgent)).length;
  return { ms, requests, ...usage };
}

function usageOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const [, kilobytes] = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // In hundredths of a second.
    return kilobytes === undefined ? undefined : { cpu: (Number(fields[11]) + Number(fields[12])) * 10, peak: Number(kilobytes) / 1024 };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

function show(measured) {
  const ms = (value) => (value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(1)} s`);
  const row = (name, { requests, ms: wall, cpu, peak }) => [
    name,
    requests.toLocaleString('en'),
    ms(wall),
    ms(cpu),
    `${peak.toFixed(0)} MB`,
  ];
  const rows = measured.flatMap(({ objects, what, mesh, other }) => [
    [`${objects.toLocaleString('en')} objects, ${what}`, ...row('platform-mesh', mesh), `${(other.ms / mesh.ms).toFixed(1)} times as fast`],
    ['', ...row('kubectl', other), ''],
  ]);
  const kubectlVersion = JSON.parse(execFileSync(binary('kubectl'), ['version', '--client', '--output', 'json'], { encoding: 'utf8' }))
    .clientVersion.gitVersion;
  const machine = measuredOn({ what: 'for client, API server and etcd together', more: [`kubectl ${kubectlVersion}`] });
  report('runtime figures', [
    `${machine}; the best of several runs in turns.`,
    table(['', 'client', 'requests', 'time', 'CPU of the client', 'its peak memory', ''], rows, [0, 1, 6]),
  ]);
}
