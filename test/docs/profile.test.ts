import { describe, expect, it } from '@jest/globals';
import { EXAMPLE } from '../../docs/generate/platform-mesh-page.ts';
import { EXAMPLE_PLATFORM_MESH, EXAMPLE_PROFILE } from '../../docs/generate/profile-example.ts';
import {
  componentsReaders,
  infraComponentReaders,
  infraReaders,
  serviceReaders,
  type Readers,
} from '../../docs/generate/profile-readers.ts';
import { schemaRows, type SchemaRow } from '../../docs/generate/schema-rows.ts';
import { blueprintFrom, INFRA_COMPONENTS } from '../../src/profile/index.js';
import { ComponentsSectionSchema, InfraComponentSchema, InfraSectionSchema, ServiceSchema } from '../../src/profile/schema.js';
import { fileSource } from '../../src/profile/read/source-text.js';
import { PlatformMeshSchema } from '../../src/resources/index.js';
import { PRODUCT } from './product.js';

function load(platformMesh: string, profile: string) {
  return blueprintFrom({ sources: [fileSource('platform-mesh.yaml', platformMesh)], profile: [fileSource('profile.yaml', profile)] });
}

describe('docs/profile.md', () => {
  it('has an example without a problem', () => {
    const { blueprint, problems } = load(EXAMPLE_PLATFORM_MESH, EXAMPLE_PROFILE);
    expect(problems).toEqual([]);
    const portal = blueprint.components.find(({ name }) => name === 'portal');
    expect(portal?.release).toMatchObject({ values: { replicas: 2, host: 'portal.mesh.example.com' }, timeout: '20m' });
    expect(blueprint.components[0]?.release).toMatchObject({ values: { crds: { enabled: true, keep: false } } });
  });

  const parts: readonly {
    readonly part: string;
    readonly rows: readonly SchemaRow[];
    readonly readers: (rows: readonly SchemaRow[]) => readonly Readers[];
  }[] = [
    { part: 'infra', rows: schemaRows(InfraSectionSchema), readers: (rows) => [infraReaders(PRODUCT, rows)] },
    {
      part: 'infra component',
      rows: schemaRows(InfraComponentSchema),
      readers: (rows) => INFRA_COMPONENTS.map(({ key }) => infraComponentReaders(PRODUCT, rows, key)),
    },
    { part: 'components', rows: schemaRows(ComponentsSectionSchema), readers: (rows) => [componentsReaders(PRODUCT, rows)] },
    { part: 'service', rows: schemaRows(ServiceSchema), readers: (rows) => [serviceReaders(PRODUCT, rows)] },
  ];

  it.each(parts)('describes every key of $part, with a default and an example', ({ rows }) => {
    const described = rows.filter(({ nested, unread }) => !nested && !unread);
    expect(described.filter(({ description }) => description === '').map(({ path }) => path)).toEqual([]);
    expect(described.filter((row) => row.default === '').map(({ path }) => path)).toEqual([]);
    expect(rows.filter(({ nested, example }) => !nested && example === undefined).map(({ path }) => path)).toEqual([]);
  });

  it.each(parts)('says rightly which keys of $part nothing reads', ({ rows, readers }) => {
    const read = readers(rows);
    const ignored = rows
      .filter(({ path, example }) => example !== undefined && read.every((each) => each.get(path)?.length === 0))
      .map(({ path }) => path);
    expect(ignored).toEqual(rows.filter(({ unread }) => unread).map(({ path }) => path));
  });
});

describe('docs/platform-mesh.md', () => {
  it('has an example without a problem', () => {
    expect(load(EXAMPLE, EXAMPLE_PROFILE).problems).toEqual([]);
  });

  it('describes every field', () => {
    const rows = schemaRows(PlatformMeshSchema.properties.spec);
    expect(rows.filter(({ description }) => description === '').map(({ path }) => path)).toEqual([]);
  });
});
