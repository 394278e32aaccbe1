import type { GitOpsStep, Manifest, UnresolvedValue, Wait } from '../charts/index.js';
import type { KubernetesObject } from '../kubernetes/index.js';
import { gateOf } from '../readiness/index.js';

/** A manifest and the file that it is written to, below the output folder. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly file: string;
}

/** What is applied at once, in order: a chart is a step. */
export function stepsOf(placed: readonly PlacedManifest[], unresolved: readonly UnresolvedValue[]): readonly GitOpsStep[] {
  const placeholders = unresolved.map(({ name }) => `\${${name}:=`);
  return [...Map.groupBy(placed, ({ manifest }) => manifest.order).values()].flatMap((step) => {
    const [first] = step;
    if (!first) return [];
    return {
      name: first.manifest.chart,
      target: first.manifest.target,
      files: [...new Set(step.map(({ file }) => file))],
      waits: step.flatMap(({ manifest }) => waitFor(manifest.object)),
      hasPlaceholders: hasPlaceholders(step, placeholders),
    };
  });
}

/** Only objects in kcp have placeholders, so thousands of releases are not searched. */
function hasPlaceholders(step: readonly PlacedManifest[], placeholders: readonly string[]): boolean {
  if (step[0]?.manifest.target.startsWith('kcp/') !== true || placeholders.length === 0) return false;
  const text = JSON.stringify(step.map(({ manifest }) => manifest.object));
  return placeholders.some((placeholder) => text.includes(placeholder));
}

/** An object with a gate holds the next step; every other one is applied and not waited for. */
function waitFor({ apiVersion, kind, metadata }: KubernetesObject): readonly Wait[] {
  const until = gateOf({ apiVersion, kind });
  return until === undefined ? [] : [{ apiVersion, kind, name: metadata.name, until }];
}
