import { describe, expect, it } from '@jest/globals';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApiBinding, ApiExport, ApiExportEndpointSlice, ApiResourceSchema, type ApiExportProps } from '../../../src/constructs/index.js';
import { objectIn, objectsIn } from '../in-chart.js';

const PATH = 'root:providers:widgets';
const REFERENCE = { name: 'example.com', path: PATH };
const schemaOf = (scope: Construct, kind: string): ApiResourceSchema =>
  new ApiResourceSchema(scope, kind, { prefix: 'v1', group: 'example.com', kind, versions: [{ name: 'v1', schema: {} }] });
const exported = (props: Partial<ApiExportProps> = {}) =>
  objectsIn((chart) => new ApiExport(chart, 'export', { ...REFERENCE, schemas: [], ...props }));

describe('ApiExport', () => {
  it('offers its schemas in their order, and comes after them', () => {
    const objects = objectsIn((chart) => {
      const gear = schemaOf(chart, 'Gear');
      new ApiExport(chart, 'export', { ...REFERENCE, schemas: [schemaOf(chart, 'Widget'), gear] });
    });

    expect(objects.map(({ kind }) => kind)).toEqual(['APIResourceSchema', 'APIResourceSchema', 'APIExport']);
    expect(objects[2]).toEqual({
      apiVersion: 'apis.kcp.io/v1alpha2',
      kind: 'APIExport',
      metadata: { name: 'example.com' },
      spec: {
        resources: [
          { name: 'widgets', group: 'example.com', schema: 'v1.widgets.example.com', storage: { crd: {} } },
          { name: 'gears', group: 'example.com', schema: 'v1.gears.example.com', storage: { crd: {} } },
        ],
      },
    });
  });

  it('claims all verbs unless told which', () => {
    const [object] = exported({
      permissionClaims: [
        { resource: 'secrets', verbs: ['get'] },
        { resource: 'accounts', group: 'core.example.com', identityHash: 'abc' },
      ],
    });

    expect(object).toHaveProperty('spec.permissionClaims', [
      { resource: 'secrets', verbs: ['get'] },
      { resource: 'accounts', group: 'core.example.com', identityHash: 'abc', verbs: ['*'] },
    ]);
  });

  it('lets those bind it who are named, and nobody else', () => {
    expect(exported()).toHaveLength(1);
    expect(exported({ bindableBy: { users: [], groups: [] } })).toHaveLength(1);

    const [, role, binding] = exported({ bindableBy: { users: ['ann'], groups: ['system:authenticated'] } });

    expect(role).toMatchObject({
      kind: 'ClusterRole',
      metadata: { name: 'bind-example.com' },
      rules: [{ apiGroups: ['apis.kcp.io'], resources: ['apiexports'], resourceNames: ['example.com'], verbs: ['bind'] }],
    });
    expect(binding).toMatchObject({
      kind: 'ClusterRoleBinding',
      subjects: [
        { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'Group', name: 'system:authenticated', apiGroup: 'rbac.authorization.k8s.io' },
      ],
      roleRef: { kind: 'ClusterRole', name: 'bind-example.com' },
    });
  });

  it('is found by the portal when it is meant for users', () => {
    expect(exported()[0]?.metadata).toEqual({ name: 'example.com' });
    expect(exported({ inPortal: true })[0]?.metadata.labels).toEqual({ 'ui.platform-mesh.io/content-for': 'example.com' });
  });

  it('can be patched through its object', () => {
    const object = objectIn((chart) => {
      ApiObject.of(new ApiExport(chart, 'export', { ...REFERENCE, schemas: [] })).addJsonPatch(
        JsonPatch.add('/spec/maximalPermissionPolicy', { local: {} }),
      );
    });

    expect(object).toHaveProperty('spec.maximalPermissionPolicy', { local: {} });
  });
});

describe('ApiBinding', () => {
  it('binds an export under its name', () => {
    expect(objectIn((chart) => new ApiBinding(chart, 'binding', { export: REFERENCE }))).toEqual({
      apiVersion: 'apis.kcp.io/v1alpha2',
      kind: 'APIBinding',
      metadata: { name: 'example.com' },
      spec: { reference: { export: REFERENCE } },
    });
    expect(objectIn((chart) => new ApiBinding(chart, 'binding', { name: 'mine', export: REFERENCE })).metadata.name).toBe('mine');
  });

  it('accepts what the export claims', () => {
    const objects = objectsIn((chart) => {
      const api = new ApiExport(chart, 'export', {
        ...REFERENCE,
        schemas: [],
        permissionClaims: [{ resource: 'secrets', verbs: ['get'] }],
      });
      new ApiBinding(chart, 'binding', { export: api.reference, acceptedClaims: api.permissionClaims });
    });

    expect(objects[1]).toHaveProperty('spec.permissionClaims', [
      { resource: 'secrets', verbs: ['get'], selector: { matchAll: true }, state: 'Accepted' },
    ]);
  });

  it('can be patched to accept some objects alone', () => {
    const object = objectIn((chart) => {
      const binding = new ApiBinding(chart, 'binding', { export: REFERENCE, acceptedClaims: [{ resource: 'secrets' }] });
      binding.object.addJsonPatch(
        JsonPatch.replace('/spec/permissionClaims/0/selector', { matchLabels: { 'example.com/shared': 'true' } }),
      );
    });

    expect(object).toHaveProperty('spec.permissionClaims.0.selector', { matchLabels: { 'example.com/shared': 'true' } });
  });
});

describe('ApiExportEndpointSlice', () => {
  it('belongs to an export, and has its name', () => {
    expect(objectIn((chart) => new ApiExportEndpointSlice(chart, 'slice', { export: REFERENCE }))).toEqual({
      apiVersion: 'apis.kcp.io/v1alpha1',
      kind: 'APIExportEndpointSlice',
      metadata: { name: 'example.com' },
      spec: { export: REFERENCE },
    });
  });
});
