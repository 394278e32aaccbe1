import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { platformMesh } from './platform-mesh.js';

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

async function printed(...argv: readonly string[]): Promise<readonly string[]> {
  const { out } = await platformMesh('install', '--rbac-only', ...argv);
  return parseAllDocuments(out)
    .map((document) => document.toJS() as Printed)
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

describe('install', () => {
  it('says that there is nothing but access rights yet', async () => {
    expect(await platformMesh('install')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: --rbac-only is missing; .* \[missing-option\]\n {3}hint: add --rbac-only/u),
    });
  });

  it('prints one ServiceAccount for both clusters', async () => {
    expect(await printed('mesh', '--namespace', 'mine', '--technology', 'fluxcd')).toEqual([
      'ServiceAccount mine/platform-mesh-mesh',
      'Role mine/platform-mesh-mesh-infra',
      'RoleBinding mine/platform-mesh-mesh-infra',
      'Role kube-system/mine.platform-mesh-mesh-infra',
      'RoleBinding kube-system/mine.platform-mesh-mesh-infra',
      'Role mine/platform-mesh-mesh-runtime',
      'RoleBinding mine/platform-mesh-mesh-runtime',
      'Role platform-mesh-system/mine.platform-mesh-mesh-runtime',
      'RoleBinding platform-mesh-system/mine.platform-mesh-mesh-runtime',
      'Role kube-system/mine.platform-mesh-mesh-runtime',
      'RoleBinding kube-system/mine.platform-mesh-mesh-runtime',
    ]);
  });

  it('prints those of one cluster', async () => {
    expect(await printed('--target', 'infra', '--technology', 'argocd')).toEqual([
      'ServiceAccount platform-mesh-system/platform-mesh',
      'Role argocd/platform-mesh-system.platform-mesh-infra',
      'RoleBinding argocd/platform-mesh-system.platform-mesh-infra',
      'Role platform-mesh-system/platform-mesh-infra',
      'RoleBinding platform-mesh-system/platform-mesh-infra',
      'Role kube-system/platform-mesh-system.platform-mesh-infra',
      'RoleBinding kube-system/platform-mesh-system.platform-mesh-infra',
    ]);
  });
});
