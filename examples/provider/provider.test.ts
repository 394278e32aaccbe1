import { describe, expect, it } from '@jest/globals';
import { manifestsOf, type KubernetesObject } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';
import { provider } from './provider.ts';

const HOME = 'kcp/root:providers:databases';
const SHOP = 'kcp/root:orgs:acme:shop';

const app = provider({ consumers: ['root:orgs:acme:shop'] });
const objects = Testing.manifests(app);

function find(kind: string, target: `kcp/${string}` = HOME): KubernetesObject {
  const [found, ...others] = objects[target]?.filter((object) => object.kind === kind) ?? [];
  if (!found || others.length > 0) throw new Error(`not one ${kind} in ${target}`);
  return found;
}

describe('databases as a service', () => {
  it('comes in an order in which one pass succeeds', () => {
    expect([...new Set(manifestsOf(app).map(({ target }) => target))]).toEqual(['kcp/root:providers', HOME, SHOP]);
  });

  it('lets the shop accept exactly what we claim', () => {
    const { permissionClaims: claims } = find('APIExport')['spec'] as { permissionClaims: object[] };
    const { permissionClaims: accepted } = find('APIBinding', SHOP)['spec'] as { permissionClaims: object[] };

    expect(accepted).toEqual(claims.map((claim) => ({ ...claim, selector: { matchAll: true }, state: 'Accepted' })));
  });

  it('shows no field that a database does not have', () => {
    const { content } = (find('ContentConfiguration')['spec'] as { inlineConfiguration: { content: string } }).inlineConfiguration;
    const shown = [...content.matchAll(/"property": "((?:spec|status)\.[^"]+)"/gu)].map(([, path = '']) => path);
    const schema = objects[HOME]?.find(({ metadata }) => metadata.name.endsWith('.databases.data.example.com'));

    expect(shown.length).toBeGreaterThan(0);
    for (const path of shown) expect(schema).toHaveProperty(`spec.versions.0.schema.properties.${path.replaceAll('.', '.properties.')}`);
  });

  it('comes to what was reviewed', () => {
    expect(Testing.yaml(app)).toMatchSnapshot();
  });
});
