import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, PlatformMeshChart } from '../../src/charts/index.js';
import { InvalidInputError } from '../../src/errors.js';
import { explain, overview, type Explanation } from '../../src/explain/index.js';
import { loadBlueprint, type RuntimeValues } from '../../src/profile/index.js';
import { load, type Given } from '../profile/blueprint-of.js';

function ask(given: Given, ...query: readonly string[]): Explanation {
  return askWith({}, given, ...query);
}

function askWith(runtimeValues: RuntimeValues, given: Given, ...query: readonly string[]): Explanation {
  const { blueprint } = load(given);
  const app = detachedApp();
  new PlatformMeshChart(app, 'mesh', { blueprint, runtimeValues });
  return explain({ blueprint, manifests: manifestsOf(app), runtimeValues, query });
}

function refusal(given: Given, ...query: readonly string[]): string {
  try {
    ask(given, ...query);
  } catch (error) {
    if (error instanceof InvalidInputError)
      return error.problems.map(({ code, message, hint }) => `${code}: ${message}; ${hint ?? ''}`).join('\n');
    throw error;
  }
  throw new Error('it was explained');
}

const GIVEN: Given = {
  profile: {
    infra: { certManager: { enabled: true, values: { crds: { enabled: true } } } },
    components: {
      timeout: '20m',
      services: {
        portal: {
          enabled: true,
          dependsOn: [{ name: 'cert-manager' }],
          imageResources: [{ annotations: { artifact: 'image', 'example.com/a.b': 'x' } }],
          values: { replicas: 1, host: 'portal.{{ .baseDomain }}', 'a.b': { c: [1, { d: 2 }] } },
        },
      },
    },
  },
  spec: { exposure: { baseDomain: 'example.com' }, values: { services: { portal: { values: { replicas: 3 } } } } },
};

const layers = ({ assignments }: Explanation): unknown => assignments.map(({ origin, value }) => [origin.layer, value]);

describe('a path of the input', () => {
  it('is told with every layer that set it, the winner last', () => {
    const explanation = ask(GIVEN, 'services.portal.values.replicas');

    expect(explanation).toMatchObject({ path: 'services.portal.values.replicas', value: 3 });
    expect(layers(explanation)).toEqual([
      ['profile', 1],
      ['spec.values', 3],
    ]);
  });

  it('is told with its template and the variables in it', () => {
    const { assignments, variables } = ask(GIVEN, 'services.portal.values.host');

    expect(assignments).toMatchObject([
      { origin: { layer: 'profile', expression: 'portal.{{ .baseDomain }}' }, value: 'portal.example.com' },
    ]);
    expect(variables).toMatchObject([{ name: 'baseDomain', assignments: [{ origin: { layer: 'exposure' }, value: 'example.com' }] }]);
  });

  it('may leave out the section', () => {
    expect(ask(GIVEN, 'portal.values.replicas').path).toBe('services.portal.values.replicas');
    expect(ask(GIVEN, 'certManager.values.crds.enabled').path).toBe('infra.certManager.values.crds.enabled');
  });

  it.each([
    ['services.portal.values.a.b.c.1.d', 'services.portal.values["a.b"].c.1.d'],
    ['services.portal.values["a.b"].c[1].d', 'services.portal.values["a.b"].c.1.d'],
    ["services.portal.values['a.b'].c[0]", 'services.portal.values["a.b"].c.0'],
  ])('may have keys with dots: %s', (written, path) => {
    expect(ask(GIVEN, written).path).toBe(path);
    expect(ask(GIVEN, path).path).toBe(path);
  });

  it('yields each value in a map with who set it', () => {
    const { leaves } = ask(GIVEN, 'services.portal.values');

    expect(leaves.map(({ path, value, winner }) => [path, value, winner?.origin.layer])).toEqual([
      ['["a.b"].c.0', 1, 'profile'],
      ['["a.b"].c.1.d', 2, 'profile'],
      ['host', 'portal.example.com', 'profile'],
      ['replicas', 3, 'spec.values'],
    ]);
  });

  it('may be a default, of the exposure, or of the PlatformMesh', () => {
    expect(layers(ask(GIVEN, 'infra.certManager.interval'))).toEqual([['default', '5m']]);
    expect(layers(ask(GIVEN, 'exposure.port'))).toEqual([['default', 8443]]);
    expect(layers(ask(GIVEN, 'exposure.baseDomainPort'))).toEqual([['exposure', 'example.com:8443']]);
    expect(layers(ask(GIVEN, 'metadata.namespace'))).toEqual([['spec', 'mesh-system']]);
  });

  it.each([
    ['services.portl.values.replica', 'services.portal.values.replicas'],
    ['services.portal.values.hots', 'services.portal.values.host'],
    ['values.replicas', 'services.portal.values.replicas'],
    ['servces', 'services'],
    ['services.portal.interval', 'services.portal.'],
  ])('that does not exist gets the nearest: %s', (written, nearest) => {
    expect(refusal(GIVEN, written)).toContain(`unknown-path: ${written}: there is no such path in the input; the nearest: ${nearest}`);
  });
});

describe('a field of an object', () => {
  it('leads back to the input', () => {
    const explanation = ask(GIVEN, 'HelmRelease/portal', 'spec.values.replicas');

    expect(explanation).toMatchObject({
      object: { target: 'infra', kind: 'HelmRelease', namespace: 'mesh-system', name: 'portal' },
      value: 3,
      source: 'services.portal.values.replicas',
    });
    expect(layers(explanation)).toEqual([
      ['profile', 1],
      ['spec.values', 3],
    ]);
  });

  it('may stand within the values that an Application carries as text', () => {
    const argocd: Given = {
      ...GIVEN,
      profile: { components: { deploymentTechnology: 'argocd', services: { portal: { enabled: true, values: { a: { b: 1 } } } } } },
      spec: {},
    };

    expect(ask(argocd, 'Application/portal', 'spec.source.helm.values.a.b')).toMatchObject({
      value: 1,
      source: 'services.portal.values.a.b',
    });
    expect(ask(argocd, 'application/portal', 'metadata.annotations.argocd.argoproj.io/sync-wave')).toMatchObject({
      value: '1',
      source: 'services.portal.syncWave',
    });
  });

  it.each([
    [['HelmRelease/portal', 'spec.timeout'], 'components.timeout'],
    [['HelmRelease/portal', 'spec.targetNamespace'], 'metadata.namespace'],
    [['HelmRelease/portal', 'spec.dependsOn.0.name'], 'services.portal.dependsOn.0.name'],
    [['Resource/portal-image', 'metadata.annotations.example.com/a.b'], 'services.portal.imageResources.0.annotations["example.com/a.b"]'],
    [['Resource/mesh-system/portal-chart', 'spec.resource.byReference.referencePath.0.name'], 'services.portal'],
  ])('%j is made from %s', (query, source) => {
    expect(ask(GIVEN, ...query).source).toBe(source);
  });

  it.each([
    [['HelmRelease/portal', 'spec.interval'], undefined],
    [['HelmRelease/portal', 'spec.timeout'], 'components.timeout'],
    [['HelmRelease/cert-manager', 'spec.timeout'], undefined],
    [['Resource/portal-chart', 'spec.resource.byReference.resource.name'], undefined],
    [['Resource/cert-manager', 'spec.componentRef.name'], 'spec.ocm.component.name'],
    [['Kustomization/gateway-api', 'spec.interval'], 'infra.gatewayApi.kustomization.interval'],
  ])('%j names the key that would change it, if there is one: %s', (query, changedBy) => {
    const profile = {
      infra: { certManager: { enabled: true }, gatewayApi: { enabled: true } },
      components: { services: { portal: { enabled: true } } },
    };
    const explanation = ask({ profile }, ...query);

    expect(explanation).toMatchObject({ assignments: [] });
    expect([explanation.source, explanation.changedBy]).toEqual([undefined, changedBy]);
  });

  it.each([
    [['Application/cert-manager', 'spec.source.repoURL'], 'infra.certManager.repoURL'],
    [['Application/cert-manager', 'spec.source.targetRevision'], undefined],
    [['Application/cert-manager', 'spec.destination.namespace'], 'metadata.namespace'],
    [['Application/portal', 'spec.source.targetRevision'], 'services.portal.version'],
    [['Application/portal', 'spec.destination.namespace'], 'metadata.namespace'],
    [['Application/portal', 'spec.destination.server'], 'components.destinationServer'],
  ])('%j of Argo CD is made from what it reads: %s', (query, source) => {
    const argocd = { deploymentTechnology: 'argocd', destinationServer: 'https://runtime.example.com' };
    const profile = {
      infra: {
        ...argocd,
        certManager: { enabled: true, repoURL: 'https://charts.example.com', targetRevision: '1.0.0', targetNamespace: 'certs' },
      },
      components: { ...argocd, services: { portal: { enabled: true, version: '1.2.3', targetNamespace: 'portal-system' } } },
    };

    expect(ask({ profile }, ...query).source).toBe(source);
  });

  it('leads from a dependency to what names it', () => {
    const profile = {
      infra: { traefikCRDs: { enabled: true, name: 'crds' }, traefik: { enabled: true } },
      components: { services: { a: { enabled: true }, b: { enabled: true, dependsOn: ['a'] } } },
    };

    expect(ask({ profile }, 'HelmRelease/traefik', 'spec.dependsOn.0.name').source).toBe('infra.traefikCRDs.name');
    expect(ask({ profile }, 'HelmRelease/b', 'spec.dependsOn.0.name').source).toBe('services.b.dependsOn.0');
  });

  it('that no key of the input decides says so', () => {
    expect(ask(GIVEN, 'HelmRelease/portal', 'spec.upgrade.remediation.retries')).toMatchObject({ value: 3, assignments: [] });
  });

  it('or object that does not exist gets the nearest', () => {
    expect(refusal(GIVEN, 'HelmRelease/portl')).toContain(
      'unknown-object: HelmRelease/portl: there is no such object; the nearest: HelmRelease/portal',
    );
    expect(refusal(GIVEN, 'HelmRelease/portal', 'spec.vales')).toContain(
      'unknown-path: spec.vales: there is no such path in HelmRelease/portal; the nearest: spec.values',
    );
  });
});

/** Addresses and pages in kcp have the domain within them. */
function holds(value: unknown, part: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(part) || (typeof value === 'string' && typeof part === 'string' && value.includes(part));
}

describe('a field that OCM decides about', () => {
  const image = { annotations: { repo: 'oci', artifact: 'image' } };
  const given = (deploymentTechnology: string): Given => ({
    profile: {
      components: {
        deploymentTechnology,
        services: { portal: { enabled: true, imageResources: [image], values: { image: { tag: 'old' } } } },
      },
    },
  });
  const RESOLVED: RuntimeValues = {
    ocmResources: {
      'portal-image': { version: '2.0.0' },
      'portal-chart': { version: '1.0.0', access: { imageReference: 'ghcr.io/charts/portal' } },
    },
  };

  it('leads to the OCM Resource', () => {
    expect(askWith(RESOLVED, given('fluxcd'), 'HelmRelease/portal', 'spec.values.image.tag')).toMatchObject({
      value: '2.0.0',
      ocmResource: 'portal-image',
      assignments: [],
    });
    expect(askWith(RESOLVED, given('fluxcd'), 'OCIRepository/portal', 'spec.ref.tag')).toMatchObject({
      value: '1.0.0',
      ocmResource: 'portal-chart',
    });
    expect(askWith(RESOLVED, given('argocd'), 'Application/portal', 'spec.source.helm.values.image.tag')).toMatchObject({
      value: '2.0.0',
      ocmResource: 'portal-image',
    });
    expect(askWith(RESOLVED, given('argocd'), 'Application/portal', 'spec.source.repoURL')).toMatchObject({
      value: 'ghcr.io/charts',
      ocmResource: 'portal-chart',
    });
  });

  it('is told among the values of a map', () => {
    const { leaves } = askWith(RESOLVED, given('fluxcd'), 'HelmRelease/portal', 'spec.values');

    expect(leaves).toMatchObject([{ path: 'image.tag', value: '2.0.0', winner: undefined, ocmResource: 'portal-image' }]);
  });

  it('leads to the profile as long as the value is the one of the profile', () => {
    for (const values of [{}, { ocmResources: { 'portal-image': { version: 'old' } } }]) {
      const explanation = askWith(values, given('fluxcd'), 'HelmRelease/portal', 'spec.values.image.tag');

      expect(explanation).not.toHaveProperty('ocmResource');
      expect(layers(explanation)).toEqual([['profile', 'old']]);
    }
  });
});

describe('every field of the examples', () => {
  it.each([['quickstart'], ['argocd']])('of %s that comes from a key of the input has the value of that key', (name) => {
    const { blueprint } = loadBlueprint({ files: [`examples/${name}`] });
    const app = detachedApp();
    new PlatformMeshChart(app, 'mesh', { blueprint });
    const manifests = manifestsOf(app);
    const different = manifests.flatMap(({ object }) => {
      const { leaves } = explain({ blueprint, manifests, query: [`${object.kind}/${object.metadata.name}`] });
      // What a chart makes of a key: a name with a suffix, a path with what is around it, a number as text.
      return leaves
        .filter(
          ({ path, value, winner }) =>
            winner &&
            winner.origin.layer !== 'default' &&
            !/^(metadata\.name|spec\.resource|spec\.additionalStatusFields|metadata\.annotations\["argocd)/u.test(path) &&
            !holds(value, winner.value),
        )
        .map(
          ({ path, value, winner }) =>
            `${object.kind}/${object.metadata.name} ${path}: ${JSON.stringify(value)} is not ${JSON.stringify(winner?.value)}`,
        );
    });

    expect(different).toEqual([]);
  });
});

describe('the overview', () => {
  it('tells what the platform consists of and what is set over the profile', () => {
    expect(overview(load(GIVEN).blueprint)).toEqual([
      {
        name: 'cert-manager',
        section: 'infra',
        technology: 'fluxcd',
        source: 'OCM platform-mesh/cert-manager',
        namespace: 'mesh-system',
        wave: undefined,
        dependsOn: [],
        overrides: [],
      },
      {
        name: 'portal',
        section: 'services',
        technology: 'fluxcd',
        source: 'OCM platform-mesh/portal/chart',
        namespace: 'mesh-system',
        wave: undefined,
        dependsOn: ['cert-manager'],
        overrides: ['values.replicas'],
      },
    ]);
  });
});
