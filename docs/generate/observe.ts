import { memoryFiles } from './memory-files.ts';
import type { Product } from './product.ts';
import type { SchemaRow } from './schema-rows.ts';

/** Who reads a key: told by the objects that change with it. */
export const READERS = ['Flux', 'Argo CD', 'OCM'] as const;
export type Reader = (typeof READERS)[number];

const KINDS: Readonly<Record<string, Reader>> = {
  HelmRelease: 'Flux',
  Kustomization: 'Flux',
  Application: 'Argo CD',
  AppProject: 'Argo CD',
  Resource: 'OCM',
};

const PLATFORM_MESH = 'apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata: {name: mesh, namespace: mesh}\n';

export type Tree = Readonly<Record<string, unknown>>;

/** The sections of a profile. */
export interface Sections {
  readonly infra?: Tree;
  readonly components?: Tree;
}

/** Those whose objects differ between two profiles, with one technology and with the other. */
export function readersOf(product: Product, before: Sections, after: Sections): readonly Reader[] {
  const changed = new Set<Reader>();
  for (const technology of ['fluxcd', 'argocd']) {
    const [old, young] = [objects(product, before, technology), objects(product, after, technology)];
    for (const reader of READERS) if (old.get(reader) !== young.get(reader)) changed.add(reader);
  }
  return READERS.filter((reader) => changed.has(reader));
}

function objects({ library, testing }: Product, sections: Sections, deploymentTechnology: string): ReadonlyMap<Reader, string> {
  const profile = { infra: { deploymentTechnology, ...sections.infra }, components: { deploymentTechnology, ...sections.components } };
  const files = { 'platform-mesh.yaml': PLATFORM_MESH, 'profile.yaml': JSON.stringify(profile) };
  const { blueprint } = library.loadBlueprint({ files: ['platform-mesh.yaml'], profile: 'profile.yaml', from: memoryFiles(files) });
  const app = testing.Testing.app();
  new library.PlatformMeshChart(app, 'mesh', { blueprint });
  const found = new Map<Reader, string>();
  for (const { object } of library.manifestsOf(app)) {
    const reader = KINDS[object.kind];
    if (reader) found.set(reader, `${found.get(reader) ?? ''}${JSON.stringify(object)}\n`);
  }
  return found;
}

/** A map with the example of a key in it; without the key itself where `filled` is false, so that only the key makes the difference. */
export function withExample(base: Tree, row: Pick<SchemaRow, 'path' | 'example'>, filled: boolean): Tree {
  return place(base, row.path.split('.'), row.example, filled);
}

function place(base: Tree, [step = '', ...rest]: readonly string[], example: unknown, filled: boolean): Tree {
  if (rest.length === 0) return filled ? { ...base, [step]: example } : base;
  const key = step.replace(/\[\]$/u, '');
  const inner = base[key];
  if (key !== step) return { ...base, [key]: [place(Array.isArray(inner) ? (inner[0] as Tree) : {}, rest, example, filled)] };
  return { ...base, [key]: place((inner as Tree | undefined) ?? {}, rest, example, filled) };
}
