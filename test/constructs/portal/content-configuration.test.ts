import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ApiExport,
  ContentConfiguration,
  IdentityProviderConfiguration,
  ProviderMetadata,
  type ContentConfigurationProps,
  type NavigationNode,
} from '../../../src/constructs/index.js';
import { parseYaml } from '../../../src/gotemplate/index.js';
import { printManifest } from '../../../src/synth/index.js';
import { objectIn, objectsIn } from '../in-chart.js';

const PROPS: ContentConfigurationProps = { name: 'widgets', entity: 'main', nodes: [] };
const configuration = (props: Partial<ContentConfigurationProps> = {}) =>
  objectIn((chart) => new ContentConfiguration(chart, 'widgets', { ...PROPS, ...props }));

/** What the portal reads after the object has been written as a file, and read by kcp. */
function seenByPortal(nodes: readonly NavigationNode[]): unknown {
  const { spec } = parseYaml(printManifest(configuration({ nodes }))) as { spec: { inlineConfiguration: { content: string } } };
  return (JSON.parse(spec.inlineConfiguration.content) as { luigiConfigFragment: { data: { nodes: unknown } } }).luigiConfigFragment.data
    .nodes;
}

describe('ContentConfiguration', () => {
  it('carries its nodes as JSON text', () => {
    const object = configuration({
      contentName: 'things',
      creationTimestamp: '2022-05-17T11:37:17Z',
      nodes: [{ label: 'Widgets' }],
      texts: [{ locale: '', textDictionary: { a: 'A' } }],
    });

    expect(object).toMatchObject({
      apiVersion: 'ui.platform-mesh.io/v1alpha1',
      kind: 'ContentConfiguration',
      metadata: { name: 'widgets', labels: { 'ui.platform-mesh.io/entity': 'main' } },
    });
    expect(object).toHaveProperty('spec.inlineConfiguration.contentType', 'json');
    const { content } = (object['spec'] as { inlineConfiguration: { content: string } }).inlineConfiguration;
    expect(JSON.parse(content)).toEqual({
      name: 'things',
      creationTimestamp: '2022-05-17T11:37:17Z',
      luigiConfigFragment: { data: { nodes: [{ label: 'Widgets' }], texts: [{ locale: '', textDictionary: { a: 'A' } }] } },
    });
  });

  it('leaves the placeholders of the portal as they are', () => {
    const nodes: readonly NavigationNode[] = [
      {
        pathSegment: ':core_platform-mesh_io_accountId',
        url: 'https://{context.organization}.example.com/#/provider/:providerName',
        label: '${org-name} $HOME {{ .x }}',
        context: { accountId: ':accountId', userId: '{context.userId}' },
      },
    ];

    expect(seenByPortal(nodes)).toEqual(nodes);
  });

  it('brings any text and any null to the portal', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, fc.jsonValue(), (label, url, extra) => {
        const nodes: readonly NavigationNode[] = [
          { label, url, context: { extra: JSON.parse(JSON.stringify(extra)) as unknown, resourceDefinition: { namespace: null } } },
        ];

        expect(seenByPortal(nodes)).toEqual(nodes);
      }),
      { numRuns: 200 },
    );
  });

  it('is shown where an export is bound, when the export says so as well', () => {
    const objects = objectsIn((chart) => {
      const api = new ApiExport(chart, 'export', { name: 'example.com', path: 'root:providers:widgets', schemas: [], inPortal: true });
      new ContentConfiguration(chart, 'pages', { ...PROPS, contentFor: api.reference });
    });

    expect(objects.map(({ metadata }) => metadata.labels?.['ui.platform-mesh.io/content-for'])).toEqual(['example.com', 'example.com']);
    expect(configuration().metadata.labels).toEqual({ 'ui.platform-mesh.io/entity': 'main' });
  });

  it('takes further labels', () => {
    expect(configuration({ labels: { team: 'a' } }).metadata.labels).toEqual({ 'ui.platform-mesh.io/entity': 'main', team: 'a' });
  });
});

describe('ProviderMetadata', () => {
  it('has the name of the export that it presents', () => {
    expect(
      objectIn(
        (chart) =>
          new ProviderMetadata(chart, 'm', {
            export: { name: 'example.com' },
            displayName: 'Widgets',
            icon: { light: { url: 'https://example.com/l.svg' }, dark: { data: 'data:,' } },
          }),
      ),
    ).toEqual({
      apiVersion: 'ui.platform-mesh.io/v1alpha1',
      kind: 'ProviderMetadata',
      metadata: { name: 'example.com' },
      spec: { displayName: 'Widgets', icon: { light: { url: 'https://example.com/l.svg' }, dark: { data: 'data:,' } } },
    });
  });
});

describe('IdentityProviderConfiguration', () => {
  it('does not let users register themselves unless it is told to', () => {
    const client = {
      clientName: 'portal',
      clientType: 'public',
      redirectUris: ['https://example.com/callback*'],
      secretRef: { name: 'portal', namespace: 'default' },
    } as const;
    const configured = (registrationAllowed?: boolean) =>
      objectIn(
        (chart) =>
          new IdentityProviderConfiguration(chart, 'i', {
            name: 'welcome',
            clients: [client],
            ...(registrationAllowed === undefined ? {} : { registrationAllowed }),
          }),
      );

    expect(configured()).toEqual({
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'IdentityProviderConfiguration',
      metadata: { name: 'welcome' },
      spec: { registrationAllowed: false, clients: [client] },
    });
    expect(configured(true)).toHaveProperty('spec.registrationAllowed', true);
  });
});
