import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, PlatformMeshChart } from '../../src/charts/index.js';
import { explain, type Explanation } from '../../src/explain/index.js';
import { load, type Given } from '../profile/blueprint-of.js';

const GIVEN: Given = {
  profile: { infra: {}, components: { services: {} } },
  spec: {
    exposure: { baseDomain: 'example.com', port: 443 },
    featureToggles: [{ name: 'feature-accounts-in-accounts' }, { name: 'feature-enable-getting-started' }],
    kcp: {
      extraWorkspaces: [
        { path: 'root:mine:inner', type: { name: 'universal', path: 'root' } },
        { path: 'root:mine', type: { name: 'universal', path: 'root' } },
      ],
      extraDefaultAPIBindings: [{ workspaceTypePath: 'root:org', export: 'mine.example.com', path: 'root:mine' }],
    },
  },
};

function ask(...query: readonly string[]): Explanation {
  const { blueprint } = load(GIVEN);
  const app = detachedApp();
  new PlatformMeshChart(app, 'mesh', { blueprint });
  return explain({ blueprint, manifests: manifestsOf(app), query });
}

describe('a field of an object in kcp', () => {
  it.each([
    ['WorkspaceAuthenticationConfiguration/orgs-authentication spec.jwt.0.issuer.url', 'exposure.baseDomainPort', 'example.com'],
    ['IdentityProviderConfiguration/welcome spec.clients.0.redirectUris.0', 'exposure.baseDomainPort', 'example.com'],
    ['Workspace/inner spec.type.name', 'spec.kcp.extraWorkspaces.0.type.name', 'universal'],
    ['Workspace/mine metadata.name', 'spec.kcp.extraWorkspaces.1.path', 'root:mine'],
    ['WorkspaceType/org spec.defaultAPIBindings.3.export', 'spec.kcp.extraDefaultAPIBindings.0.export', 'mine.example.com'],
  ])('%s is made from %s', (query, source, value) => {
    const explanation = ask(...query.split(' '));
    expect(explanation.source).toBe(source);
    expect(explanation.assignments.at(-1)).toMatchObject({ value, origin: { location: { file: 'platform-mesh.yaml' } } });
  });

  it('leads from a page to the toggle that it came with', () => {
    const { source } = ask(
      'ContentConfiguration/main-home-overview-getting-started',
      'metadata.labels.core.platform-mesh.io/feature-toggle',
    );
    expect(source).toBe('spec.featureToggles.1.name');
  });

  it('names what would decide it, where nobody did', () => {
    expect(ask('IdentityProviderConfiguration/welcome', 'spec.registrationAllowed')).toMatchObject({
      value: false,
      assignments: [],
      changedBy: 'settings.idpRegistrationAllowed',
    });
  });

  it('belongs to the platform alone where no input decides it', () => {
    const explanation = ask('WorkspaceType/org', 'spec.defaultAPIBindings.0.export');
    expect(explanation).toMatchObject({ value: 'core.platform-mesh.io', assignments: [] });
    expect(explanation.changedBy).toBeUndefined();
  });
});
