// Measures the first `platform-mesh apply` of a platform on an empty cluster and an empty kcp, then one that has nothing to do.
//   npm run bench:first              prints the table
//   npm run bench:first -- --write   and writes it into docs/performance.md
//   npm run bench:first -- --lines   prints the events of apply, with times
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SYSTEM } from '../../test/e2e/mesh.ts';
import { startForPlatform } from '../../test/e2e/platform-in-kcp.ts';
import { playCertManager } from '../../test/e2e/players/cert-manager.ts';
import { playPlatform } from '../../test/e2e/players/flux.ts';
import { readAudit } from '../../test/servers/index.ts';
import { measuredOn, report, table } from './figures.mjs';

const PROGRAM = process.env.PLATFORM_MESH_PROGRAM ?? 'lib/bundle/platform-mesh.js';
/** The steps whose end is told, in their order. */
const STEPS = {
  DeploymentSubroutine: 'Deployment done',
  KcpsetupSubroutine: 'KcpSetup done',
  ProvidersecretSubroutine: 'ProviderSecret done',
  WaitSubroutine: 'everything ready',
};

const recorded = resolve(process.env.CONFORMANCE_DIR ?? '../shared/conformance', 'cases/e2e-default-fluxcd-local');
const { kube, platform, mesh } = await startForPlatform('bench-first');
const players = [];
try {
  const [file, profile] = inputs();
  const flags = ['-f', file, '--profile', profile];
  // Controllers that answer at once.
  players.push(playPlatform(kube, SYSTEM), playCertManager(kube, SYSTEM));
  const rows = [];
  for (const what of ['first', 'no change', 'no change']) {
    const marks = logs().map((log) => readAudit(log).length);
    const start = performance.now();
    const { code, events, printed } = await apply(flags, start);
    const ms = performance.now() - start;
    const [kubeRequests, kcpRequests] = logs().map((log, index) => requestsIn(readAudit(log).slice(marks[index])));
    if (process.argv.includes('--lines')) for (const { at, ...event } of events) console.error(seconds(at), JSON.stringify(event));
    if (code !== 0) throw new Error(`apply ended with ${code}:\n${JSON.stringify(events.slice(-3), undefined, 1)}\n${printed}`);
    rows.push({ what, ms, kubeRequests, kcpRequests, phases: phasesOf(events) });
  }
  show(rows);
} finally {
  for (const player of players) await player.stop();
  await platform.stop();
  await kube.stop();
}

/** The real profile, where the recorded cases are; else a platform without services. */
function inputs() {
  if (existsSync(recorded)) return ['platformmesh.yaml', 'profile.yaml'].map((name) => join(recorded, name));
  console.error(`no recorded cases at ${recorded}: a platform without services is measured`);
  return mesh.files;
}

/** When each step was done for the first time after it last was not. */
function phasesOf(events) {
  const ends = new Map();
  for (const { type, step, kind, at } of events) {
    if (type !== 'step') continue;
    if (kind !== 'done') ends.delete(step);
    else if (!ends.has(step)) ends.set(step, at);
  }
  return ends;
}

function seconds(ms) {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function logs() {
  return [kube.auditLog, platform.kcp.auditLog];
}

/** A watch is in the log when it begins and when it ends. */
function requestsIn(events) {
  return events.filter(
    ({ userAgent, verb, stage }) => userAgent.startsWith('platform-mesh') && !(verb === 'watch' && stage === 'ResponseComplete'),
  ).length;
}

function show(rows) {
  report('first platform', [
    `${measuredOn({ what: 'for client, API server, etcd and kcp together' })}.`,
    table(
      ['apply', ...Object.values(STEPS), 'whole process', 'requests to the API server', 'requests to kcp'],
      rows.map(({ what, ms, kubeRequests, kcpRequests, phases }) => [
        what,
        ...Object.keys(STEPS).map((step) => (phases.has(step) ? seconds(phases.get(step)) : '')),
        seconds(ms),
        kubeRequests,
        kcpRequests,
      ]),
    ),
  ]);
}

function apply(flags, start) {
  const child = spawn(
    process.execPath,
    [PROGRAM, 'apply', ...flags, '--kubeconfig', kube.kubeconfig, '--kcp-url', platform.kcp.url, '--timeout', '180s', '--output', 'json'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const events = [];
  let printed = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (printed += text));
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop();
    for (const line of lines) events.push({ at: performance.now() - start, ...JSON.parse(line) });
  });
  return new Promise((done, fail) => child.once('error', fail).once('close', (code) => done({ code, events, printed })));
}
