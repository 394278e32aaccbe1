import { expect, it } from '@jest/globals';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';
import { kcpContent } from '../../scripts/conformance-runtime/kcp-content.ts';
import { overlaid } from '../../scripts/conformance-runtime/overlaid.ts';

it.each<[string, JsonMap, JsonMap]>([
  [
    'an export in v1alpha2',
    {
      apiVersion: 'apis.kcp.io/v1alpha1',
      kind: 'APIExport',
      spec: {
        latestResourceSchemas: ['v1.widgets.example.com'],
        permissionClaims: [{ resource: 'secrets', group: '', identityHash: '', all: true }],
      },
    },
    {
      apiVersion: 'apis.kcp.io/v1alpha2',
      kind: 'APIExport',
      spec: {
        resources: [{ name: 'widgets', group: 'example.com', schema: 'v1.widgets.example.com', storage: { crd: {} } }],
        permissionClaims: [{ resource: 'secrets', verbs: ['*'] }],
      },
    },
  ],
  [
    'a schema without descriptions, but with a field of that name',
    {
      kind: 'APIResourceSchema',
      metadata: { name: 's', annotations: { 'controller-gen.kubebuilder.io/version': 'v1' } },
      spec: { schema: { description: 'for people', properties: { description: { type: 'string', description: 'for people' } } } },
    },
    { kind: 'APIResourceSchema', metadata: { name: 's' }, spec: { schema: { properties: { description: { type: 'string' } } } } },
  ],
  [
    'a page as data',
    { kind: 'ContentConfiguration', spec: { inlineConfiguration: { contentType: 'json', content: '{\n "name": "x"}' } } },
    { kind: 'ContentConfiguration', spec: { inlineConfiguration: { contentType: 'json', content: { name: 'x' } } } },
  ],
  [
    'a type of workspaces without an empty list',
    { kind: 'WorkspaceType', spec: { initializer: true, defaultAPIBindings: [] } },
    { kind: 'WorkspaceType', spec: { initializer: true } },
  ],
  [
    'a login without texts for people',
    { kind: 'WorkspaceAuthenticationConfiguration', spec: { jwt: [{ claimValidationRules: [{ expression: 'x', message: 'no' }] }] } },
    { kind: 'WorkspaceAuthenticationConfiguration', spec: { jwt: [{ claimValidationRules: [{ expression: 'x' }] }] } },
  ],
])('reads %s', (_what, given, expected) => {
  expect(kcpContent(given)).toEqual(expected);
});

it('lays what a recording says over what is there', () => {
  const there = { spec: { jwt: [{ issuer: { url: 'https://example.com', audiences: ['one', 'two'] } }] } };

  expect(overlaid(there, { spec: { jwt: [{ issuer: { audiences: [] } }] } })).toEqual({
    spec: { jwt: [{ issuer: { url: 'https://example.com', audiences: [] } }] },
  });
});
