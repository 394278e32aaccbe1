import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformMesh, type Result } from './platform-mesh.js';

const folder = mkdtempSync(join(tmpdir(), 'synth-left-out-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs synth for Argo CD on a platform of these services, with these values. */
function synth(services: readonly string[], runtimeValues: object | undefined, ...flags: readonly string[]): Promise<Result> {
  const profile = {
    components: { deploymentTechnology: 'argocd', services: Object.fromEntries(services.map((name) => [name, { enabled: true }])) },
    infra: { deploymentTechnology: 'argocd' },
  };
  const files = {
    mesh: {
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'PlatformMesh',
      metadata: { name: 'mesh', namespace: 'mesh-system' },
      spec: {},
    },
    profile,
    values: runtimeValues ?? {},
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(content));
  const values = runtimeValues ? ['--runtime-values', join(folder, 'values.yaml')] : [];
  return platformMesh(
    'synth',
    '-f',
    join(folder, 'mesh.yaml'),
    '--profile',
    join(folder, 'profile.yaml'),
    '--out',
    join(folder, 'out'),
    '--gitops',
    'argocd',
    '--gitops-repo',
    'https://git.example.com/a/b.git',
    '--gitops-path',
    '.',
    ...values,
    ...flags,
  );
}

describe('synth --gitops argocd', () => {
  it('lists and counts the steps that it leaves out, with what they lack', async () => {
    const { code, err } = await synth(['portal', 'openfga'], undefined);

    expect(code).toBe(0);
    expect(err).toContain(
      [
        '5 of 14 steps are left out, because Argo CD replaces no placeholders:',
        '  services: the source of openfga, portal',
        '  kcp-apis: IDENTITY_HASH_ROOT_TENANCY_KCP_IO',
        '',
      ].join('\n'),
    );
    expect(err).toContain('Give the values with --runtime-values or --runtime-values-from-cluster, and run synth again\n');
  });

  it('names the first of many', async () => {
    const { err } = await synth(['a', 'b', 'c', 'd', 'e', 'f', 'g'], undefined);

    expect(err).toContain('  services: the source of a, b, c, d, e and 2 more\n');
  });

  it('tells a program all of them', async () => {
    const { out } = await synth(['portal'], undefined, '--output', 'json');

    expect((JSON.parse(out) as { readonly stepsLeftOut: unknown }).stepsLeftOut).toEqual(
      expect.arrayContaining([
        { step: 'services', values: [], applications: ['portal'] },
        { step: 'kcp-apis', values: ['IDENTITY_HASH_ROOT_TENANCY_KCP_IO'], applications: [] },
      ]),
    );
  });

  it('leaves no step of Applications out whose sources are known', async () => {
    const { err } = await synth(['portal'], {
      ocmResources: { 'portal-chart': { version: '1.0.0', access: { imageReference: 'ghcr.io/charts/portal:1.0.0' } } },
    });

    expect(err).toContain('steps are left out');
    expect(err).not.toContain('the source of');
  });
});
