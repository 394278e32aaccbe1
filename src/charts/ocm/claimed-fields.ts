import { keyOf, type ObjectRef } from '../../kubernetes/index.js';
import type { Blueprint, Component } from '../../profile/index.js';
import type { Target } from '../target.js';
import { componentInputs, type ComponentInputs, type KeyedResource } from './component-inputs.js';
import { sourceKind } from './flux-source.js';
import { claimedPaths } from './image-values.js';

/** The fields of one object that OCM Resources decide about. */
export interface ClaimedFields {
  /** Where the object goes. */
  readonly target: Target;
  /** The object. */
  readonly object: ObjectRef;
  /**
   * The names on the way to each, such as `spec`, `values`, `image`, `tag`. The values of an Application are one text; the
   * way leads into it: `spec`, `source`, `helm`, `values`, `image`, `tag`.
   */
  readonly claims: readonly (readonly string[])[];
  /** The OCM Resource that decides about each of them, in the same order. */
  readonly resources: readonly string[];
}

/**
 * The fields that OCM Resources of a platform decide about, by the key of their object (`keyOf`). They are the same
 * whether OCM has resolved them or not.
 */
export function claimedFields(blueprint: Blueprint): ReadonlyMap<string, ClaimedFields> {
  const inputs = componentInputs(blueprint);
  const { namespace } = blueprint.instance;
  const all = [...inputs].flatMap(([component, own]) => [
    ...sourceClaims(component, own, namespace),
    ...releaseClaims(component, own, namespace),
  ]);
  return new Map(all.map((claim) => [keyOf(claim.object), claim]));
}

const SOURCES = {
  oci: {
    kind: 'OCIRepository',
    claims: [
      ['spec', 'url'],
      ['spec', 'ref', 'tag'],
    ],
  },
  git: {
    kind: 'GitRepository',
    claims: [
      ['spec', 'url'],
      ['spec', 'ref', 'commit'],
    ],
  },
  helm: { kind: 'HelmRepository', claims: [['spec', 'url']] },
} as const;

/** A Flux source. */
function sourceClaims(
  { technology, source, release }: Component,
  { ownChart }: ComponentInputs,
  namespace: string,
): readonly ClaimedFields[] {
  if (technology !== 'fluxcd' || ownChart?.keys.artifact !== 'chart') return [];
  const repo = sourceKind(ownChart, undefined, release === 'none' ? {} : { release: source.kind });
  if (!repo) return [];
  const { kind, claims } = SOURCES[repo];
  const object = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind, namespace, name: ownChart.keys.sourceName };
  return [{ target: 'infra', object, claims, resources: claims.map(() => ownChart.resource.name) }];
}

function releaseClaims(component: Component, inputs: ComponentInputs, namespace: string): readonly ClaimedFields[] {
  const { name, technology, source, release } = component;
  if (release === 'none' || (technology === 'fluxcd' && source.kind === 'kustomization')) return [];
  const claims = technology === 'fluxcd' ? helmReleaseClaims(component, inputs) : applicationClaims(component, inputs);
  const kind =
    technology === 'fluxcd'
      ? { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' }
      : { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
  if (claims.length === 0) return [];
  // Of several Resources for one field the last one wins, as when they are written.
  const byPath = new Map(claims.map(([path, by]) => [path.join('.'), [path, by] as const]));
  return [
    {
      target: 'infra',
      object: { ...kind, namespace, name },
      claims: [...byPath.values()].map(([path]) => path),
      resources: [...byPath.values()].map(([, { resource }]) => resource.name),
    },
  ];
}

/** A path, and the Resource that decides about it. */
type Claim = readonly [path: readonly string[], by: KeyedResource];

function helmReleaseClaims({ source }: Component, { chart, images, unsuspendedBy }: ComponentInputs): readonly Claim[] {
  return [
    ...(chart && source.kind === 'helm' ? [[['spec', 'chart', 'spec', 'version'], chart] as const] : []),
    ...imageClaims(images, ['spec', 'values']),
    ...unsuspendedBy.map((each) => [['spec', 'suspend'], each] as const),
  ];
}

function applicationClaims({ source }: Component, { chart, images }: ComponentInputs): readonly Claim[] {
  const found = [
    'repoURL',
    'targetRevision',
    ...(source.kind === 'oci' ? ['chart'] : []),
    ...(source.kind === 'kustomization' && source.path === undefined ? ['path'] : []),
  ];
  return [
    ...(chart?.keys.artifact === 'chart' ? found.map((field) => [['spec', 'source', field], chart] as const) : []),
    ...imageClaims(images, ['spec', 'source', 'helm', 'values']),
  ];
}

function imageClaims(images: readonly KeyedResource[], values: readonly string[]): readonly Claim[] {
  return images.flatMap((image) => claimedPaths(image).map((path) => [[...values, ...path], image] as const));
}
