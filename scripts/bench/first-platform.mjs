// Measures the first `platform-mesh apply` of a platform on an empty cluster and an empty kcp, then one that has nothing to do.
//   npm run bench:first              prints the table
//   npm run bench:first -- --write   and writes it into docs/performance.md
// The reference's profile is measured where the recorded cases are beside the project.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { install } from '../../test/e2e/crds.ts';
import { foreignCrds } from '../../test/e2e/foreign-crds.ts';
import { installKcpOperator, putSecret, sayAvailable, shareAdmin } from '../../test/e2e/kcp-servers.ts';
import { EXPOSURE, startPlatformInKcp } from '../../test/e2e/platform-in-kcp.ts';
import { call, readAudit, startKube } from '../../test/servers/index.ts';

const PROGRAM = process.env.PLATFORM_MESH_PROGRAM ?? 'lib/bundle/platform-mesh.js';
const NAMESPACE = 'platform-mesh-system';
const folder = mkdtempSync(join(tmpdir(), 'first-platform-'));
const [kube, platform] = await Promise.all([startKube({ suite: 'bench-first' }), startPlatformInKcp('bench-first', [])]);
try {
  for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  await call(kube, '/api/v1/namespaces', { method: 'POST', body: { metadata: { name: NAMESPACE } } });
  await installKcpOperator(kube);
  await sayAvailable(kube, NAMESPACE);
  await shareAdmin(kube, platform.kcp, NAMESPACE);
  for (const name of ['rebac-authz-webhook-cert', 'account-operator-webhook-server-cert', 'security-operator-ca-secret', 'domain-certificate'])
    await putSecret(kube, NAMESPACE, name, { 'ca.crt': platform.ca });
  const flags = inputs();
  for (const what of ['first', 'again', 'again']) {
    const marks = [kube.auditLog, platform.kcp.auditLog].map((log) => readAudit(log).length);
    const start = performance.now();
    const { code, lines } = await apply(flags, start);
    const ms = performance.now() - start;
    const counts = [kube.auditLog, platform.kcp.auditLog].map(
      (log, index) => readAudit(log).slice(marks[index]).filter(({ userAgent }) => userAgent.startsWith('platform-mesh')).length,
    );
    console.log(what, `${Math.round(ms)} ms`, `exit ${code}`, `${counts[0]} + ${counts[1]} requests`);
    if (process.argv.includes('--lines')) console.log(lines.join('\n'));
  }
} finally {
  await platform.stop();
  await kube.stop();
  rmSync(folder, { recursive: true, force: true });
}

function inputs() {
  const file = join(folder, 'platform-mesh.yaml');
  const profile = join(folder, 'profile.yaml');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'PlatformMesh',
      metadata: { name: 'mesh', namespace: NAMESPACE },
      spec: { exposure: EXPOSURE },
    }),
  );
  writeFileSync(
    profile,
    JSON.stringify({ infra: { deploymentTechnology: 'fluxcd' }, components: { deploymentTechnology: 'fluxcd', services: {} } }),
  );
  return ['-f', file, '--profile', profile];
}

function apply(flags, start) {
  const child = spawn(process.execPath, [PROGRAM, 'apply', ...flags, '--kubeconfig', kube.kubeconfig, '--kcp-url', platform.kcp.url, '--timeout', '120s'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const lines = [];
  child.stderr.setEncoding('utf8').on('data', (text) => {
    for (const line of text.split('\n').filter(Boolean)) lines.push(`${((performance.now() - start) / 1000).toFixed(2)} ${line}`);
  });
  return new Promise((done, fail) => child.once('error', fail).once('close', (code) => done({ code, lines })));
}
