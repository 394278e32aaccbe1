import { describe, expect, it } from '@jest/globals';
import { ApiObject, JsonPatch } from 'cdk8s';
import {
  AdmissionWebhook,
  Workspace,
  WorkspaceAuthenticationConfiguration,
  WorkspaceType,
  type WorkspaceTypeProps,
} from '../../../src/constructs/index.js';
import { objectIn } from '../in-chart.js';

describe('Workspace', () => {
  it('knows its path', () => {
    objectIn((chart) => {
      expect(new Workspace(chart, 'shop', { name: 'shop', parent: 'root:orgs:acme', type: { name: 'account' } }).path).toBe(
        'root:orgs:acme:shop',
      );
    });
  });

  it('has a type, which lies in root unless said otherwise', () => {
    const workspace = (path?: string) =>
      objectIn(
        (chart) =>
          new Workspace(chart, 'shop', { name: 'shop', parent: 'root', type: { name: 'team', ...(path === undefined ? {} : { path }) } }),
      );

    expect(workspace()).toEqual({
      apiVersion: 'tenancy.kcp.io/v1alpha1',
      kind: 'Workspace',
      metadata: { name: 'shop' },
      spec: { type: { name: 'team', path: 'root' } },
    });
    expect(workspace('root:types')).toHaveProperty('spec.type', { name: 'team', path: 'root:types' });
  });
});

describe('WorkspaceType', () => {
  const type = (props: Partial<WorkspaceTypeProps> = {}) =>
    objectIn((chart) => new WorkspaceType(chart, 'team', { name: 'team', ...props }));

  it('limits nothing and binds nothing by default', () => {
    expect(type()).toEqual({ apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceType', metadata: { name: 'team' }, spec: {} });
    expect(type({ initializer: false, terminator: false, defaultApiBindings: [] })['spec']).toEqual({});
  });

  it('writes what it is told under the names of the API', () => {
    const spec = type({
      initializer: true,
      terminator: true,
      extends: [{ name: 'universal' }],
      defaultApiBindings: [{ name: 'example.com', path: 'root:providers:widgets' }],
      defaultChildType: { name: 'team' },
      allowedChildren: [{ name: 'team' }],
      allowedParents: [{ name: 'orgs' }, { name: 'team', path: 'root:types' }],
      authenticationConfigurations: ['login'],
    })['spec'];

    expect(spec).toEqual({
      initializer: true,
      terminator: true,
      extend: { with: [{ name: 'universal', path: 'root' }] },
      defaultAPIBindings: [{ export: 'example.com', path: 'root:providers:widgets' }],
      defaultChildWorkspaceType: { name: 'team', path: 'root' },
      limitAllowedChildren: { types: [{ name: 'team', path: 'root' }] },
      limitAllowedParents: {
        types: [
          { name: 'orgs', path: 'root' },
          { name: 'team', path: 'root:types' },
        ],
      },
      authenticationConfigurations: [{ name: 'login' }],
    });
  });

  it('can be patched by the names of the API', () => {
    const object = objectIn((chart) => {
      const construct = new WorkspaceType(chart, 'team', { name: 'team', defaultApiBindings: [{ name: 'a', path: 'root' }] });
      ApiObject.of(construct).addJsonPatch(
        JsonPatch.add('/spec/defaultAPIBindingLifecycle', 'Maintain'),
        JsonPatch.add('/spec/defaultAPIBindings/-', { export: 'b', path: 'root' }),
      );
    });

    expect(object['spec']).toEqual({
      defaultAPIBindingLifecycle: 'Maintain',
      defaultAPIBindings: [
        { export: 'a', path: 'root' },
        { export: 'b', path: 'root' },
      ],
    });
  });
});

describe('WorkspaceAuthenticationConfiguration', () => {
  const login = (props: { certificateAuthority?: string; unverifiedEmail?: boolean } = {}) =>
    objectIn(
      (chart) =>
        new WorkspaceAuthenticationConfiguration(chart, 'login', {
          name: 'login',
          issuerUrl: 'https://example.com/realms/welcome',
          audiences: ['portal'],
          ...props,
        }),
    );

  it('takes a verified e-mail address for the name of the user', () => {
    expect(login()['spec']).toEqual({
      jwt: [
        {
          issuer: { url: 'https://example.com/realms/welcome', audiences: ['portal'], audienceMatchPolicy: 'MatchAny' },
          claimMappings: { groups: { claim: 'groups', prefix: '' }, username: { claim: 'email', prefix: '' } },
        },
      ],
    });
  });

  it('looks at the verification of the address even when it does not matter, since kcp demands it', () => {
    const { jwt } = login({ unverifiedEmail: true })['spec'] as {
      jwt: { claimMappings: { username: object }; claimValidationRules: { expression: string }[] }[];
    };

    expect(jwt[0]?.claimMappings.username).toEqual({ expression: 'claims.email' });
    expect(jwt[0]?.claimValidationRules[0]?.expression).toContain('claims.?email_verified');
  });

  it('names an authority only where there is one', () => {
    expect(login()).not.toHaveProperty('spec.jwt.0.issuer.certificateAuthority');
    expect(login({ certificateAuthority: 'PEM' })).toHaveProperty('spec.jwt.0.issuer.certificateAuthority', 'PEM');
  });
});

describe('AdmissionWebhook', () => {
  const webhook = (kind: 'Mutating' | 'Validating') =>
    objectIn(
      (chart) =>
        new AdmissionWebhook(chart, 'w', {
          kind,
          name: 'widgets',
          webhookName: 'widgets.example.com',
          url: 'https://example.com/w',
          caBundle: 'Q0E=',
          operations: ['CREATE'],
          group: 'example.com',
          version: 'v1',
          resources: ['widgets'],
        }),
    );

  it('refuses requests where it cannot be reached', () => {
    expect(webhook('Validating')).toEqual({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'widgets' },
      webhooks: [
        {
          name: 'widgets.example.com',
          clientConfig: { url: 'https://example.com/w', caBundle: 'Q0E=' },
          rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['widgets'] }],
          admissionReviewVersions: ['v1'],
          failurePolicy: 'Fail',
          sideEffects: 'None',
          timeoutSeconds: 30,
        },
      ],
    });
    expect(webhook('Mutating').kind).toBe('MutatingWebhookConfiguration');
  });
});
