import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseYaml } from '../../../src/gotemplate/index.js';
import type { HelmValues, OcmResource, ReleaseSettings, ResolvedResource } from '../../../src/profile/index.js';
import { withoutPaths, withWrites } from '../../../src/charts/ocm/values-at.js';
import { chartOf, imageOf, objectOf, ocmResource, specOf, type GivenComponent } from '../blueprint-of.js';

const VERSION: ResolvedResource = { version: '1.2.3' };
const PARTS: ResolvedResource = {
  version: '1.9.0',
  image: { registry: 'registry.example.com', repository: 'mirror/openfga', tag: 'v1.9.0', digest: 'sha256:abc' },
};
const LOCALIZED: Partial<OcmResource> = { localized: true };

/** The spec of HelmRelease `openfga`, whose images are these. */
function release(
  images: readonly OcmResource[],
  ocmResources: Readonly<Record<string, ResolvedResource>>,
  settings: Partial<ReleaseSettings> = {},
  component: Partial<GivenComponent> = {},
): unknown {
  return specOf(
    objectOf(
      { components: [{ name: 'openfga', release: settings, ocm: { images }, ...component }], runtimeValues: { ocmResources } },
      'HelmRelease',
      'openfga',
    ),
  );
}

const values = (...given: Parameters<typeof release>): unknown => (release(...given) as { readonly values?: unknown }).values;

describe('the version of an image', () => {
  it('stands in the values of the release', () => {
    expect(values([imageOf('openfga-image')], { 'openfga-image': VERSION })).toEqual({ image: { tag: '1.2.3' } });
  });

  it('leaves the other values as they are', () => {
    const given = { image: { tag: 'old', pullPolicy: null }, replicas: 2 };

    expect(values([imageOf('openfga-image')], { 'openfga-image': VERSION }, { values: given })).toEqual({
      image: { tag: '1.2.3', pullPolicy: null },
      replicas: 2,
    });
  });

  it("is the profile's as long as OCM has none", () => {
    expect(values([imageOf('openfga-image')], {}, { values: { image: { tag: 'old' } } })).toEqual({ image: { tag: 'old' } });
    expect(values([imageOf('openfga-image')], { 'openfga-image': {} }, { values: { image: { tag: 'old' } } })).toEqual({
      image: { tag: 'old' },
    });
    expect(values([imageOf('openfga-image')], {})).toBeUndefined();
  });

  it.each([
    ['for a Git repository', { repo: 'git' }],
    ['for another artifact', { artifact: 'blob' }],
    ['for another release', { for: 'portal' }],
    ['for a release of another namespace', { for: 'other/openfga' }],
  ])('stays out of the release %s', (_, annotations) => {
    const image = ocmResource('openfga-image', { annotations: { artifact: 'image', repo: 'oci', ...annotations } });
    expect(values([image], { 'openfga-image': VERSION })).toBeUndefined();
  });

  it('comes from an image of another component that names the release', () => {
    const given = {
      components: [
        { name: 'openfga' },
        {
          name: 'database',
          release: 'none' as const,
          ocm: { images: [imageOf('openfga-postgresql-image', { for: 'openfga', path: 'postgresql.image.tag' })] },
        },
      ],
      runtimeValues: { ocmResources: { 'openfga-postgresql-image': VERSION } },
    };

    expect(specOf(objectOf(given, 'HelmRelease', 'openfga'), 'values')).toEqual({ postgresql: { image: { tag: '1.2.3' } } });
  });

  it('reaches an infra component that has another name than the label of its images says', () => {
    const cert = ocmResource('cm-controller-image', { labels: { artifact: 'image', repo: 'oci', for: 'cert-manager' } });
    expect(
      specOf(
        objectOf(
          {
            components: [{ name: 'cm', section: 'infra', ocm: { images: [cert] } }],
            runtimeValues: { ocmResources: { 'cm-controller-image': VERSION } },
          },
          'HelmRelease',
          'cm',
        ),
        'values',
      ),
    ).toEqual({ image: { tag: '1.2.3' } });
    expect(values([imageOf('x-image', { for: 'somebody' })], { 'x-image': VERSION })).toBeUndefined();
  });

  it('is kept out where a value on the way is no map', () => {
    const image = imageOf('openfga-image', { path: 'image.tag.x' });

    expect(values([image], { 'openfga-image': VERSION }, { values: { image: { tag: 'old' } } })).toEqual({ image: { tag: 'old' } });
    expect(values([imageOf('openfga-image')], { 'openfga-image': VERSION }, { values: { image: null } })).toEqual({ image: null });
  });

  it('is the last one where two write to one path', () => {
    expect(
      values([imageOf('a-image', { for: 'openfga' }), imageOf('b-image', { for: 'openfga' })], {
        'a-image': { version: 'a' },
        'b-image': { version: 'b' },
      }),
    ).toEqual({ image: { tag: 'b' } });
  });
});

describe('the location of an image', () => {
  it.each<[string, Readonly<Record<string, string>>, Partial<OcmResource>, object]>([
    ['is not written for an image that is not localized', {}, {}, { image: { tag: '1.9.0' } }],
    ['is written apart', {}, LOCALIZED, { image: { tag: 'v1.9.0', registry: 'registry.example.com', repository: 'mirror/openfga' } }],
    [
      'is written with its digest where the chart has a field for it',
      {},
      { ...LOCALIZED, hasDigestField: true },
      { image: { tag: 'v1.9.0', registry: 'registry.example.com', repository: 'mirror/openfga', digest: 'sha256:abc' } },
    ],
    [
      'is written as one',
      { 'image-ref': 'combined' },
      LOCALIZED,
      { image: { tag: 'v1.9.0', repository: 'registry.example.com/mirror/openfga' } },
    ],
    [
      'has no digest when it is one',
      { 'image-ref': 'combined' },
      { ...LOCALIZED, hasDigestField: true },
      { image: { tag: 'v1.9.0', repository: 'registry.example.com/mirror/openfga' } },
    ],
    [
      'is written apart for a word that nobody knows',
      { 'image-ref': 'separate' },
      LOCALIZED,
      { image: { tag: 'v1.9.0', registry: 'registry.example.com', repository: 'mirror/openfga' } },
    ],
    [
      'stands beside the tag',
      { path: 'ui.container.version' },
      LOCALIZED,
      { ui: { container: { version: 'v1.9.0', registry: 'registry.example.com', repository: 'mirror/openfga' } } },
    ],
    [
      'stands at the top for a path of one word',
      { path: 'tag', 'image-ref': 'combined' },
      LOCALIZED,
      { tag: 'v1.9.0', repository: 'registry.example.com/mirror/openfga' },
    ],
    [
      'leaves the tag to version-path',
      { 'version-path': 'status.component.version' },
      LOCALIZED,
      { image: { tag: '1.9.0', registry: 'registry.example.com', repository: 'mirror/openfga' } },
    ],
  ])('%s', (_, annotations, more, expected) => {
    expect(values([imageOf('openfga-image', annotations, more)], { 'openfga-image': PARTS })).toEqual(expected);
  });

  it('is written whole or not at all', () => {
    const image = imageOf('openfga-image', {}, LOCALIZED);

    expect(values([image], { 'openfga-image': { version: '1', image: { registry: 'r.example.com', tag: 'v1' } } })).toEqual({
      image: { tag: 'v1' },
    });
    expect(values([image], { 'openfga-image': { version: '1' } })).toEqual({ image: { tag: '1' } });
    expect(values([image], { 'openfga-image': { image: { tag: 'v1' } } })).toEqual({ image: { tag: 'v1' } });
  });
});

describe('a release that starts suspended', () => {
  const suspend = (
    images: readonly OcmResource[],
    resolved: Readonly<Record<string, ResolvedResource>>,
    more: Partial<GivenComponent> = {},
  ): unknown => (release(images, resolved, { suspend: true }, { ocm: { images }, ...more }) as { readonly suspend?: boolean }).suspend;
  const UNSUSPEND = imageOf('openfga-image', { unsuspend: 'true' });

  it.each<[string, unknown, true | undefined]>([
    ['is suspended without a Resource that starts it', suspend([imageOf('openfga-image')], { 'openfga-image': VERSION }), true],
    ['is suspended as long as the Resource is not resolved', suspend([UNSUSPEND], {}), true],
    ['runs when the Resource is resolved', suspend([UNSUSPEND], { 'openfga-image': VERSION }), undefined],
    [
      'runs when one of several Resources is resolved',
      suspend([UNSUSPEND, imageOf('other-image', { for: 'openfga', unsuspend: 'true' })], { 'other-image': VERSION }),
      undefined,
    ],
    [
      'is suspended when the Resource is for another release',
      suspend([imageOf('openfga-image', { for: 'portal', unsuspend: 'true' })], { 'openfga-image': VERSION }),
      true,
    ],
    [
      'runs when its chart is found',
      suspend(
        [],
        { 'openfga-chart': { version: '1', access: { imageReference: 'ghcr.io/a/openfga' } } },
        { ocm: { chart: chartOf('openfga', { unsuspend: 'true' }), images: [] } },
      ),
      undefined,
    ],
    [
      'is suspended as long as its chart is not found',
      suspend([], { 'openfga-chart': { version: '1' } }, { ocm: { chart: chartOf('openfga', { unsuspend: 'true' }), images: [] } }),
      true,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it('never says that it is not suspended', () => {
    expect(Object.keys(release([UNSUSPEND], { 'openfga-image': VERSION }, { suspend: true }) as object)).not.toContain('suspend');
    expect(Object.keys(release([UNSUSPEND], { 'openfga-image': VERSION }) as object)).not.toContain('suspend');
  });
});

describe('the values of an Application', () => {
  const helm = (
    annotations: Readonly<Record<string, string>>,
    settings: Partial<ReleaseSettings> = {},
    component: Partial<GivenComponent> = {},
  ): unknown =>
    specOf(
      objectOf(
        {
          components: [
            {
              name: 'portal',
              technology: 'argocd',
              release: settings,
              ocm: { images: [ocmResource('portal-image', { annotations: { artifact: 'image', ...annotations } })] },
              ...component,
            },
          ],
          runtimeValues: { ocmResources: { 'portal-image': { version: '1.10' } } },
        },
        'Application',
        'portal',
      ),
      'source.helm',
    );

  it('hold the version as a text', () => {
    expect(helm({}, { values: { b: 1, image: { tag: 'old' } } })).toEqual({ values: 'b: 1\nimage:\n  tag: "1.10"\n' });
  });

  it('get a map in the place of anything else', () => {
    expect(parseYaml((helm({ path: 'other.tag' }, { values: { other: 1 } }) as { readonly values: string }).values)).toEqual({
      other: { tag: '1.10' },
    });
  });

  it('are those of OCM alone where the chart lies in a Git repository', () => {
    expect(helm({}, { values: { ignored: true } }, { source: { kind: 'git', path: 'portal' } })).toEqual({
      values: 'image:\n  tag: "1.10"\n',
    });
  });

  it('are not made for a folder of manifests', () => {
    expect(helm({}, {}, { source: { kind: 'kustomization', path: 'crd' } })).toBeUndefined();
  });
});

describe('writing into values', () => {
  const segment = fc.constantFrom('a', 'b', '__proto__', 'constructor', '');
  const tree = fc.letrec<{ map: HelmValues }>((tie) => ({
    map: fc.dictionary(segment, fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, 'x', 1), tie('map')), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  })).map;
  const path = fc.array(segment, { minLength: 1, maxLength: 3 });

  it('puts the text there and changes nothing else', () => {
    fc.assert(
      fc.property(tree, path, (values, at) => {
        const before = JSON.stringify(values);
        const after = withWrites(values, [{ path: at, value: 'NEW' }], 'replace')!;
        expect(JSON.stringify(values)).toBe(before);
        expect(at.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], after)).toBe('NEW');
        expect(JSON.stringify(withWrites(after, [{ path: at, value: 'NEW' }], 'replace'))).toBe(JSON.stringify(after));
        expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
      }),
    );
  });

  it('takes a text out again, and the maps that were made for it', () => {
    fc.assert(
      fc.property(path, (at) => {
        expect(withoutPaths(withWrites({ keep: 1 }, [{ path: at, value: 'NEW' }], 'keep')!, [at])).toEqual({ keep: 1 });
      }),
    );
  });

  it.each<[HelmValues, readonly (readonly string[])[], HelmValues]>([
    [{ image: { tag: '1', pullPolicy: 'Always' } }, [['image', 'tag']], { image: { pullPolicy: 'Always' } }],
    [{ image: { tag: '1' }, a: {} }, [['image', 'tag']], { a: {} }],
    [{ image: { tag: '1' } }, [['image', 'tag']], {}],
    [{ image: 'x' }, [['image', 'tag']], { image: 'x' }],
    [
      { a: {} },
      [
        ['b', 'c'],
        ['a', 'c'],
      ],
      { a: {} },
    ],
  ])('takes from %j what stands at %j', (values, paths, expected) => {
    expect(withoutPaths(values, paths)).toEqual(expected);
  });
});
