import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';
import { adoptionOf, type Adoption } from '../../../../src/runtime/apply/fields/index.js';
import { CREATED, live, MARK, OURS, owns, release } from './objects.js';

const CLAIMS = [
  ['spec', 'suspend'],
  ['spec', 'values', 'image'],
];
const DESIRED = release({ interval: '5m', chartRef: { kind: 'OCIRepository', name: 'portal' } }, CREATED);

const adoption = (desired: KubernetesObject, there: KubernetesObject): Adoption =>
  adoptionOf(desired, there, { fieldManager: OURS, claims: CLAIMS });
const there = (spec: object, labels: Readonly<Record<string, string>> | undefined, ...managedFields: readonly object[]): KubernetesObject =>
  live(release(spec, labels), ...managedFields);

describe('an object that we apply for the first time', () => {
  it.each<[string, Adoption, KubernetesObject]>([
    [
      'that we applied before',
      'ours',
      there({ interval: '5m', mine: 1 }, {}, owns(`${OURS}:Apply`, 'spec interval'), owns('kubectl:Apply', 'spec mine')),
    ],
    [
      'that holds nothing that we do not emit',
      'own-output',
      there({ interval: '1m' }, {}, owns('kubectl:Apply', 'spec interval', 'spec chartRef kind', 'metadata labels team')),
    ],
    [
      'whatever else its metadata and status hold',
      'own-output',
      there(
        { interval: '1m' },
        {},
        owns('kubectl:Apply', 'spec interval', 'metadata annotations a'),
        owns('helm-controller:Update:status', 'status conditions'),
      ),
    ],
    [
      'that holds more, which an OCM Resource decides',
      'own-output',
      there(
        { suspend: false },
        {},
        owns('kubectl:Apply', 'spec interval'),
        owns('manager:Update', 'spec suspend', 'spec values image tag'),
      ),
    ],
    [
      'that the reference made under a name that only it has',
      'own-output',
      there({ timeout: '9m' }, {}, owns('platform-mesh-resource:Apply', 'spec timeout')),
    ],
    ['that holds more', 'foreign', there({ timeout: '9m' }, {}, owns('kubectl:Apply', 'spec interval', 'spec timeout'))],
    [
      'to which a second author added more',
      'foreign',
      there({ timeout: '9m' }, {}, owns('kubectl:Apply', 'spec interval'), owns('kubectl-edit:Update', 'spec timeout')),
    ],
    [
      'that holds more, and the label of our charts from the same author',
      'own-output',
      there({ old: 1 }, CREATED, owns('kubectl:Apply', MARK, 'spec old')),
    ],
    ['that Argo CD made from our output', 'own-output', there({ old: 1 }, CREATED, owns('argocd-controller:Apply', MARK, 'spec old'))],
    [
      'whose author only labelled it',
      'foreign',
      there({ own: 1 }, CREATED, owns('helm:Update', 'spec own'), owns('kubectl-label:Update', MARK)),
    ],
    [
      'whose label somebody changed',
      'foreign',
      there({ own: 1 }, { 'core.platform-mesh.io/operator-created': 'no' }, owns('kubectl:Apply', MARK, 'spec own')),
    ],
    ['without managed fields, that fits', 'own-output', there({ interval: '1m' }, {})],
    ['without managed fields, that holds more', 'foreign', there({ interval: '1m', own: 1 }, {})],
  ])('%s is %s', (_, expected, object) => {
    expect(adoption(DESIRED, object)).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, Adoption]>([
    ['its technology', { 'core.platform-mesh.io/deployment-technology': 'argocd' }, 'own-output'],
    ['no technology', { 'core.platform-mesh.io/deployment-technology': 'other' }, 'foreign'],
    ['the label of releases', CREATED, 'foreign'],
  ])('and is an OCM Resource is known by a label that names %s', (_, labels, expected) => {
    const [label = ''] = Object.keys(labels);
    const resource = {
      apiVersion: 'delivery.ocm.software/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'portal-chart', labels },
      spec: { old: 1 },
    };
    expect(adoption({ ...resource, spec: {} }, live(resource, owns('kubectl:Apply', `metadata labels ${label}`, 'spec old')))).toBe(
      expected,
    );
  });

  it('may have fields that only the controller of its kind writes', () => {
    const workspace = {
      apiVersion: 'tenancy.kcp.io/v1alpha1',
      kind: 'Workspace',
      metadata: { name: 'orgs' },
      spec: { type: { name: 'orgs' }, cluster: 'x' },
    };
    expect(
      adoption(
        { ...workspace, spec: { type: { name: 'orgs' } } },
        live(workspace, owns('kubectl:Apply', 'spec type name'), owns('kcp:Update', 'spec cluster')),
      ),
    ).toBe('own-output');
  });

  it('may be of a kind that keeps its content elsewhere', () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } };
    expect(adoption(config, live(config, owns('kubectl:Apply', 'data a')))).toBe('own-output');
    expect(adoption(config, live(config, owns('kubectl:Apply', 'data a', 'data b')))).toBe('foreign');
  });
});
