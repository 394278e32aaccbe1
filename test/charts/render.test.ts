import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  detachedApp,
  manifestsOf,
  PlatformMeshChart,
  render,
  SOURCE_PLACEHOLDER,
  type Manifest,
  type Rendered,
  type RenderOptions,
} from '../../src/charts/index.js';
import { loadBlueprint, type Blueprint, type ResolvedResource, type RuntimeValues } from '../../src/profile/index.js';
import { blueprintOf, chartOf, imageOf, NAMESPACE, ocmResource, SERVER, type GivenComponent } from './blueprint-of.js';

function wholeOf(blueprint: Blueprint, runtimeValues: RuntimeValues = {}): readonly Manifest[] {
  const app = detachedApp();
  new PlatformMeshChart(app, 'mesh', { blueprint, runtimeValues });
  return manifestsOf(app);
}

/** A service with a chart and an image. */
function service(name: string, more: Partial<GivenComponent> = {}): GivenComponent {
  return { name, ocm: { chart: chartOf(name), images: [imageOf(`${name}-image`)] }, ...more };
}

const CHART: ResolvedResource = { version: '1', access: { imageReference: 'ghcr.io/a/portal:1' } };
const find = ({ manifests }: Rendered, kind: string, name: string): Manifest | undefined =>
  manifests.find(({ object }) => object.kind === kind && object.metadata.name === name);
const held = ({ withheld }: Rendered): readonly string[] =>
  withheld
    .filter(({ target }) => !target.startsWith('kcp/'))
    .map(
      ({ target, object, reason, ocmResource }) =>
        `${target} ${object.kind} ${object.namespace ?? ''}/${object.name}: ${reason} [${ocmResource ?? ''}]`,
    );

describe('render', () => {
  const MIXED = blueprintOf({
    argoProject: { destinationServer: SERVER },
    settings: { remoteRuntime: { secretName: 's', secretKey: 'k' } },
    components: [
      service('cert-manager', { section: 'infra' }),
      service('gateway-api', {
        section: 'infra',
        source: { kind: 'kustomization' },
        ocm: { chart: ocmResource('gateway-api', { labels: { artifact: 'chart', repo: 'git' } }), images: [] },
      }),
      service('portal', { technology: 'argocd', release: { values: { a: null } } }),
      service('openfga', {
        release: { suspend: true },
        ocm: { chart: chartOf('openfga'), images: [imageOf('openfga-image', { unsuspend: 'true' })] },
      }),
      service('helm', { source: { kind: 'helm', chart: 'helm' } }),
      service('images', { release: 'none', ocm: { images: [imageOf('other-image', { for: 'openfga', path: 'other.tag' })] } }),
    ],
  });
  const names = MIXED.components.flatMap(({ ocm }) => [ocm.chart, ...ocm.images]).flatMap((resource) => resource?.name ?? []);
  const resolved = fc.record(
    {
      version: fc.constantFrom('1', '2'),
      access: fc.record(
        {
          imageReference: fc.constantFrom('ghcr.io/a/b:1', 'Not A Reference'),
          helmRepository: fc.constant('https://charts.example.com'),
          repoUrl: fc.constant('https://git.example.com'),
          commit: fc.constant('c'),
        },
        { requiredKeys: [] },
      ),
      image: fc.record({ tag: fc.constant('v1'), registry: fc.constant('r'), repository: fc.constant('a') }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  const runtimeValues = fc.record(
    { ocmResources: fc.dictionary(fc.constantFrom(...names), resolved), caBundles: fc.constantFrom({}, { 'domain-certificate': '' }) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<RuntimeValues>;

  it('makes what PlatformMeshChart makes, whatever it has made before', () => {
    fc.assert(
      fc.property(runtimeValues, (values) => {
        expect(render(MIXED, values).manifests).toEqual(wholeOf(MIXED, values));
      }),
      { numRuns: 30 },
    );
  });

  it('never hands out a placeholder at run time, and leaves nothing out but what it withholds', () => {
    fc.assert(
      fc.property(runtimeValues, (values) => {
        const { manifests, withheld } = render(MIXED, values, { mode: 'runtime' });
        const text = JSON.stringify(manifests);
        expect(text).not.toContain(SOURCE_PLACEHOLDER);
        expect(text).not.toContain(':=0}');
        const key = (target: string, { kind, name }: { readonly kind: string; readonly name: string }): string =>
          `${target} ${kind} ${name}`;
        const all = wholeOf(MIXED, { ...values, ocmResources: values.ocmResources ?? {} }).map(({ target, object }) =>
          key(target, { kind: object.kind, name: object.metadata.name }),
        );
        const made = [
          ...manifests.map(({ target, object }) => key(target, { kind: object.kind, name: object.metadata.name })),
          ...withheld.map(({ target, object }) => key(target, object)),
        ];
        expect(all.filter((each) => !made.includes(each))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('makes a real platform as PlatformMeshChart does', () => {
    const { blueprint } = loadBlueprint({ files: ['examples/quickstart'] });

    expect(render(blueprint)).toMatchObject({ manifests: wholeOf(blueprint), withheld: [] });
    expect(render(blueprint).unresolved.map(({ name }) => name)).toContain('AUDIENCES_WELCOME');
  });

  it('names two components that make the same object, as PlatformMeshChart does', () => {
    for (const components of [
      [service('a', { section: 'infra' }), { name: 'a' }],
      [{ name: 'a' }, { name: 'a' }],
      [service('a'), service('b', { ocm: { images: [imageOf('a-image')] } })],
    ]) {
      const blueprint = blueprintOf({ components });
      const message = messageOf(() => wholeOf(blueprint));

      expect(message).toContain('written twice');
      expect(messageOf(() => render(blueprint))).toBe(message);
    }
  });
});

describe('what render withholds at run time', () => {
  const atRunTime = (
    components: readonly GivenComponent[],
    ocmResources: RuntimeValues['ocmResources'] = {},
    options: RenderOptions = { mode: 'runtime' },
  ): Rendered => render(blueprintOf({ components }), { ocmResources }, options);

  it('is a source that OCM has not found; the release waits for it on its own', () => {
    const rendered = atRunTime([service('portal', { release: { values: { image: { tag: 'profile' } } } })]);

    expect(held(rendered)).toEqual([`infra OCIRepository ${NAMESPACE}/portal: OCM Resource portal-chart is not resolved [portal-chart]`]);
    expect(find(rendered, 'HelmRelease', 'portal')?.object).toMatchObject({ spec: { values: { image: { tag: 'profile' } } } });
  });

  it('is an Application whose source is not known', () => {
    expect(held(atRunTime([service('portal', { technology: 'argocd' })]))).toEqual([
      `infra Application ${NAMESPACE}/portal: its source is not known: OCM Resource portal-chart is not resolved [portal-chart]`,
    ]);
  });

  it('is not an Application whose source the profile names', () => {
    const rendered = atRunTime([
      service('portal', { technology: 'argocd', source: { kind: 'oci', chart: 'portal', repoURL: 'oci.example.com', revision: '1' } }),
    ]);

    expect(held(rendered)).toEqual([]);
    expect(find(rendered, 'Application', 'portal')).toBeDefined();
  });

  it.each<[string, ResolvedResource, string]>([
    ['no version', { access: CHART.access! }, 'OCM Resource portal-chart has no version'],
    ['no access', { version: '1' }, 'OCM Resource portal-chart names no image reference'],
    [
      'a reference that is none',
      { version: '1', access: { imageReference: 'ghcr.io/UPPER' } },
      'OCM Resource portal-chart has no image reference such as registry.example.com/charts/portal:1.2.3: "ghcr.io/UPPER"',
    ],
  ])('says what a Resource lacks: %s', (_, resolved, reason) => {
    expect(held(atRunTime([service('portal')], { 'portal-chart': resolved }))).toEqual([
      `infra OCIRepository ${NAMESPACE}/portal: ${reason} [portal-chart]`,
    ]);
  });

  it('is what goes into kcp and holds a placeholder, with the value that is missing', () => {
    const { withheld } = atRunTime([]);
    const login = withheld.find(({ object }) => object.kind === 'WorkspaceAuthenticationConfiguration');

    expect(login).toMatchObject({
      target: 'kcp/root',
      reason:
        'not known yet: client ids in status.managedClients of IdentityProviderConfiguration welcome; ' +
        'CA bundle in Secret domain-certificate',
    });
  });

  it('is nothing in files', () => {
    expect(atRunTime([service('portal', { technology: 'argocd' })], {}, {}).withheld).toEqual([]);
  });

  it('is nothing when everything is known', () => {
    expect(held(atRunTime([service('portal')], { 'portal-chart': CHART }))).toEqual([]);
  });
});

describe('rendering again', () => {
  const components = [
    service('a'),
    service('b'),
    service('c', { technology: 'argocd' }),
    service('d', { ocm: { chart: chartOf('d'), images: [imageOf('extra-image', { for: 'a', path: 'extra.tag' })] } }),
  ];
  const known: readonly (readonly [string, ResolvedResource])[] = components.flatMap(
    ({ name }) =>
      [
        [`${name}-chart`, CHART],
        [`${name}-image`, { version: '1' }],
      ] as const,
  );
  const values = (more: RuntimeValues['ocmResources'] = {}): RuntimeValues => ({ ocmResources: { ...Object.fromEntries(known), ...more } });
  /** The objects that are not those of the last time. */
  const changed = (before: Rendered, after: Rendered): readonly string[] =>
    after.manifests
      .filter((manifest) => !before.manifests.includes(manifest))
      .map(({ object }) => `${object.kind} ${object.metadata.name}`);

  it('returns the same manifests for the same values', () => {
    const blueprint = blueprintOf({ components });

    expect(changed(render(blueprint, values(), { mode: 'runtime' }), render(blueprint, values(), { mode: 'runtime' }))).toEqual([]);
  });

  it.each<[string, RuntimeValues['ocmResources'], readonly string[]]>([
    ['a tag', { 'a-image': { version: '2' } }, ['HelmRelease a']],
    ['a tag from another component', { 'extra-image': { version: '2' } }, ['HelmRelease a']],
    ['the version of a chart', { 'b-chart': { ...CHART, version: '2' } }, ['OCIRepository b']],
    ['the version of an Application', { 'c-chart': { ...CHART, version: '2' } }, ['Application c']],
    ['what nobody reads', { other: { version: '2' }, 'a-image': { version: '1', componentVersion: '2' } }, []],
  ])('makes anew what %s changes', (_, more, expected) => {
    const blueprint = blueprintOf({ components });

    expect(changed(render(blueprint, values(), { mode: 'runtime' }), render(blueprint, values(more), { mode: 'runtime' }))).toEqual(
      expected,
    );
  });

  it('keeps what belongs to components when a value of kcp becomes known', () => {
    const blueprint = blueprintOf({ components });
    const before = render(blueprint, values(), { mode: 'runtime' });
    const after = render(blueprint, { ...values(), caBundles: { 'domain-certificate': '' } }, { mode: 'runtime' });

    expect(changed(before, after).filter((name) => /Release|Application|Repository|Resource /u.test(name))).toEqual([]);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
