import type { Component, ReleaseSettings, ResolvedResource } from '../../profile/index.js';
import type { ComponentInputs, KeyedResource } from './component-inputs.js';
import { fluxSource, sourceKind } from './flux-source.js';
import { claimedPaths, imageWrites } from './image-values.js';
import { isNotResolved } from './not-resolved.js';
import { withoutPaths, withWrites } from './values-at.js';

/** What OCM resolved, by the name of the Resource. */
export type Resolved = (resource: string) => ResolvedResource | undefined;

/** How a component is deployed, with the values that OCM resolved. */
export interface EffectiveRelease extends ReleaseSettings {
  /** Flux: version of a chart in a Helm repository. @default - not known */
  readonly chartVersion?: string;
  /** Flux: the values that OCM resolves are read from this ConfigMap. @default - they are written into the release */
  readonly valuesConfigMap?: { readonly name: string; readonly isOptional: boolean };
}

/** The settings of a release with what OCM resolved: image tags, the version of the chart, and whether it is still suspended. */
export function effectiveRelease(
  component: Component,
  release: ReleaseSettings,
  inputs: ComponentInputs,
  resolved: Resolved,
): EffectiveRelease {
  const writes = inputs.images.flatMap((image) => imageWrites(image, resolved(image.resource.name)));
  const isFlux = component.technology === 'fluxcd';
  const { values: given, suspend, ...rest } = release;
  const values = withWrites(readsValues(component) ? given : undefined, writes, isFlux ? 'keep' : 'replace');
  const isSuspended = suspend === true && !inputs.unsuspendedBy.some((each) => isResolved(each, component, resolved));
  const version = isFlux ? chartVersion(component, inputs, resolved) : undefined;
  return {
    ...rest,
    ...(values ? { values } : {}),
    ...(isSuspended ? { suspend: true } : {}),
    ...(version === undefined ? {} : { chartVersion: version }),
  };
}

/** A folder of a Git repository is deployed by Argo CD as it is: the reference gives it no values but those that OCM resolves. */
function readsValues({ technology, source }: Component): boolean {
  return technology === 'fluxcd' || source.kind === 'oci' || source.kind === 'helm';
}

function isResolved(input: KeyedResource, component: Component, resolved: Resolved): boolean {
  const found = resolved(input.resource.name);
  if (input.keys.artifact === 'image') return imageWrites(input, found).length > 0;
  const source = fluxSource(input, found, { namespace: input.keys.target.namespace, release: component.source.kind });
  return source !== undefined && !isNotResolved(source);
}

/** Only a Helm repository has several versions of a chart; every other source is one version. */
function chartVersion({ source }: Component, { chart }: ComponentInputs, resolved: Resolved): string | undefined {
  if (source.kind !== 'helm' || !chart) return undefined;
  const found = resolved(chart.resource.name);
  return sourceKind(chart, found, { release: source.kind }) === 'helm' ? found?.version : undefined;
}

/**
 * The ConfigMap with the values of a release that OCM resolves, where the release itself comes from Git. The rule of its
 * name is part of docs/gitops.md: whoever resolves the values follows it.
 */
export function valuesConfigMapName(release: string): string {
  return `${release}-ocm-values`;
}

/**
 * The settings of a release as Git holds it: without the fields that OCM resolves. Its values come from a ConfigMap. A
 * release that starts suspended needs the ConfigMap, so it does not run before somebody has written it.
 */
export function releaseInGit({ name }: Component, release: ReleaseSettings, { images, unsuspendedBy }: ComponentInputs): EffectiveRelease {
  const { values: all, suspend, ...rest } = release;
  const startsSuspended = suspend === true && unsuspendedBy.length > 0;
  const claimed = images.flatMap(claimedPaths);
  const values = all && claimed.length > 0 ? withoutPaths(all, claimed) : all;
  const isEmptied = values !== all && values !== undefined && Object.keys(values).length === 0;
  return {
    ...rest,
    ...(values && !isEmptied ? { values } : {}),
    ...(suspend === true && !startsSuspended ? { suspend } : {}),
    ...(claimed.length > 0 || startsSuspended
      ? { valuesConfigMap: { name: valuesConfigMapName(name), isOptional: !startsSuspended } }
      : {}),
  };
}
