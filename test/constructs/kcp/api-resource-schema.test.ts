import { describe, expect, it } from '@jest/globals';
import { ApiObject, JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { ApiResourceSchema, type ApiResourceSchemaProps, type CustomResourceDefinitionLike } from '../../../src/constructs/index.js';
import { parseYaml } from '../../../src/gotemplate/index.js';
import { objectIn } from '../in-chart.js';

const PROPS: ApiResourceSchemaProps = { group: 'example.com', kind: 'Widget', versions: [{ name: 'v1', schema: { type: 'object' } }] };
const schema = (props: Partial<ApiResourceSchemaProps> = {}) =>
  objectIn((chart) => new ApiResourceSchema(chart, 'widgets', { ...PROPS, ...props }));
const nameOf = (content: object): string => schema({ versions: [{ name: 'v1', schema: content }] }).metadata.name;

const jsonObject = fc.dictionary(fc.string(), fc.jsonValue()).map((content) => JSON.parse(JSON.stringify(content)) as object);

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('ApiResourceSchema', () => {
  it('derives every name from the kind', () => {
    expect(schema({ prefix: 'v1' })).toEqual({
      apiVersion: 'apis.kcp.io/v1alpha1',
      kind: 'APIResourceSchema',
      metadata: { name: 'v1.widgets.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
        scope: 'Cluster',
        versions: [{ name: 'v1', schema: { type: 'object' }, served: true, storage: true, subresources: { status: {} } }],
      },
    });
  });

  it('is named after its content, whatever the order of its keys, by a name that kcp takes', () => {
    fc.assert(
      fc.property(jsonObject, (content) => {
        expect(nameOf(content)).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?\.widgets\.example\.com$/u);
        expect(nameOf(reversed(content) as object)).toBe(nameOf(content));
      }),
      { numRuns: 50 },
    );
  });

  it('has another name when anything about it changes', () => {
    const changes: readonly Partial<ApiResourceSchemaProps>[] = [
      {},
      { scope: 'Namespaced' },
      { shortNames: ['w'] },
      { categories: ['all'] },
      { versions: [{ name: 'v2', schema: { type: 'object' } }] },
      { versions: [{ name: 'v1', schema: { type: 'object', description: 'A widget.' } }] },
      { versions: [{ name: 'v1', schema: { type: 'object', required: ['a', 'b'] } }] },
      { versions: [{ name: 'v1', schema: { type: 'object', required: ['b', 'a'] } }] },
      { versions: [{ name: 'v1', schema: { type: 'object' }, status: false }] },
    ];

    expect(new Set(changes.map((props) => schema(props).metadata.name)).size).toBe(changes.length);
  });

  it('keeps the names that are published', () => {
    expect(schema().metadata.name).toMatchInlineSnapshot(`"v6d40e5f183.widgets.example.com"`);
  });

  it('stores objects in the last version, unless another one says so', () => {
    const stored = (...versions: readonly (boolean | undefined)[]): unknown =>
      (
        schema({
          versions: versions.map((storage, index) => ({
            name: `v${index + 1}`,
            schema: {},
            ...(storage === undefined ? {} : { storage }),
          })),
        })['spec'] as { versions: { storage: boolean }[] }
      ).versions.map(({ storage }) => storage);

    expect(stored(undefined, undefined)).toEqual([false, true]);
    expect(stored(true, undefined)).toEqual([true, false]);
    expect(stored(undefined, false)).toEqual([false, false]);
  });

  it('hands the schema to kcp as it is, nulls and empty maps included, twice alike', () => {
    const content = {
      type: 'object',
      properties: { a: { enum: ['x', null], default: null, nullable: true }, b: { type: 'object', default: {} } },
    };
    objectIn((chart) => {
      const { object } = new ApiResourceSchema(chart, 'widgets', { ...PROPS, versions: [{ name: 'v1', schema: content }] });

      expect(object.toJson()).toHaveProperty('spec.versions.0.schema', content);
      expect(object.toJson()).toHaveProperty('spec.versions.0.schema', content);
    });
  });

  it('can be patched through its object', () => {
    const object = objectIn((chart) => {
      const construct = new ApiResourceSchema(chart, 'widgets', PROPS);
      ApiObject.of(construct).addJsonPatch(
        JsonPatch.add('/spec/nameValidation', 'PathSegmentName'),
        JsonPatch.add('/spec/versions/0/schema/description', 'A widget.'),
      );
    });

    expect(object).toMatchObject({
      spec: { nameValidation: 'PathSegmentName', versions: [{ schema: { type: 'object', description: 'A widget.' } }] },
    });
  });
});

describe('ApiResourceSchema.fromCrd', () => {
  const CRD: CustomResourceDefinitionLike = {
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Proxy', listKind: 'Proxies', plural: 'proxies', singular: 'proxy', shortNames: ['px'], categories: ['all'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: false,
          deprecated: true,
          deprecationWarning: 'use v2',
          schema: { openAPIV3Schema: { type: 'object' } },
        },
        {
          name: 'v2',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
          subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
          additionalPrinterColumns: [
            { name: 'Host', type: 'string', jsonPath: '.spec.host', priority: 1, description: 'Where.', format: 'hostname' },
          ],
          selectableFields: [{ jsonPath: '.spec.host' }],
        },
      ],
    },
  };

  it('keeps whatever a CustomResourceDefinition says', () => {
    const { openAPIV3Schema } = CRD.spec.versions[1]?.schema ?? {};
    expect(objectIn((chart) => ApiResourceSchema.fromCrd(chart, 'proxies', CRD, 'v1'))).toEqual({
      apiVersion: 'apis.kcp.io/v1alpha1',
      kind: 'APIResourceSchema',
      metadata: { name: 'v1.proxies.example.com' },
      spec: {
        group: 'example.com',
        names: CRD.spec.names,
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: false,
            deprecated: true,
            deprecationWarning: 'use v2',
            schema: { type: 'object' },
            subresources: {},
          },
          {
            name: 'v2',
            served: true,
            storage: true,
            schema: openAPIV3Schema,
            subresources: CRD.spec.versions[1]?.subresources,
            additionalPrinterColumns: CRD.spec.versions[1]?.additionalPrinterColumns,
            selectableFields: [{ jsonPath: '.spec.host' }],
          },
        ],
      },
    });
  });

  it('keeps any object of a version without a schema', () => {
    const crd = {
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Widget', plural: 'widgets' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    };

    expect(objectIn((chart) => ApiResourceSchema.fromCrd(chart, 'widgets', crd))).toHaveProperty('spec.versions.0.schema', {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    });
  });

  it.each(globSync('manifests/crds/*.yaml'))('takes %s', (file) => {
    const crd = parseYaml(readFileSync(file, 'utf8')) as CustomResourceDefinitionLike;
    const { versions } = objectIn((chart) => ApiResourceSchema.fromCrd(chart, 'crd', crd))['spec'] as { versions: { schema: object }[] };

    expect(versions.map((version) => version.schema)).toEqual(crd.spec.versions.map((version) => version.schema?.openAPIV3Schema));
  });
});
