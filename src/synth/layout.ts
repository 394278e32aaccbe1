import type { Manifest, UnresolvedValue } from '../charts/index.js';
import { toYaml } from '../gotemplate/index.js';
import { applyOrderText } from './apply-order.js';
import { fileNameOf, folderOf } from './file-name.js';
import { gitOpsFiles, type GitOps } from './gitops.js';
import { kustomizationText } from './kustomization.js';
import { printManifest } from './print-yaml.js';
import { stepsOf } from './steps.js';

/** One file for each chart, or one for each object. */
export type Layout = 'chart' | 'resource';

/** Paths below the output folder, with `/`, and the text of each file. */
export type Files = ReadonlyMap<string, string>;

/** How manifests are laid out. */
export interface LayoutOptions {
  /** @default 'chart' */
  readonly layout?: Layout;
  /** Values that were not known, from the chart of the platform. @default - none */
  readonly unresolved?: readonly UnresolvedValue[];
  /** Objects by which a cluster applies the files from Git. @default - none */
  readonly gitOps?: GitOps;
}

/**
 * Lays manifests out as files: a folder for each target, each with a `kustomization.yaml` that names its files in the
 * order in which they may be applied; `kcp/apply-order.yml` tells the order of what goes into kcp, where one workspace
 * waits for another, `unresolved.yaml` the values that placeholders stand for, and `gitops/` holds the objects by which a
 * cluster applies all of it.
 */
export function synthesize(manifests: readonly Manifest[], { layout = 'chart', unresolved = [], gitOps }: LayoutOptions = {}): Files {
  const folders = new Map<string, Map<string, string>>();
  const names = layout === 'chart' ? chartNames(manifests) : resourceNames(manifests);
  manifests.forEach((manifest, index) => {
    const folder = folders.get(folderOf(manifest)) ?? new Map<string, string>();
    folders.set(folderOf(manifest), folder);
    const name = names[index] ?? '';
    const before = folder.get(name);
    folder.set(name, before === undefined ? printManifest(manifest.object) : `${before}---\n${printManifest(manifest.object)}`);
  });
  const files = new Map<string, string>();
  for (const [folder, contents] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [name, text] of contents) files.set(`${folder}/${name}`, text);
    files.set(`${folder}/kustomization.yaml`, kustomizationText([...contents.keys()]));
  }
  const steps = stepsOf(
    manifests.map((manifest, index) => ({ manifest, file: `${folderOf(manifest)}/${names[index] ?? ''}` })),
    unresolved,
  );
  const inKcp = steps.filter(({ target }) => target.startsWith('kcp/'));
  if (inKcp.length > 0) files.set('kcp/apply-order.yml', applyOrderText(inKcp));
  if (unresolved.length > 0) files.set('unresolved.yaml', unresolvedText(unresolved));
  for (const [path, text] of gitOps ? gitOpsFiles(gitOps, steps) : []) files.set(path, text);
  return files;
}

function unresolvedText(unresolved: readonly UnresolvedValue[]): string {
  const values = unresolved.map(({ name, description, form }) => ({ name, description, form }));
  const text = toYaml({ values }, { width: Infinity, portable: true });
  return `# Values that only a running platform knows; \${NAME:=0} stands for them in the manifests.\n${text}`;
}

/** Numbered by the order of the charts, so that the order is to be seen in a listing. */
function chartNames(manifests: readonly Manifest[]): readonly string[] {
  return manifests.map(({ chart, order }) => fileNameOf(String(order).padStart(2, '0'), chart));
}

/** Kind and name; the namespace and the group too where two would have the same name. */
function resourceNames(manifests: readonly Manifest[]): readonly string[] {
  const short = manifests.map((manifest) => `${folderOf(manifest)}/${fileNameOf(manifest.object.kind, manifest.object.metadata.name)}`);
  const counts = new Map<string, number>();
  for (const name of short) counts.set(name, (counts.get(name) ?? 0) + 1);
  const used = new Set<string>();
  return manifests.map((manifest, index) => {
    const { kind, apiVersion, metadata } = manifest.object;
    const unique = counts.get(short[index] ?? '') === 1;
    const wanted = unique
      ? fileNameOf(kind, metadata.name)
      : fileNameOf(kind, apiVersion.split('/')[0] ?? '', metadata.namespace ?? '', metadata.name);
    let name = wanted;
    for (let copy = 2; used.has(`${folderOf(manifest)}/${name}`); copy += 1) name = wanted.replace(/\.yaml$/u, `-${copy}.yaml`);
    used.add(`${folderOf(manifest)}/${name}`);
    return name;
  });
}

/** All manifests as one stream, each with a comment that names its target. */
export function printStream(manifests: readonly Manifest[]): string {
  return manifests.map(({ target, object }) => `---\n# target: ${target}\n${printManifest(object)}`).join('');
}
