import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { render } from '../../../src/charts/index.js';
import { keyOf, refOf, type KubernetesObject } from '../../../src/kubernetes/index.js';
import type { ResolvedResource } from '../../../src/profile/index.js';
import { ocmResourcesOf, type OcmReading } from '../../../src/runtime/values/index.js';
import { blueprintOf, chartOf, imageOf, NAMESPACE, type GivenComponent } from '../../charts/blueprint-of.js';

interface GivenResource {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly generation?: number;
  readonly status?: unknown;
}

const CHART = { artifact: 'chart', repo: 'oci' };
const IMAGE = { artifact: 'image', repo: 'oci' };

function resource({ name = 'portal-chart', annotations = CHART, labels = {}, generation = 1, status }: GivenResource): KubernetesObject {
  return {
    apiVersion: 'delivery.ocm.software/v1alpha1',
    kind: 'Resource',
    metadata: { name, namespace: NAMESPACE, generation, annotations, labels },
    ...(status === undefined ? {} : { status }),
  };
}

function live(kind: string, spec: object, metadata: object = {}): KubernetesObject {
  const group =
    kind === 'HelmRelease' ? 'helm.toolkit.fluxcd.io/v2' : kind === 'Application' ? 'argoproj.io/v1alpha1' : 'source.toolkit.fluxcd.io/v1';
  return { apiVersion: group, kind, metadata: { name: 'portal', namespace: NAMESPACE, ...metadata }, spec };
}

const read = (given: GivenResource, objects: readonly KubernetesObject[] = []): OcmReading =>
  ocmResourcesOf([resource(given)], new Map(objects.map((object) => [keyOf(refOf(object)), object])));
const only = ({
  ocmResources,
  reasons,
}: OcmReading): { readonly value: ResolvedResource | undefined; readonly reason: string | undefined } => ({
  value: Object.values(ocmResources)[0],
  reason: [...reasons.values()][0],
});
const FOUND = { resource: { version: '1.2.3', access: { imageReference: 'ghcr.io/a/portal:1.2.3' } } };

describe('what OCM resolved', () => {
  it.each<[string, GivenResource, ResolvedResource]>([
    ['a chart in a registry', { status: FOUND }, { version: '1.2.3', access: { imageReference: 'ghcr.io/a/portal:1.2.3' } }],
    [
      'a chart in a registry, said elsewhere',
      { status: { resource: { version: '1', imageReference: 'ghcr.io/a/portal' } } },
      { version: '1', access: { imageReference: 'ghcr.io/a/portal' } },
    ],
    [
      'a chart in a Helm repository',
      { status: { resource: { version: '1', access: { helmRepository: 'https://charts.example.com' } } } },
      { version: '1', access: { helmRepository: 'https://charts.example.com' } },
    ],
    [
      'a Git repository',
      {
        status: {
          resource: { version: 'v1', access: { type: 'gitHub', repoUrl: 'https://git.example.com/a', commit: 'c', ref: 'v1' } },
          component: { version: '0.4.0' },
        },
      },
      { version: 'v1', componentVersion: '0.4.0', access: { repoUrl: 'https://git.example.com/a', commit: 'c', ref: 'v1' } },
    ],
    ['an image', { annotations: IMAGE, status: { resource: { version: '1.9.0' } } }, { version: '1.9.0' }],
    [
      'an image with its parts',
      {
        annotations: IMAGE,
        status: {
          resource: { version: '1.9.0' },
          additional: { registry: 'docker.io', repository: 'openfga/openfga', tag: 'v1.9.0', digest: 'sha256:abc', other: 'x' },
        },
      },
      { version: '1.9.0', image: { registry: 'docker.io', repository: 'openfga/openfga', tag: 'v1.9.0', digest: 'sha256:abc' } },
    ],
    [
      'an image whose version stands elsewhere in the status',
      { annotations: { ...IMAGE, 'version-path': 'status.component.version' }, status: { resource: {}, component: { version: '9.9.9' } } },
      { version: '9.9.9', componentVersion: '9.9.9' },
    ],
    [
      'an image whose version stands outside of the status',
      {
        annotations: { ...IMAGE, 'version-path': 'metadata.labels.release' },
        labels: { release: '7' },
        status: { resource: { version: '1' } },
      },
      { version: '7' },
    ],
    [
      'a chart, which has no version-path',
      { annotations: { ...CHART, 'version-path': 'status.component.version' }, status: { ...FOUND, component: { version: '9' } } },
      { version: '1.2.3', componentVersion: '9', access: { imageReference: 'ghcr.io/a/portal:1.2.3' } },
    ],
  ])('%s', (_, given, value) => {
    expect(only(read(given))).toEqual({ value, reason: undefined });
  });

  it.each<[string, GivenResource, string]>([
    ['no status', {}, 'is not resolved'],
    ['a status that is null', { status: null }, 'is not resolved'],
    ['a status without a resource', { status: { conditions: [] } }, 'is not resolved'],
    [
      'access: null',
      { status: { resource: { version: '1', access: null } } },
      'has no location of its chart: its status names no image reference, no Helm repository and no Git repository',
    ],
    [
      'an access that is a text',
      { status: { resource: { version: '1', access: 'ghcr.io/a/b' } } },
      'has no location of its chart: its status names no image reference, no Helm repository and no Git repository',
    ],
    [
      'an image reference that is none',
      { status: { resource: { version: '1', access: { imageReference: 'portal:1' } } } },
      'has no image reference such as registry.example.com/charts/portal:1.2.3: "portal:1"',
    ],
    ['a chart without a version', { status: { resource: { access: { imageReference: 'ghcr.io/a/portal' } } } }, 'has no version'],
    ['a version that is a number', { annotations: IMAGE, status: { resource: { version: 1.1 } } }, 'has no version'],
    [
      'nothing where version-path leads',
      { annotations: { ...IMAGE, 'version-path': 'status.x.y' }, status: { resource: { version: '1' } } },
      'has no version at status.x.y',
    ],
  ])('is not known with %s', (_, given, reason) => {
    expect(only(read(given))).toEqual({ value: undefined, reason: `OCM Resource portal-chart ${reason}` });
  });

  it.each<[string, GivenResource, string | undefined]>([
    ['its generation is the current one', { generation: 2, status: { ...FOUND, observedGeneration: 2 } }, undefined],
    ['its controller writes no generation', { generation: 2, status: FOUND }, undefined],
    [
      'its generation is behind',
      { generation: 3, status: { ...FOUND, observedGeneration: 2 } },
      'has generation 3, but its controller has only observed 2',
    ],
    [
      'the generation of its condition is behind',
      { generation: 3, status: { ...FOUND, conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] } },
      'has generation 3, but its controller has only observed 2',
    ],
    [
      'it is ready',
      {
        status: {
          ...FOUND,
          conditions: [
            { type: 'Other', status: 'False' },
            { type: 'Ready', status: 'True' },
          ],
        },
      },
      undefined,
    ],
    [
      'it is not ready',
      { status: { ...FOUND, conditions: [{ type: 'Ready', status: 'False', reason: 'GetComponentVersionFailed', message: 'not found' }] } },
      'is not ready: GetComponentVersionFailed: not found',
    ],
    ['nobody knows whether it is ready', { status: { ...FOUND, conditions: [{ type: 'Ready', status: 'Unknown' }] } }, 'is not ready'],
    ['its conditions are no list', { status: { ...FOUND, conditions: { Ready: 'False' } } }, undefined],
    ['its conditions are null', { status: { ...FOUND, conditions: [null, 'Ready'] } }, undefined],
    ['its generation is a text', { generation: 3, status: { ...FOUND, observedGeneration: '2' } }, undefined],
  ])('is current or not: %s', (_, given, reason) => {
    const { value, reason: told } = only(read(given));

    expect(told).toBe(reason === undefined ? undefined : `OCM Resource portal-chart ${reason}`);
    expect(value === undefined).toBe(reason !== undefined);
  });

  it('never throws, and names the Resource where it takes no value', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), statusLike()),
        fc.constantFrom(CHART, IMAGE, { ...IMAGE, 'version-path': 'status.resource.access.0' }, {}),
        (status, annotations) => {
          const { ocmResources, reasons } = read({ status, annotations });
          const value = ocmResources['portal-chart'];
          expect(value === undefined).toBe(reasons.has('portal-chart'));
          if (value === undefined) expect(reasons.get('portal-chart')).toMatch(/^OCM Resource portal-chart \S/u);
          // It is taken as `RuntimeValues` takes it: by texts alone.
          expect(
            JSON.stringify(value ?? {}, (_, each: unknown) =>
              typeof each === 'object' ? each : typeof each === 'string' && each !== '' ? 'text' : 'other',
            ),
          ).not.toContain('other');
        },
      ),
    );
  });
});

/** A status in which everything stands in its place, and may be anything. */
function statusLike(): fc.Arbitrary<unknown> {
  const any = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('1.2.3', 'ghcr.io/a/b', 'True', 'Ready', ''));
  const map = (...keys: readonly string[]): fc.Arbitrary<unknown> =>
    fc.oneof(any, fc.record(Object.fromEntries(keys.map((key) => [key, any])), { requiredKeys: [] }));
  return fc.record(
    {
      resource: fc.oneof(
        any,
        fc.record(
          { version: any, access: map('imageReference', 'helmRepository', 'repoUrl', 'commit', 'ref'), imageReference: any },
          { requiredKeys: [] },
        ),
      ),
      component: map('version'),
      additional: map('registry', 'repository', 'tag', 'digest'),
      observedGeneration: any,
      conditions: fc.oneof(any, fc.array(map('type', 'status', 'reason', 'observedGeneration'), { maxLength: 2 })),
    },
    { requiredKeys: [] },
  );
}

describe('the last good value', () => {
  const LATE = { resource: { version: '2', access: { imageReference: 'ghcr.io/new/portal:2' } }, observedGeneration: 1 };
  const late = (
    annotations: Readonly<Record<string, string>>,
    labels: Readonly<Record<string, string>>,
    ...objects: readonly KubernetesObject[]
  ): ResolvedResource | undefined => {
    const { value, reason } = only(
      read(
        { name: annotations['artifact'] === 'image' ? 'portal-image' : 'portal-chart', annotations, labels, generation: 2, status: LATE },
        objects,
      ),
    );
    expect(reason).toContain('has generation 2, but its controller has only observed 1');
    return value;
  };
  const ARGO = { 'core.platform-mesh.io/deployment-technology': 'argocd' };
  const registry = live('OCIRepository', { url: 'oci://ghcr.io/old/portal', ref: { tag: '1' } });
  const release = (spec: object, metadata: object = {}): KubernetesObject => live('HelmRelease', spec, metadata);

  it.each<
    [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly KubernetesObject[], ResolvedResource | undefined]
  >([
    ['an OCIRepository', CHART, {}, [registry], { version: '1', access: { imageReference: 'oci://ghcr.io/old/portal' } }],
    ['an OCIRepository without a tag', CHART, {}, [live('OCIRepository', { url: 'oci://ghcr.io/old/portal' })], undefined],
    [
      'a GitRepository',
      { ...CHART, repo: 'git' },
      {},
      [live('GitRepository', { url: 'https://git.example.com', ref: { commit: 'c' } })],
      { access: { repoUrl: 'https://git.example.com', commit: 'c' } },
    ],
    [
      'a HelmRepository and its release',
      { ...CHART, repo: 'helm' },
      {},
      [live('HelmRepository', { url: 'https://charts.example.com' }), release({ chart: { spec: { version: '1' } } })],
      { version: '1', access: { helmRepository: 'https://charts.example.com' } },
    ],
    [
      'a HelmRepository without a version',
      { ...CHART, repo: 'helm' },
      {},
      [live('HelmRepository', { url: 'https://charts.example.com' })],
      undefined,
    ],
    ['a source of another kind', { ...CHART, repo: 'git' }, {}, [registry], undefined],
    [
      'an Application with a chart of a Helm repository',
      CHART,
      ARGO,
      [live('Application', { source: { repoURL: 'https://charts.example.com', targetRevision: '1', chart: 'portal' } })],
      { version: '1', access: { helmRepository: 'https://charts.example.com' } },
    ],
    [
      'an Application with a chart of a registry',
      CHART,
      ARGO,
      [live('Application', { source: { repoURL: 'ghcr.io/old', targetRevision: '1', chart: 'ui' } })],
      { version: '1', access: { imageReference: 'ghcr.io/old/ui' } },
    ],
    [
      'an Application with a folder',
      CHART,
      ARGO,
      [live('Application', { source: { repoURL: 'https://git.example.com', targetRevision: 'v1', path: 'crd' } })],
      { access: { repoUrl: 'https://git.example.com', ref: 'v1' } },
    ],
    [
      'an Application with placeholders',
      CHART,
      ARGO,
      [live('Application', { source: { repoURL: 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE', targetRevision: '1', chart: 'portal' } })],
      undefined,
    ],
    [
      'the Application rather than a source that stayed',
      CHART,
      ARGO,
      [registry, live('Application', { source: { repoURL: 'ghcr.io/old', targetRevision: '3', chart: 'portal' } })],
      { version: '3', access: { imageReference: 'ghcr.io/old/portal' } },
    ],
    ['the values of a release', IMAGE, {}, [release({ values: { image: { tag: '1' } } })], { version: '1', image: { tag: '1' } }],
    [
      'a path in the values',
      { ...IMAGE, path: 'ui.tag' },
      {},
      [release({ values: { ui: { tag: '1' }, image: { tag: '2' } } })],
      { version: '1', image: { tag: '1' } },
    ],
    ['values that hold no text there', IMAGE, {}, [release({ values: { image: { tag: 1.1 } } })], undefined],
    [
      'the location of an image',
      IMAGE,
      {},
      [release({ values: { image: { tag: '1', registry: 'r', repository: 'a/b', digest: 'd' } } })],
      { version: '1', image: { tag: '1', registry: 'r', repository: 'a/b', digest: 'd' } },
    ],
    [
      'the location of an image in one value',
      { ...IMAGE, 'image-ref': 'combined' },
      {},
      [release({ values: { image: { tag: '1', repository: 'r:5000/a/b' } } })],
      { version: '1', image: { tag: '1', registry: 'r:5000', repository: 'a/b' } },
    ],
    [
      'the release that for names',
      { ...IMAGE, for: 'ui' },
      {},
      [live('HelmRelease', { values: { image: { tag: '1' } } }, { name: 'ui' })],
      { version: '1', image: { tag: '1' } },
    ],
    [
      'the values of an Application',
      IMAGE,
      ARGO,
      [live('Application', { source: { helm: { values: 'image: {tag: "1"}' } } })],
      { version: '1', image: { tag: '1' } },
    ],
    [
      'the values of an Application that are no YAML',
      IMAGE,
      ARGO,
      [live('Application', { source: { helm: { values: '{image' } } })],
      undefined,
    ],
    [
      'the release, for an image of an Argo CD section',
      IMAGE,
      ARGO,
      [release({ values: { image: { tag: '1' } } })],
      { version: '1', image: { tag: '1' } },
    ],
    ['nothing', CHART, {}, [], undefined],
  ])('is read back from %s', (_, annotations, labels, objects, expected) => {
    expect(late(annotations, labels, ...objects)).toEqual(expected);
  });

  it.each<[string, GivenResource]>([
    ['not ready', { status: { ...FOUND, conditions: [{ type: 'Ready', status: 'False' }] } }],
    ['not resolved any more', { status: null }],
    ['malformed', { status: { resource: { version: '2', access: null } } }],
  ])('stays while a Resource is %s', (_, given) => {
    expect(only(read(given, [registry])).value).toEqual({ version: '1', access: { imageReference: 'oci://ghcr.io/old/portal' } });
  });

  describe('of a release that starts suspended', () => {
    const UNSUSPEND = { ...IMAGE, unsuspend: 'true' };
    const suspendedBy = (...managers: readonly string[]): KubernetesObject =>
      release(
        { suspend: true, values: { image: { tag: 'profile' } } },
        { managedFields: managers.map((manager) => ({ manager, fieldsV1: { 'f:spec': { 'f:suspend': {} } } })) },
      );

    it('is none as long as we keep it suspended, since its values are those of the profile', () => {
      expect(late(UNSUSPEND, {}, suspendedBy('platform-mesh-deployment'))).toBeUndefined();
      expect(late(UNSUSPEND, {}, suspendedBy('platform-mesh-deployment', 'flux'))).toBeUndefined();
      expect(late(UNSUSPEND, {}, suspendedBy())).toBeUndefined();
    });

    it('stays when a user suspended it', () => {
      expect(late(UNSUSPEND, {}, suspendedBy('flux'))).toEqual({ version: 'profile', image: { tag: 'profile' } });
    });

    it('stays when it runs', () => {
      expect(late(UNSUSPEND, {}, release({ values: { image: { tag: '1' } } }))).toEqual({ version: '1', image: { tag: '1' } });
    });
  });

  it('makes the very objects that it was read from', () => {
    const localized = { localized: true, hasDigestField: true };
    const components: readonly GivenComponent[] = [
      {
        name: 'oci',
        ocm: {
          chart: chartOf('oci'),
          images: [
            imageOf('oci-image'),
            imageOf('a-image', { for: 'oci', path: 'a.tag' }, localized),
            imageOf('b-image', { for: 'oci', path: 'b.tag', 'image-ref': 'combined' }, localized),
          ],
        },
      },
      { name: 'helm', source: { kind: 'helm', chart: 'helm' }, ocm: { chart: chartOf('helm', { repo: 'helm' }), images: [] } },
      { name: 'git', source: { kind: 'git', path: 'git' }, ocm: { chart: chartOf('git', { repo: 'git' }), images: [] } },
      { name: 'held', release: { suspend: true }, ocm: { chart: chartOf('held'), images: [imageOf('held-image', { unsuspend: 'true' })] } },
      { name: 'argo', technology: 'argocd', ocm: { chart: chartOf('argo'), images: [imageOf('argo-image')] } },
      { name: 'argo-helm', technology: 'argocd', source: { kind: 'helm', chart: 'x' }, ocm: { chart: chartOf('argo-helm'), images: [] } },
      {
        name: 'argo-git',
        technology: 'argocd',
        source: { kind: 'git', path: 'x' },
        ocm: { chart: chartOf('argo-git'), images: [imageOf('argo-git-image')] },
      },
    ];
    const blueprint = blueprintOf({ components });
    const inRegistry = (name: string): ResolvedResource => ({ version: '1', access: { imageReference: `ghcr.io/a/${name}:1` } });
    const image: ResolvedResource = { version: '1', image: { registry: 'r', repository: 'a/b', tag: 'v1', digest: 'd' } };
    const helm: ResolvedResource = { version: '1', access: { helmRepository: 'https://charts.example.com' } };
    const git: ResolvedResource = { version: '1', access: { repoUrl: 'https://git.example.com', commit: 'c' } };
    const ocmResources: Readonly<Record<string, ResolvedResource>> = {
      'oci-chart': inRegistry('oci'),
      'oci-image': image,
      'a-image': image,
      'b-image': image,
      'helm-chart': helm,
      'git-chart': git,
      'held-chart': inRegistry('held'),
      'held-image': image,
      'argo-chart': inRegistry('ui'),
      'argo-image': image,
      'argo-helm-chart': helm,
      'argo-git-chart': git,
      'argo-git-image': image,
    };
    const before = render(blueprint, { ocmResources }, { mode: 'runtime' }).manifests.map(({ object }) => object);
    const objects = new Map(before.map((object) => [keyOf(refOf(object)), object]));
    const resources = before.filter(({ kind }) => kind === 'Resource');

    const after = ocmResourcesOf(resources, objects);

    expect(after.reasons.size).toBe(resources.length);
    expect(render(blueprint, { ocmResources: after.ocmResources }, { mode: 'runtime' }).manifests.map(({ object }) => object)).toEqual(
      before,
    );
  });
});
