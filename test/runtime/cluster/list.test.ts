import { describe, expect, it } from '@jest/globals';
import { configMap, refusal, type Handler } from './server.js';
import { failure, start } from './setup.js';

const QUERY = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' };

/** Pages of numbered ConfigMaps. */
function pages(total: number, before: Handler = () => undefined): Handler {
  return (seen, response) => {
    const refused = before(seen, response);
    if (refused !== undefined) return refused;
    const limit = Number(seen.query.get('limit') ?? total);
    const from = Number(seen.query.get('continue') ?? 0);
    const { metadata } = configMap('x');
    const items = Array.from({ length: Math.min(limit, total - from) }, (_, index) => ({
      metadata: { ...metadata, name: `c${from + index}` },
    }));
    return {
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '77', ...(from + limit < total ? { continue: String(from + limit) } : {}) },
      items,
    };
  };
}

describe('list', () => {
  it('reads all pages, and says of each object what it is', async () => {
    const { server, cluster } = await start(pages(1200));
    const { items, resourceVersion } = await cluster.list({ ...QUERY, labelSelector: 'a=b', fieldSelector: 'metadata.name!=x' });

    expect([items.length, resourceVersion]).toEqual([1200, '77']);
    expect(items[1199]).toEqual(configMap('c1199'));
    expect(server.requests.slice(1).map(({ query }) => query.toString())).toEqual(
      ['', '&continue=500', '&continue=1000'].map((rest) => `labelSelector=a%3Db&fieldSelector=metadata.name%21%3Dx&limit=500${rest}`),
    );
  });

  it('reads pages of the size that is wanted, in all namespaces', async () => {
    const { server, cluster } = await start(pages(5));
    const { items } = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', limit: 2 });

    expect(items).toHaveLength(5);
    expect(server.requests.slice(1).map(({ path, query }) => `${path}?${query.toString()}`)).toEqual(
      ['limit=2', 'limit=2&continue=2', 'limit=2&continue=4'].map((query) => `/api/v1/configmaps?${query}`),
    );
  });

  it('begins anew when the server has forgotten the first pages, and the second time in one page', async () => {
    const gone = refusal(410, 'Expired', 'The provided continue parameter is too old');
    const { server, cluster } = await start(pages(1200, ({ query }) => (query.get('continue') === '1000' ? gone : undefined)));
    const { items } = await cluster.list(QUERY);

    expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(1200);
    expect(server.requests.slice(1).map(({ query }) => query.get('continue') ?? query.get('limit') ?? 'all')).toEqual([
      '500',
      '500',
      '1000',
      '500',
      '500',
      '1000',
      'all',
    ]);
  });

  it('reads 5,000 objects in one page', async () => {
    const { cluster } = await start(pages(5000));
    expect((await cluster.list({ ...QUERY, limit: 5000 })).items).toHaveLength(5000);
  });

  it('says what was listed when it is refused', async () => {
    const { cluster } = await start(() => refusal(403, 'Forbidden', 'no'));
    expect(await failure(cluster.list(QUERY))).toMatchObject({
      code: 'forbidden',
      object: undefined,
      message: 'all ConfigMap in default: is forbidden on cluster "test": no',
    });
  });
});
