import type { KubernetesObject } from '../kubernetes/index.js';
import type { Blueprint, Component, RuntimeValues } from '../profile/index.js';
import type { ComponentContext } from './component-charts.js';
import { componentParts, type ComponentParts } from './component-parts.js';
import { makeFrame, type Frame } from './frame.js';
import type { Manifest } from './manifest.js';
import { claimedFields, type ClaimedFields } from './ocm/claimed-fields.js';
import { componentInputs, type ComponentInputs } from './ocm/component-inputs.js';

/** The cached objects of one Blueprint, so that only changed components are rendered again. */
export class RenderMemo {
  static readonly #byBlueprint = new WeakMap<Blueprint, RenderMemo>();

  readonly inputs: ReadonlyMap<Component, ComponentInputs>;
  readonly #blueprint: Blueprint;
  readonly #parts = new Map<Component, { readonly madeFrom: string; readonly parts: ComponentParts }>();
  readonly #manifests = new WeakMap<KubernetesObject, Manifest>();
  #claimedFields: ReadonlyMap<string, ClaimedFields> | undefined;
  #frame: { readonly madeFrom: string; readonly frame: Frame } | undefined;

  private constructor(blueprint: Blueprint) {
    this.#blueprint = blueprint;
    this.inputs = componentInputs(blueprint);
  }

  /** The memo of a Blueprint; it goes with the Blueprint. */
  static of(blueprint: Blueprint): RenderMemo {
    const known = RenderMemo.#byBlueprint.get(blueprint) ?? new RenderMemo(blueprint);
    RenderMemo.#byBlueprint.set(blueprint, known);
    return known;
  }

  /** The fields that OCM Resources decide about; files do not need them. */
  get claimedFields(): ReadonlyMap<string, ClaimedFields> {
    return (this.#claimedFields ??= claimedFields(this.#blueprint));
  }

  /** What belongs to no component. */
  frame(runtimeValues: RuntimeValues, isInGit: boolean): Frame {
    const { ocmResources, ...others } = runtimeValues;
    const madeFrom = JSON.stringify([isInGit, ocmResources !== undefined, others]);
    if (this.#frame?.madeFrom !== madeFrom) this.#frame = { madeFrom, frame: makeFrame(this.#blueprint, runtimeValues, isInGit) };
    return this.#frame.frame;
  }

  /** The objects of each component; renders changed components, all at once. */
  parts(context: ComponentContext): readonly (readonly [Component, ComponentParts])[] {
    const changed = this.#blueprint.components.flatMap((component) => {
      const madeFrom = valuesFor(this.inputs.get(component), context);
      return this.#parts.get(component)?.madeFrom === madeFrom ? [] : [{ component, madeFrom }];
    });
    const made = componentParts(
      changed.map(({ component }) => component),
      context,
    );
    changed.forEach(({ component, madeFrom }, index) => {
      const parts = made[index];
      if (parts) this.#parts.set(component, { madeFrom, parts: keepEqual(this.#parts.get(component)?.parts, parts) });
    });
    return this.#blueprint.components.flatMap((component) => {
      const known = this.#parts.get(component);
      return known ? [[component, known.parts] as const] : [];
    });
  }

  /** The same manifest for the same object, as long as its place in the order is the same. */
  manifest(manifest: Manifest): Manifest {
    const known = this.#manifests.get(manifest.object);
    if (known?.order === manifest.order) return known;
    this.#manifests.set(manifest.object, manifest);
    return manifest;
  }
}

/** The values that decide about a component, as a text. */
function valuesFor(
  { ownChart, chart, images, unsuspendedBy }: ComponentInputs = { images: [], unsuspendedBy: [] },
  { values, isInGit }: ComponentContext,
): string {
  const resources = [...(ownChart ? [ownChart] : []), ...(chart ? [chart] : []), ...images, ...unsuspendedBy];
  return JSON.stringify([isInGit, values.hasOcmResources, resources.map(({ resource }) => values.ocmResource(resource.name))]);
}

/** A new tag changes the release, and neither its source nor its OCM Resources: those stay the same objects. */
function keepEqual(before: ComponentParts | undefined, after: ComponentParts): ComponentParts {
  if (!before) return after;
  const keep = (old: readonly KubernetesObject[], now: readonly KubernetesObject[]): readonly KubernetesObject[] =>
    JSON.stringify(old) === JSON.stringify(now) ? old : now;
  return {
    ...after,
    ocmResources: keep(before.ocmResources, after.ocmResources),
    sources: keep(before.sources, after.sources),
    releases: keep(before.releases, after.releases),
  };
}
