import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { Static } from 'typebox';
import { PlatformMeshChart } from '../../src/charts/index.js';
import { InvalidInputError } from '../../src/errors.js';
import {
  defineBlueprint,
  defineExposure,
  loadBlueprint,
  type Blueprint,
  type BlueprintDefinition,
  type ImageDefinition,
  type InfraComponentDefinition,
  type ServiceDefinition,
} from '../../src/profile/index.js';
import type { ComponentsSectionSchema, ImageResource, InfraComponent, InfraSectionSchema, Service } from '../../src/profile/schema.js';
import { Testing } from '../../src/testing/index.js';
import { componentOf, load, valuesOf } from './blueprint-of.js';

const MESH = { name: 'mesh', namespace: 'mesh-system' } as const;

/** What a definition is refused with. */
function refusal(definition: object): readonly string[] {
  try {
    defineBlueprint(definition as BlueprintDefinition);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
  throw new Error('the definition was accepted');
}

function withoutProvenance({ provenance, ...rest }: Blueprint): Omit<Blueprint, 'provenance'> {
  expect(provenance).toBeDefined();
  return rest;
}

describe('defineBlueprint', () => {
  it('resolves to what the same profile resolves to', () => {
    const infra = {
      certManager: { targetNamespace: 'cert-manager', values: { crds: { enabled: true } } },
      traefik: {},
      gatewayApi: { kustomization: { path: './crds' } },
    } as const;
    const components = {
      timeout: '20m',
      imageLocalization: true,
      ocm: { component: { name: 'mine' }, referencePath: [{ name: 'charts' }] },
      services: {
        openfga: { external: true, imageResources: [{ annotations: { for: 'openfga' } }] },
        portal: { dependsOn: ['openfga', { name: 'cert-manager' }], values: { replicas: 2, nothing: null, hosts: ['a', 'b'] } },
        docs: { gitRepo: true, path: 'chart', suspend: true },
      },
    } as const;
    const on = (map: object): object =>
      Object.fromEntries(Object.entries(map).map(([name, component]: [string, object]) => [name, { enabled: true, ...component }]));
    const loaded = load({
      spec: { exposure: { baseDomain: 'example.com' } },
      profile: { infra: on(infra), components: { ...components, services: on(components.services) } },
    });

    const { blueprint, problems } = defineBlueprint({ ...MESH, exposure: { baseDomain: 'example.com' }, infra, components });

    expect(withoutProvenance(blueprint)).toEqual(withoutProvenance(loaded.blueprint));
    expect(problems).toEqual([]);
  });

  it.each(['quickstart', 'argocd', 'remote'])('can say what examples/%s says', (example) => {
    const { blueprint: loaded } = loadBlueprint({ files: [`examples/${example}`] });
    const section = (name: string): object => loaded.provenance.history([name]).at(-1)?.value ?? {};

    const { blueprint } = defineBlueprint({
      ...loaded.instance,
      exposure: loaded.exposure,
      infra: section('infra'),
      components: { ...section('components'), services: section('services') },
    });

    expect(withoutProvenance(blueprint)).toEqual(withoutProvenance(loaded));
  });

  it('needs a name and a namespace, and has the defaults of a PlatformMesh', () => {
    const { blueprint } = defineBlueprint(MESH);

    expect(withoutProvenance(blueprint)).toEqual(withoutProvenance(load({}).blueprint));
    expect(blueprint.exposure).toEqual({
      baseDomain: 'portal.localhost',
      port: 8443,
      protocol: 'https',
      baseDomainPort: 'portal.localhost:8443',
      baseDomainWithPort: 'portal.localhost:8443',
    });
  });

  it('enables what is written down, and leaves out what says that it is not', () => {
    const { blueprint } = defineBlueprint({
      ...MESH,
      infra: { traefik: { enabled: false } },
      components: { services: { portal: {}, docs: { enabled: false }, search: undefined } },
    });

    expect(blueprint.components.map(({ name }) => name)).toEqual(['portal']);
  });

  it('leaves texts as they are, braces or not', () => {
    const loaded = defineBlueprint({
      ...MESH,
      components: { services: { portal: { values: { greeting: 'Hello {{ .name }}', port: '0777' } } } },
    });

    expect(valuesOf(loaded, 'portal')).toEqual({ greeting: 'Hello {{ .name }}', port: '0777' });
  });

  it('counts what is undefined as not written, and keeps a null of values', () => {
    const loaded = defineBlueprint({
      ...MESH,
      components: { services: { portal: { values: { a: undefined, b: null, list: [1, undefined, 2] } } } },
    });

    expect(valuesOf(loaded, 'portal')).toEqual({ b: null, list: [1, 2] });
  });

  it('is frozen, and leaves the definition as it was', () => {
    const values = { replicas: 1 };
    const settings = { remoteRuntime: { secretName: 'runtime', secretKey: 'kubeconfig' } };
    const loaded = defineBlueprint({ ...MESH, settings, components: { services: { portal: { values } } } });
    values.replicas = 2;
    settings.remoteRuntime.secretKey = 'other';

    expect(valuesOf(loaded, 'portal')).toEqual({ replicas: 1 });
    expect(Object.isFrozen(componentOf(loaded, 'portal').release)).toBe(true);
    expect(loaded.blueprint.settings.remoteRuntime?.secretKey).toBe('kubeconfig');
    expect(Object.isFrozen(loaded.blueprint)).toBe(true);
  });

  it('takes the settings that flags make elsewhere', () => {
    const remoteRuntime = { secretName: 'runtime', secretKey: 'kubeconfig' };

    expect(defineBlueprint({ ...MESH, settings: { remoteRuntime } }).blueprint.settings).toEqual({ remoteRuntime });
    expect(refusal({ ...MESH, settings: { remoteRuntime: { secretName: 'runtime' } } })).toEqual([
      'missing-field: platform "mesh": settings.remoteRuntime.secretKey is missing',
    ]);
  });

  it('derives sync waves and the project for Argo CD', () => {
    const loaded = defineBlueprint({
      ...MESH,
      infra: { deploymentTechnology: 'argocd' },
      components: { deploymentTechnology: 'argocd', services: { portal: { dependsOn: ['openfga'] }, openfga: {} } },
    });

    expect(componentOf(loaded, 'portal').release).toMatchObject({ wave: 2 });
    expect(loaded.blueprint.argoProject).toEqual({ destinationServer: 'https://kubernetes.default.svc' });
  });

  it('gives what a chart needs', () => {
    const app = Testing.app();
    new PlatformMeshChart(app, 'mesh', defineBlueprint({ ...MESH, components: { services: { portal: {} } } }));

    expect(Testing.manifests(app).infra).toMatchObject([{ kind: 'HelmRelease', metadata: { name: 'portal', namespace: 'mesh-system' } }]);
  });
});

it('runs as its example says', () => {
  const [, example = ''] = /@example\n((?: \* .*\n)+?) \*\//u.exec(readFileSync('src/profile/define-blueprint.ts', 'utf8')) ?? [];
  const app = Testing.app();
  runInNewContext(example.replaceAll(/^ \* /gmu, ''), { app, defineBlueprint, defineExposure, PlatformMeshChart });

  expect(Testing.yaml(app)).toContain('host: portal.mesh.example.com\n');
});

describe('what a definition is refused for', () => {
  const service = (map: object, more: object = {}): object => ({ ...MESH, components: { services: map }, ...more });

  it.each([
    [
      'a cycle',
      service({ a: { dependsOn: ['b'] }, b: { dependsOn: ['a'] } }),
      ['dependency-cycle: service "a": its dependencies form a cycle: a -> b -> a'],
    ],
    [
      'a name that no release can have',
      service({ Portal: {} }),
      [expect.stringContaining('invalid-name: service "Portal": "Portal" cannot be a release name')],
    ],
    [
      'two releases of one name',
      service({ traefik: {} }, { infra: { traefik: {} } }),
      [expect.stringContaining('duplicate-name: service "traefik": infra component "traefik" is already called "traefik"')],
    ],
    [
      'two OCM Resources of one name',
      service({ portal: { imageResources: [{}, {}] } }),
      [expect.stringContaining('duplicate-name: service "portal": two OCM Resources are called "portal-image"')],
    ],
    [
      'a bad name and namespace',
      { name: 'My Mesh', namespace: 'a.b' },
      [
        expect.stringContaining('invalid-value: platform "My Mesh": name must be'),
        expect.stringContaining('invalid-value: platform "My Mesh": namespace must be'),
      ],
    ],
    ['no namespace', { name: 'mesh' }, ['missing-field: platform "mesh": namespace is missing']],
    [
      'a bad exposure',
      { ...MESH, exposure: { port: 70000 } },
      [expect.stringContaining('invalid-value: platform "mesh": exposure.port must be a whole number from 1 to 65535, not 70000')],
    ],
    ['a list for a map', { ...MESH, infra: [] }, ['invalid-value: platform "mesh": infra must be a map, not a list']],
    [
      'services that are a list',
      { ...MESH, components: { services: [] } },
      ['invalid-value: components.services: must be a map of services, not a list'],
    ],
    [
      'a component that is no map',
      { ...MESH, infra: { traefik: true } },
      ['invalid-value: infra component "traefik": must be a map, not a single value'],
    ],
    [
      'a duration that is none',
      { ...MESH, components: { timeout: 'soon' } },
      [expect.stringContaining('invalid-value: components: timeout must be a duration such as 5m or 1h30m, not "soon"')],
    ],
    [
      'a date',
      service({ portal: { values: { since: new Date(0) } } }),
      ['invalid-value: components.services.portal.values.since: must be a value that JSON has, not an object of Date'],
    ],
    [
      'a function',
      service({ portal: { values: { list: [() => 1] } } }),
      ['invalid-value: components.services.portal.values.list.0: must be a value that JSON has, not a function'],
    ],
    [
      'no number',
      service({ portal: { values: { replicas: NaN } } }),
      ['invalid-value: components.services.portal.values.replicas: must be a value that JSON has, not NaN'],
    ],
  ])('%s', (_, definition, expected) => {
    expect(refusal(definition)).toEqual(expected);
  });

  it('everything that is wrong, at once and without a place', () => {
    const values: Record<string, unknown> = {};
    values['self'] = values;
    const definition = {
      name: 'mesh',
      components: { timeout: 'soon', services: { portal: { values, dependsOn: ['nobody'] } } },
    } as unknown as BlueprintDefinition;

    expect(() => defineBlueprint(definition)).toThrow(
      expect.objectContaining({
        problems: ['invalid-value', 'missing-field', 'invalid-value'].map((code) => expect.objectContaining({ code, severity: 'error' })),
      }),
    );
  });

  it('warns of what waits for ever and of what nobody reads', () => {
    const { problems } = defineBlueprint({
      ...MESH,
      infra: { certManagr: {} } as object,
      components: { services: { portal: { dependsOn: ['docs'] }, docs: { enabled: false } } },
    });

    expect(problems).toEqual([
      {
        code: 'unknown-field',
        severity: 'warning',
        message: 'infra: certManagr is not a known field and has no effect',
        hint: 'did you mean "certManager"?',
      },
      {
        code: 'dependency-not-deployed',
        severity: 'warning',
        message: 'service "portal": it depends on "docs", which is not enabled; so it waits for ever',
      },
    ]);
  });
});

describe('provenance of a definition', () => {
  const { provenance } = defineBlueprint({
    ...MESH,
    exposure: { port: 443 },
    settings: { remoteRuntime: { secretName: 'runtime', secretKey: 'kubeconfig' } },
    components: { services: { portal: { values: { replicas: 2 } } } },
  }).blueprint;

  it.each([
    [['services', 'portal', 'values', 'replicas'], { origin: { layer: 'code' }, value: 2 }],
    [['services', 'portal', 'enabled'], { origin: { layer: 'default' }, value: true }],
    [['services', 'portal', 'targetNamespace'], { origin: { layer: 'default' }, value: MESH.namespace }],
    [['exposure', 'port'], { origin: { layer: 'code' }, value: 443 }],
    [['exposure', 'protocol'], { origin: { layer: 'default' }, value: 'https' }],
    [['settings', 'remoteRuntime', 'secretName'], { origin: { layer: 'code' }, value: 'runtime' }],
    [['metadata', 'name'], { origin: { layer: 'code' }, value: 'mesh' }],
  ])('%j', (path, expected) => {
    expect(provenance.history(path)).toEqual([expected]);
  });

  it('lists what is below a path', () => {
    expect(provenance.children([])).toEqual(['components', 'exposure', 'infra', 'metadata', 'services', 'settings', 'spec']);
    expect(provenance.children(['services', 'portal'])).toEqual(['enabled', 'values']);
  });
});

describe('defineExposure', () => {
  it('knows the domain as URLs need it, and can be given as it is', () => {
    const exposure = defineExposure({ baseDomain: 'mesh.example.com', port: 443 });

    expect(exposure).toEqual({
      baseDomain: 'mesh.example.com',
      port: 443,
      protocol: 'https',
      baseDomainPort: 'mesh.example.com',
      baseDomainWithPort: 'mesh.example.com',
    });
    expect(defineBlueprint({ ...MESH, exposure })).toMatchObject({ blueprint: { exposure }, problems: [] });
  });
});

describe('the types', () => {
  /** The keys of a schema that somebody reads; those that nobody reads may be anything. */
  type Read<T> = keyof { [Key in keyof T as 0 extends 1 & T[Key] ? never : Key]: T[Key] };
  type Missing<Schema, Definition> = Exclude<Read<Required<NonNullable<Schema>>>, keyof Definition>;

  /** Compiles with `true` only when no key is left over. */
  const none = <Keys>(left: [Keys] extends [never] ? true : Keys): typeof left => left;

  it('have every key of the profile', () => {
    expect(none<Missing<Service, ServiceDefinition>>(true)).toBe(true);
    expect(none<Missing<InfraComponent, InfraComponentDefinition>>(true)).toBe(true);
    expect(none<Missing<ImageResource, ImageDefinition>>(true)).toBe(true);
    expect(none<Missing<Static<typeof InfraSectionSchema>, NonNullable<BlueprintDefinition['infra']>>>(true)).toBe(true);
    expect(none<Missing<Static<typeof ComponentsSectionSchema>, NonNullable<BlueprintDefinition['components']>>>(true)).toBe(true);
  });

  it('have no key that a profile does not have', () => {
    expect(none<Exclude<keyof ServiceDefinition, keyof Service>>(true)).toBe(true);
    expect(none<Exclude<keyof InfraComponentDefinition, keyof InfraComponent>>(true)).toBe(true);
    expect(none<Exclude<keyof ImageDefinition, keyof ImageResource>>(true)).toBe(true);
  });

  it('refuse what a profile could only report', () => {
    const openfga = {};
    const attempts = [
      // @ts-expect-error: the dependency is misspelled
      () => defineBlueprint({ ...MESH, components: { services: { openfga, portal: { dependsOn: ['openfg'] } } } }),
      // @ts-expect-error: there is no such infra component
      () => defineBlueprint({ ...MESH, infra: { certManagr: {} } }),
      // @ts-expect-error: a text is no flag
      () => defineBlueprint({ ...MESH, components: { services: { portal: { suspend: 'true' } } } }),
      // @ts-expect-error: a namespace is needed
      () => defineBlueprint({ name: 'mesh' }),
      // @ts-expect-error: there is no such option
      () => defineBlueprint({ ...MESH, components: { services: { portal: { replicas: 2 } } } }),
      // @ts-expect-error: values are JSON
      () => defineBlueprint({ ...MESH, components: { services: { portal: { values: { since: new Date() } } } } }),
    ];

    expect(attempts).toHaveLength(6);
  });

  it('let services come from a loop, or depend on a condition', () => {
    const names: readonly string[] = ['a', 'b'];
    const looped = defineBlueprint({
      ...MESH,
      components: { services: Object.fromEntries(names.map((name, index) => [name, { dependsOn: names.slice(0, index) }])) },
    });
    const isProduction = names.length > 2;
    const chosen = defineBlueprint({
      ...MESH,
      components: {
        services: { portal: { values: { ...(isProduction ? { replicas: 3 } : {}) } }, ...(isProduction ? { search: {} } : {}) },
      },
    });

    expect(looped.blueprint.components).toHaveLength(2);
    expect(chosen.blueprint.components).toHaveLength(1);
  });
});
