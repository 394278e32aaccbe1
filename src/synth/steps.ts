import type { KubernetesObject } from '../kubernetes/index.js';
import type { GitOpsStep, Manifest, UnresolvedValue, Wait } from '../charts/index.js';

/** A manifest and the file that it is written to, below the output folder. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly file: string;
}

/** When what others need is ready. Everything else is applied and left to itself. */
const READY: Readonly<Record<string, Wait['until']>> = {
  WorkspaceType: { condition: 'Ready' },
  Workspace: { phase: 'Ready' },
  APIExport: { condition: 'IdentityValid' },
  APIBinding: { phase: 'Bound' },
  CustomResourceDefinition: { condition: 'Established' },
};

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

/** Only what goes into kcp has any; thousands of releases are not looked through. */
function hasPlaceholders(step: readonly PlacedManifest[], placeholders: readonly string[]): boolean {
  if (step[0]?.manifest.target.startsWith('kcp/') !== true || placeholders.length === 0) return false;
  const text = JSON.stringify(step.map(({ manifest }) => manifest.object));
  return placeholders.some((placeholder) => text.includes(placeholder));
}

function waitFor({ apiVersion, kind, metadata }: KubernetesObject): readonly Wait[] {
  const until = READY[kind];
  return until === undefined ? [] : [{ apiVersion, kind, name: metadata.name, until }];
}
