import { memoryFiles } from './memory-files.ts';
import type { Product } from './product.ts';

/** Parts of the spec that describe a running platform, each with something in it. */
export const RUNNING_PARTS = {
  kcp: '{extraWorkspaces: [{path: "root:orgs:mine", type: {name: org, path: root}}]}',
  featureToggles: '[{name: feature-enable-terminal-controller-manager}]',
  wait: '{resourceTypes: [{group: apps, version: v1, kind: Deployment}]}',
} as const;

export type RunningPart = keyof typeof RUNNING_PARTS;

/** Those of them that no manifest depends on: told by the manifests with one and without it. */
export function checkedOnly(product: Product): ReadonlySet<RunningPart> {
  const plain = manifests(product, '{}');
  const parts = Object.entries(RUNNING_PARTS) as [RunningPart, string][];
  return new Set(parts.filter(([part, sample]) => manifests(product, `{${part}: ${sample}}`) === plain).map(([part]) => part));
}

function manifests({ testing }: Product, spec: string): string {
  const files = {
    'platform-mesh.yaml': `apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata: {name: mesh, namespace: mesh}\nspec: ${spec}\n`,
    'profile.yaml': 'components: {services: {portal: {enabled: true}}}\n',
  };
  return testing.Testing.synthesize({ files: ['platform-mesh.yaml'], profile: 'profile.yaml', from: memoryFiles(files) });
}
