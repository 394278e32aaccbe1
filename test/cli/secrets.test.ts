import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh } from './platform-mesh.js';

const MESH = `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: mesh
  namespace: mesh-system
spec:
  values:
    services:
      portal:
        values:
          adminPassword: overlay-HUNTER
  kcp:
    extraProviderConnections:
    - path: root:providers
      secret: portal-kubeconfig
      endpointSliceName: portal
`;

const PROFILE = `components:
  deploymentTechnology: TECHNOLOGY
  token: variable-HUNTER
  services:
    portal:
      enabled: true
      repoURL: https://robot:repository-HUNTER@charts.example.com
      values:
        host: portal.example.com
        adminPassword: '{{ "profile-HUNTER" }}'
        apiToken: 'x{{ .token }}'
        existingSecret: portal-secret
        database: postgres://user:url-HUNTER@db:5432/mesh
        env:
        - {name: TOKEN, value: env-HUNTER}
        - {name: LEVEL, value: info}
        args: [--password, args-HUNTER, --verbose]
        config: '{"clientSecret": "json-HUNTER"}'
`;

let folder: string;
const files = (technology: string): readonly string[] => [
  '-f',
  join(folder, 'platform-mesh.yaml'),
  '--profile',
  join(folder, `${technology}.yaml`),
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  writeFileSync(join(folder, 'platform-mesh.yaml'), MESH);
  for (const technology of ['fluxcd', 'argocd']) {
    const profile = PROFILE.replace('TECHNOLOGY', technology);
    writeFileSync(join(folder, `${technology}.yaml`), profile);
    await platformMesh('synth', ...files(technology), '--out', join(folder, 'out', technology));
    writeFileSync(join(folder, `${technology}.yaml`), profile.replaceAll('-HUNTER', '-HUNTER2'));
  }
  writeFileSync(join(folder, 'platform-mesh.yaml'), MESH.replace('-HUNTER', '-HUNTER2'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['fluxcd', 'argocd'])('diff of a platform on %s', (technology) => {
  const diff = (...more: readonly string[]): ReturnType<typeof platformMesh> =>
    platformMesh('diff', ...files(technology), '--against', join(folder, 'out', technology), ...more);

  it.each(['text', 'json', 'yaml', 'markdown'])('prints no secret as %s, and tells what changed', async (format) => {
    const { code, out, err } = await diff('--output', format, '--exit-code');
    expect(code).toBe(3);
    expect(out + err).not.toContain('HUNTER');
    expect(out).toMatch(/adminPassword[\s\S]*\(hidden, (?:before|after)\)/u);
    expect(out).toContain('user:(hidden, after)@db:5432/mesh');
  });

  it('prints them where that is asked for', async () => {
    const { out } = await diff('--show-secrets');
    for (const place of ['overlay', 'variable', 'url', 'env', 'args', 'json']) expect(out).toContain(`${place}-HUNTER2`);
    expect(out).not.toContain('hidden');
  });
});

describe.each(['fluxcd', 'argocd'])('explain of a platform on %s', (technology) => {
  const kind = technology === 'fluxcd' ? 'HelmRelease' : 'Application';
  const values = technology === 'fluxcd' ? 'spec.values' : 'spec.source.helm.values';

  it.each([
    [],
    ['services.portal'],
    ['services.portal.values.adminPassword'],
    ['services.portal.values.apiToken'],
    ['services.portal.values.env.0.value'],
    ['services.portal.values.args.1'],
    [`${kind}/portal`],
    [`${kind}/portal`, `${values}.adminPassword`],
    [`${kind}/portal`, `${values}.env.0.value`],
  ])('prints no secret of %s %s', async (...query) => {
    for (const format of ['text', 'json', 'yaml']) {
      const { code, out, err } = await platformMesh('explain', ...files(technology), ...query, '--output', format);
      expect(code).toBe(0);
      expect(out + err).not.toContain('HUNTER');
    }
    const shown = await platformMesh('explain', ...files(technology), ...query, '--show-secrets');
    expect(shown.out).not.toContain('hidden');
  });
});

describe('a problem', () => {
  it('shows the line that it is about without the secret in it', async () => {
    const { err } = await platformMesh('validate', ...files('fluxcd'));
    expect(err).toContain('    3 |   token: ****************\n      |   ^^^^^\n');
  });
});

describe('explain', () => {
  it('shows who set a secret, and where', async () => {
    const { out } = await platformMesh('explain', ...files('fluxcd'), 'services.portal.values.adminPassword');
    expect(out.replaceAll(folder, '')).toBe(
      [
        'services.portal.values.adminPassword = (hidden)',
        '      profile      (hidden)  /fluxcd.yaml:10:24         from (hidden)',
        '  =>  spec.values  (hidden)  /platform-mesh.yaml:11:26',
        '',
      ].join('\n'),
    );
  });

  it('shows values that only name a Secret', async () => {
    const ask = async (path: string): Promise<string> => (await platformMesh('explain', ...files('fluxcd'), path, '--output', 'json')).out;
    expect(await ask('services.portal.values.existingSecret')).toContain('"value": "portal-secret"');
    expect(await ask('spec.kcp.extraProviderConnections.0.secret')).toContain('"value": "portal-kubeconfig"');
  });
});
