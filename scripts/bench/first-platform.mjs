// Measures the first `platform-mesh apply` of a platform on an empty cluster and an empty kcp, then one that has nothing to do.
//   npm run bench:first              prints the table
//   npm run bench:first -- --write   and writes it into docs/performance.md
//   npm run bench:first -- --lines   prints what apply says, with times
import { spawn } from 'node:child_process';
import { startForPlatform } from '../../test/e2e/platform-in-kcp.ts';
import { readAudit } from '../../test/servers/index.ts';
import { measuredOn, report, table } from './figures.mjs';

const PROGRAM = process.env.PLATFORM_MESH_PROGRAM ?? 'lib/bundle/platform-mesh.js';
const { kube, platform, mesh } = await startForPlatform('bench-first');
try {
  const [file, profile] = mesh.files;
  const flags = ['-f', file, '--profile', profile];
  const rows = [];
  for (const what of ['first', 'no change', 'no change']) {
    const marks = logs().map((log) => readAudit(log).length);
    const start = performance.now();
    const { code, lines } = await apply(flags, start);
    const ms = performance.now() - start;
    const [kubeRequests, kcpRequests] = logs().map((log, index) => requestsIn(readAudit(log).slice(marks[index])));
    if (process.argv.includes('--lines')) console.error(lines.join('\n'));
    if (code !== 0) throw new Error(`apply ended with ${code}:\n${lines.slice(-20).join('\n')}`);
    rows.push({ what, ms, kubeRequests, kcpRequests });
  }
  show(rows);
} finally {
  await platform.stop();
  await kube.stop();
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
      ['apply', 'time', 'requests to the API server', 'requests to kcp'],
      rows.map(({ what, ms, kubeRequests, kcpRequests }) => [what, `${(ms / 1_000).toFixed(1)} s`, kubeRequests, kcpRequests]),
    ),
  ]);
}

function apply(flags, start) {
  const child = spawn(
    process.execPath,
    [PROGRAM, 'apply', ...flags, '--kubeconfig', kube.kubeconfig, '--kcp-url', platform.kcp.url, '--timeout', '120s'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const lines = [];
  child.stderr.setEncoding('utf8').on('data', (text) => {
    for (const line of text.split('\n').filter(Boolean)) lines.push(`${((performance.now() - start) / 1000).toFixed(2)} ${line}`);
  });
  return new Promise((done, fail) => child.once('error', fail).once('close', (code) => done({ code, lines })));
}
