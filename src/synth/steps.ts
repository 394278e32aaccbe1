import { at, refOf, type KubernetesObject } from '../kubernetes/index.js';
import { hasPlaceholders, SOURCE_PLACEHOLDER, type GitOpsStep, type Manifest, type UnresolvedValue, type Wait } from '../charts/index.js';
import { gateOf } from '../readiness/index.js';

/** A manifest and the file that it is written to, below the output folder. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly file: string;
}

/** What is applied at once, in order: a chart is a step. */
export function stepsOf(placed: readonly PlacedManifest[], unresolved: readonly UnresolvedValue[]): readonly GitOpsStep[] {
  return [...Map.groupBy(placed, ({ manifest }) => manifest.order).values()].flatMap((step) => {
    const [first] = step;
    if (!first) return [];
    return {
      name: first.manifest.chart,
      target: first.manifest.target,
      files: [...new Set(step.map(({ file }) => file))],
      waits: step.flatMap(({ manifest }) => waitFor(manifest.object)),
      objects: step.map(({ manifest }) => refOf(manifest.object)),
      variables: variablesIn(step, unresolved),
      unknownSources: step.flatMap(({ manifest }) => (hasUnknownSource(manifest.object) ? [manifest.object.metadata.name] : [])),
    };
  });
}

/** The steps that Argo CD cannot apply, since they hold placeholders; and how many steps there are. */
export function stepsLeftOut(
  manifests: readonly Manifest[],
  unresolved: readonly UnresolvedValue[],
): { readonly steps: readonly GitOpsStep[]; readonly of: number } {
  const all = stepsOf(
    manifests.map((manifest) => ({ manifest, file: '' })),
    unresolved,
  );
  return { steps: all.filter(hasPlaceholders), of: all.length };
}

/** Only objects in kcp have placeholders, so thousands of releases are not searched. */
function variablesIn(step: readonly PlacedManifest[], unresolved: readonly UnresolvedValue[]): readonly string[] {
  if (step[0]?.manifest.target.startsWith('kcp/') !== true || unresolved.length === 0) return [];
  const text = JSON.stringify(step.map(({ manifest }) => manifest.object));
  return unresolved.flatMap(({ name }) => (text.includes(`\${${name}:=`) ? [name] : []));
}

function hasUnknownSource(object: KubernetesObject): boolean {
  return (
    object.kind === 'Application' &&
    ['repoURL', 'targetRevision', 'path'].some((field) => at(object, 'spec', 'source', field) === SOURCE_PLACEHOLDER)
  );
}

/** An object with a gate holds the next step; every other one is applied and not waited for. */
function waitFor({ apiVersion, kind, metadata }: KubernetesObject): readonly Wait[] {
  const until = gateOf({ apiVersion, kind });
  return until === undefined ? [] : [{ apiVersion, kind, name: metadata.name, until }];
}
