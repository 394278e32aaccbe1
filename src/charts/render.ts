import { keyOf, refOf, type ObjectRef } from '../kubernetes/index.js';
import type { Blueprint, Component, RuntimeValues } from '../profile/index.js';
import type { ComponentContext } from './component-charts.js';
import { KnownValues, type UnresolvedValue, type ValueSource } from './known-values.js';
import { detachedApp, manifestsOf, type Manifest } from './manifest.js';
import type { ClaimedFields } from './ocm/claimed-fields.js';
import { PlatformMeshChart } from './platform-mesh-chart.js';
import { RenderMemo } from './render-memo.js';
import type { Target } from './target.js';

/** How manifests are made. */
export interface RenderOptions {
  /**
   * What happens to a value that is not known. Files of `synth` hold a placeholder. At run time the object is withheld,
   * so no placeholder reaches a cluster.
   * @default 'synth'
   */
  readonly mode?: 'synth' | 'runtime';
  /** As for `PlatformMeshChart`. @default false */
  readonly isInGit?: boolean;
}

/** An object that must not be written yet. It belongs to the platform, so it must not be pruned. */
export interface WithheldObject {
  /** Where the object goes. */
  readonly target: Target;
  /** The object. */
  readonly object: ObjectRef;
  /** Position of its chart, as a manifest has it. */
  readonly order: number;
  /** What it waits for, such as `its source is not known: OCM Resource portal-chart is not resolved`. */
  readonly reason: string;
  /** The OCM Resource that it waits for. @default - it waits for another value */
  readonly ocmResource?: string;
}

/** The manifests of a platform. */
export interface Rendered {
  /** In apply order. Later results share these objects, so do not change them. */
  readonly manifests: readonly Manifest[];
  /** By the `order` of a chart: the `order` of each chart that it comes after, directly or not. */
  readonly chartsBefore: readonly ReadonlySet<number>[];
  /** Values that were not known, but for what OCM resolves. */
  readonly unresolved: readonly UnresolvedValue[];
  /** Where the values are found that a running platform knows, but for what OCM resolves. */
  readonly sources: readonly ValueSource[];
  /** Objects that must not be written yet; empty in the mode `synth`. */
  readonly withheld: readonly WithheldObject[];
  /** The fields that OCM Resources decide about, by the key of their object. */
  readonly claimedFields: ReadonlyMap<string, ClaimedFields>;
}

/** The charts that are made of components. */
const COMPONENT_CHARTS: Readonly<
  Record<string, { readonly part: 'ocmResources' | 'sources' | 'releases'; readonly section?: Component['section'] }>
> = {
  'infra-ocm-resources': { part: 'ocmResources', section: 'infra' },
  'services-ocm-resources': { part: 'ocmResources', section: 'services' },
  sources: { part: 'sources' },
  'infra-components': { part: 'releases', section: 'infra' },
  services: { part: 'releases', section: 'services' },
};

/**
 * The manifests of a platform, as `PlatformMeshChart` makes them, for callers that ask again and again.
 *
 * A component is rendered again only if one of its values changed; otherwise the result has the same objects as before.
 *
 * @throws {PlatformMeshError} as `manifestsOf` does.
 */
export function render(
  blueprint: Blueprint,
  runtimeValues: RuntimeValues = {},
  { mode = 'synth', isInGit = false }: RenderOptions = {},
): Rendered {
  const memo = RenderMemo.of(blueprint);
  const given = mode === 'runtime' ? { ...runtimeValues, ocmResources: runtimeValues.ocmResources ?? {} } : runtimeValues;
  const context: ComponentContext = { blueprint, inputs: memo.inputs, values: new KnownValues(given), isInGit };
  const frame = memo.frame(given, isInGit);
  const parts = partsOf(memo, context, given);
  const manifests: Manifest[] = [];
  const withheld: WithheldObject[] = [];
  const withhold = (target: Target, order: number, held: Omit<WithheldObject, 'target' | 'order'> | undefined): boolean => {
    if (!held || mode === 'synth') return false;
    withheld.push({ target, order, ...held });
    return true;
  };
  frame.charts.forEach((chart, order) => {
    const { part, section } = COMPONENT_CHARTS[chart] ?? {};
    if (!part) {
      const isWritten = (manifest: Manifest): boolean => !withhold(manifest.target, order, frame.placeholders.get(manifest));
      manifests.push(...(frame.manifests.get(chart) ?? []).filter(isWritten));
      return;
    }
    const target = part === 'ocmResources' ? 'runtime' : 'infra';
    for (const [component, made] of parts) {
      if (section !== undefined && section !== component.section) continue;
      if (part === 'sources') withhold(target, order, made.missingSource);
      if (part === 'releases' && withhold(target, order, made.placeholder)) continue;
      for (const object of made[part]) manifests.push(memo.manifest({ target, object, chart, order }));
    }
  });
  const keys = new Set(manifests.map(({ target, object }) => `${target} ${keyOf(refOf(object))}`));
  if (keys.size < manifests.length) renderWhole(context, given);
  return {
    manifests,
    chartsBefore: frame.chartsBefore,
    unresolved: frame.unresolved,
    sources: frame.sources,
    withheld,
    get claimedFields() {
      return memo.claimedFields;
    },
  };
}

/** Components that cannot be made, since two of them make the same object, are named by their place in the whole platform. */
function partsOf(memo: RenderMemo, context: ComponentContext, runtimeValues: RuntimeValues): ReturnType<RenderMemo['parts']> {
  try {
    return memo.parts(context);
  } catch (error) {
    renderWhole(context, runtimeValues);
    throw error;
  }
}

function renderWhole({ blueprint, isInGit }: ComponentContext, runtimeValues: RuntimeValues): void {
  const app = detachedApp();
  new PlatformMeshChart(app, blueprint.instance.name, { blueprint, runtimeValues, isInGit });
  manifestsOf(app);
}
