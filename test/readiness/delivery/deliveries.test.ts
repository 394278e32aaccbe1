import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../src/charts/index.js';
import { type DeliveryPart, deliveriesOf } from '../../../src/readiness/index.js';
import { object } from './objects.ts';

const manifests = (target: Manifest['target'], ...yaml: readonly string[]): readonly Manifest[] =>
  yaml.map((text) => ({ target, chart: 'services', order: 0, object: object(text) }));

const resource = (name: string, marks: string, namespace = 'mesh'): string =>
  `{apiVersion: delivery.ocm.software/v1alpha1, kind: Resource, metadata: {name: ${name}, namespace: ${namespace}, ${marks}}}`;
const CHART_REF = 'chartRef: {kind: OCIRepository, name: portal, namespace: mesh}';
const release = (name: string, spec: string): string =>
  `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: ${name}, namespace: mesh}, spec: {${spec}}}`;
const source = (kind: string, name: string): string =>
  `{apiVersion: source.toolkit.fluxcd.io/v1, kind: ${kind}, metadata: {name: ${name}, namespace: mesh}}`;

const part = ({ target, ref: { kind, namespace, name }, desired }: DeliveryPart): string =>
  `${target} ${kind} ${namespace ?? ''}/${name}${desired ? '' : ' (not ours)'}`;

/** The parts of each delivery, in order. */
const partsOf = (all: readonly Manifest[]): readonly (readonly string[])[] =>
  deliveriesOf(all).map(({ resources, source: from, chart, release: deploys }) =>
    [...resources, from, chart, deploys].filter((each) => each !== undefined).map(part),
  );

describe('deliveriesOf', () => {
  it('leads from the OCM Resources of a chart and its images to the release', () => {
    const all = [
      ...manifests(
        'runtime',
        resource('portal-chart', 'labels: {repo: oci, artifact: chart}'),
        resource('portal-image', 'labels: {repo: oci, artifact: image}'),
      ),
      ...manifests('infra', source('OCIRepository', 'portal'), release('portal', CHART_REF)),
    ];

    expect(partsOf(all)).toEqual([
      [
        'runtime Resource mesh/portal-chart',
        'runtime Resource mesh/portal-image',
        'infra OCIRepository mesh/portal',
        'infra HelmRelease mesh/portal',
      ],
    ]);
  });

  it.each([
    ['openfga-postgresql-image', 'labels: {artifact: image, for: portal}', true],
    ['proxy-image', 'annotations: {artifact: image, for: mesh/portal}', true],
    ['portal-image', 'annotations: {artifact: image, for: iam}', false],
    ['portal-image', 'annotations: {artifact: image, for: other/portal}', false],
    ['portal-chart', 'annotations: {artifact: chart, for: iam}', true],
    ['portal', 'annotations: {artifact: chart}', true],
    ['portal-image', 'annotations: {repo: oci}', false],
    ['portal-image', 'annotations: {artifact: ""}, labels: {artifact: image}', true],
    ['portal-image', 'labels: {artifact: image}', true],
  ])('takes Resource %s with %s for one of the portal: %s', (name, marks, isOurs) => {
    const all = [...manifests('runtime', resource(name, marks)), ...manifests('infra', release('portal', CHART_REF))];

    expect(deliveriesOf(all)[0]?.resources).toHaveLength(isOurs ? 1 : 0);
  });

  it('leaves Resources of another namespace to others', () => {
    const all = [
      ...manifests('runtime', resource('portal-chart', 'labels: {artifact: chart}', 'other')),
      ...manifests('infra', release('portal', CHART_REF)),
    ];

    expect(deliveriesOf(all)[0]?.resources).toEqual([]);
  });

  it('knows the HelmChart that helm-controller makes, and a source that is not ours', () => {
    const spec = 'dependsOn: [{name: iam}], chart: {spec: {chart: keycloak, sourceRef: {kind: HelmRepository, name: keycloak}}}';

    expect(partsOf(manifests('infra', release('keycloak', spec)))).toEqual([
      ['infra HelmRepository mesh/keycloak (not ours)', 'infra HelmChart mesh/mesh-keycloak (not ours)', 'infra HelmRelease mesh/keycloak'],
    ]);
  });

  it('knows Kustomizations and Applications', () => {
    const kustomization =
      '{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: gateway-api, namespace: mesh}, ' +
      'spec: {sourceRef: {kind: GitRepository, name: gateway-api}}}';
    const application =
      '{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: portal, namespace: mesh}, ' +
      'spec: {project: mesh, source: {chart: portal}}}';
    const project = '{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: mesh, namespace: argocd}}';
    const all = [
      ...manifests(
        'runtime',
        resource('portal-chart', 'labels: {artifact: chart}'),
        resource('gateway-api', 'labels: {repo: git, artifact: chart}'),
      ),
      ...manifests('infra', source('GitRepository', 'gateway-api'), kustomization, application, project),
    ];

    expect(partsOf(all)).toEqual([
      ['runtime Resource mesh/gateway-api', 'infra GitRepository mesh/gateway-api', 'infra Kustomization mesh/gateway-api'],
      ['runtime Resource mesh/portal-chart', 'infra Application mesh/portal'],
    ]);
    expect(deliveriesOf(all).map(({ project }) => project && part(project))).toEqual([undefined, 'infra AppProject argocd/mesh']);
  });
});
