import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../src/charts/index.js';
import { graphOf, renderGraph, type Graph } from '../../src/graph/index.js';
import { loadBlueprint } from '../../src/profile/index.js';
import { blueprintOf } from '../charts/blueprint-of.js';
import { inWorkspace, SHOP } from './kcp-manifests.js';
import { fromBlueprint, platformWith, withoutKcp, withWorkspaces } from './platform-of.js';

function graph(manifests: readonly Manifest[]): Graph {
  return graphOf(blueprintOf({}), manifests);
}

describe('the tree of workspaces', () => {
  it('is that of the quickstart, with types and bindings', () => {
    const { graph: of } = fromBlueprint(loadBlueprint({ files: ['examples/quickstart'] }).blueprint);
    const type = (id: string): string | undefined => of.edges.find(({ kind, from }) => kind === 'ofType' && from === id)?.to;

    expect(of.workspaces.map(({ id, path, parent, origin }) => [path, parent, origin, type(id)])).toEqual([
      ['root', undefined, 'kcp', undefined],
      ['root:platform-mesh-system', 'workspace/root', 'platform', 'type/root:universal'],
      ['root:orgs', 'workspace/root', 'platform', 'type/root:orgs'],
      ['root:providers', 'workspace/root', 'platform', 'type/root:providers'],
      ['root:providers:system', 'workspace/root:providers', 'platform', 'type/root:provider'],
    ]);
    expect(of.edges.filter(({ kind }) => kind === 'binds')).toEqual(
      ['core', 'system'].map((name) => ({
        kind: 'binds',
        from: 'workspace/root:platform-mesh-system',
        to: `export/root:platform-mesh-system:${name}.platform-mesh.io`,
        binding: `${name}.platform-mesh.io`,
      })),
    );
  });

  it('holds every manifest that goes into a workspace, its own first', () => {
    const { graph: of, manifests } = fromBlueprint(loadBlueprint({ files: ['examples/quickstart'] }).blueprint);
    for (const { path, manifests: own } of of.workspaces) {
      const applied = own.filter(({ target }) => target === `kcp/${path}`);
      expect(applied).toHaveLength(manifests.filter(({ target }) => target === `kcp/${path}`).length);
    }
    expect(of.workspaces[2]?.manifests[0]).toEqual({
      target: 'kcp/root',
      apiVersion: 'tenancy.kcp.io/v1alpha1',
      kind: 'Workspace',
      name: 'orgs',
    });
    expect(of.workspaces[2]?.manifests.slice(1).map(({ kind }) => kind)).toEqual(['Store']);
  });

  it('has the workspaces around those that manifests go to, although nobody makes them', () => {
    const of = graph([
      inWorkspace('root:a:b', 'Workspace', 'c'),
      inWorkspace('root', 'Workspace', 'z'),
      inWorkspace('root:a', 'Workspace', 'b'),
    ]);

    expect(of.workspaces.map(({ path, origin }) => [path, origin])).toEqual([
      ['root', 'kcp'],
      ['root:a', 'elsewhere'],
      ['root:a:b', 'platform'],
      ['root:a:b:c', 'platform'],
      ['root:z', 'platform'],
    ]);
    expect(of.edges).toEqual([]);
  });

  it('is empty when nothing goes into kcp', () => {
    expect(graph([])).toMatchObject({ workspaces: [], workspaceTypes: [], apiExports: [], edges: [] });
  });
});

describe('workspace types', () => {
  const of = graph(SHOP);

  it('say what they extend, bind and allow', () => {
    expect(of.workspaceTypes[1]).toEqual({
      id: 'type/root:org',
      kind: 'workspaceType',
      name: 'org',
      workspace: 'workspace/root',
      origin: 'platform',
      initializer: false,
      terminator: false,
      defaultChild: 'type/root:acme:team',
      allowedParents: [],
      allowedChildren: ['type/root:acme:team'],
      authentication: ['login'],
      manifests: [
        { target: 'kcp/root', apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceType', name: 'org' },
        { target: 'kcp/root', apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceAuthenticationConfiguration', name: 'login' },
      ],
    });
    expect(of.edges.filter(({ from }) => from === 'type/root:org')).toEqual([
      { kind: 'extends', from: 'type/root:org', to: 'type/root:universal' },
      { kind: 'extends', from: 'type/root:org', to: 'type/root:base' },
      { kind: 'bindsByDefault', from: 'type/root:org', to: 'export/root:shop:shop.example.com' },
      { kind: 'bindsByDefault', from: 'type/root:org', to: 'export/root:tenancy.kcp.io' },
    ]);
  });

  it('are of kcp, or made elsewhere, when no manifest makes them', () => {
    expect(of.workspaceTypes.map(({ id, origin, initializer }) => [id, origin, initializer])).toEqual([
      ['type/root:base', 'platform', true],
      ['type/root:org', 'platform', false],
      ['type/root:universal', 'kcp', false],
      ['type/root:acme:team', 'elsewhere', false],
    ]);
    expect(of.workspaceTypes[0]).not.toHaveProperty('allowedParents');
  });

  it('without a path are looked for in the workspaces around', () => {
    const nested = graph([
      inWorkspace('root:a', 'WorkspaceType', 'team'),
      inWorkspace('root:a:b', 'Workspace', 'c', { type: { name: 'team' } }),
      inWorkspace('root:z', 'Workspace', 'd', { type: { name: 'team' } }),
    ]);

    expect(nested.edges).toEqual([
      { kind: 'ofType', from: 'workspace/root:a:b:c', to: 'type/root:a:team' },
      { kind: 'ofType', from: 'workspace/root:z:d', to: 'type/root:team' },
    ]);
  });
});

describe('exports', () => {
  const of = graph(SHOP);

  it('say what they offer and want, and own their schemas and slices', () => {
    expect(of.apiExports[0]).toMatchObject({
      id: 'export/root:shop:shop.example.com',
      workspace: 'workspace/root:shop',
      origin: 'platform',
      resources: [{ name: 'orders', group: 'shop.example.com' }],
      claims: [{ name: 'secrets', group: '' }],
    });
    expect(of.apiExports[0]?.manifests.map(({ kind }) => kind)).toEqual(['APIExport', 'APIResourceSchema', 'APIExportEndpointSlice']);
  });

  it('are bound in the workspace of the APIBinding, by the path of that workspace when it names none', () => {
    expect(of.edges.filter(({ kind }) => kind === 'binds')).toEqual([
      { kind: 'binds', from: 'workspace/root:shop', to: 'export/root:shop:shop.example.com', binding: 'own-shop' },
    ]);
  });

  it('of kcp are told from those that somebody else makes', () => {
    const bound = graph([
      inWorkspace('root:a', 'APIBinding', 'a', { reference: { export: { name: 'topology.kcp.io', path: 'root' } } }),
      inWorkspace('root:a', 'APIBinding', 'b', { reference: { export: { name: 'widgets', path: 'root:b' } } }),
    ]);

    expect(bound.apiExports.map(({ id, origin }) => [id, origin])).toEqual([
      ['export/root:topology.kcp.io', 'kcp'],
      ['export/root:b:widgets', 'elsewhere'],
    ]);
    expect(bound.workspaces.map(({ path }) => path)).toEqual(['root', 'root:a', 'root:b']);
  });

  it('of v1alpha1 name their schemas only', () => {
    expect(
      graph([inWorkspace('root', 'APIExport', 'a', { latestResourceSchemas: ['v1.orders.shop.example.com'] })]).apiExports[0]?.resources,
    ).toEqual([{ name: 'orders', group: 'shop.example.com' }]);
  });
});

it('reads objects that say nothing, or nonsense', () => {
  const kinds = ['Workspace', 'WorkspaceType', 'APIExport', 'APIBinding', 'APIExportEndpointSlice'];
  const of = graph(
    kinds.flatMap((kind) => [
      inWorkspace('root', kind, 'a'),
      inWorkspace('root', kind, 'b', {
        type: 1,
        extend: [],
        defaultAPIBindings: 'x',
        resources: [null],
        reference: 'y',
        export: 2,
        limitAllowedParents: {},
      }),
    ]),
  );

  expect(of.workspaces.map(({ path }) => path)).toEqual(['root', 'root:a', 'root:b']);
  expect(of.edges).toEqual([]);
});

describe('formats', () => {
  const of = graph(SHOP);

  it('mermaid has the tree, the types and the exports, and arrows to what is used', () => {
    const text = renderGraph(of, 'mermaid');

    expect(text).toContain(`  subgraph kcp["kcp"]
    subgraph kcp_workspaces["Workspaces"]
      n_workspace_root["root<br/>kcp"]:::workspace
      n_workspace_root_shop["shop<br/>type universal"]:::workspace
      n_workspace_root_acme["acme<br/>type org"]:::workspace
    end
    subgraph kcp_types["Workspace types"]
      n_type_root_base["base<br/>initializer, terminator<br/>in root"]:::workspaceType
      n_type_root_org["org<br/>in root<br/>lies in none<br/>holds team"]:::workspaceType
      n_type_root_universal["universal<br/>kcp<br/>in root"]:::workspaceType
      n_type_root_acme_team["team<br/>made elsewhere<br/>in acme"]:::workspaceType
    end
    subgraph kcp_exports["APIExports"]
      n_export_root_shop_shop_example_com["shop.example.com<br/>in shop<br/>offers orders"]:::apiExport
      n_export_root_tenancy_kcp_io["tenancy.kcp.io<br/>kcp<br/>in root"]:::apiExport
    end
  end
  n_workspace_root --- n_workspace_root_shop
  n_workspace_root --- n_workspace_root_acme
  n_workspace_root_shop --> n_export_root_shop_shop_example_com
  n_type_root_org -->|"extends"| n_type_root_universal
  n_type_root_org -->|"extends"| n_type_root_base
  n_type_root_org -.-> n_export_root_shop_shop_example_com
  n_type_root_org -.-> n_export_root_tenancy_kcp_io
`);
    expect(text).toContain('  class n_workspace_root,n_type_root_universal,n_type_root_acme_team,n_export_root_tenancy_kcp_io foreign\n');
  });

  it('dot has the same', () => {
    const text = renderGraph(of, 'dot');

    expect(text).toContain('subgraph "cluster_kcp_workspaces" {');
    expect(text).toContain(
      '"n_type_root_universal" [label="universal\\nkcp\\nin root", fillcolor="#fbe9f4", color="#a12f72", style="rounded,filled,dashed"]',
    );
    expect(text).toContain('"n_workspace_root" -> "n_workspace_root_shop" [arrowhead="none"]');
    expect(text).toContain('"n_type_root_org" -> "n_type_root_base" [label="extends"]');
    expect(text).toContain('"n_workspace_root_shop" -> "n_export_root_shop_shop_example_com"\n');
  });

  it('svg says on each card what belongs to it, and has no lines that only a page would show', () => {
    const text = renderGraph(of, 'svg');

    expect(text).toContain('<title>Workspace root:shop · universal · 4 manifests · binds shop.example.com</title>');
    expect(text).toContain(
      '<title>Workspace type root:org · in root · extends universal, base · binds shop.example.com, tenancy.kcp.io · ' +
        'lies in none · holds team</title>',
    );
    expect(text).toContain('<title>APIExport root:tenancy.kcp.io · kcp · in root · bound by org</title>');
    expect(text).not.toContain('class="edge relation"');
  });

  it('html has tables and relations', () => {
    const text = renderGraph(of, 'html', SHOP);

    expect(text.match(/class="edge relation"/gu)).toHaveLength(7);
    expect([...text.matchAll(/<caption>([^<]*)/gu)].map(([, caption]) => caption)).toEqual([
      'Components by wave',
      'Workspaces',
      'Workspace types',
      'APIExports',
    ]);
    expect(text).toContain(
      '<tr data-node="workspace/root:shop"><th scope="row" class="depth-1"><a href="#workspace/root:shop">shop</a></th><td>root:shop</td>',
    );
  });

  it.each(['mermaid', 'dot', 'svg', 'html'] as const)('%s has no part for kcp when nothing goes there', (format) => {
    const text = renderGraph(withoutKcp(platformWith(7)).graph, format).replace(/<(style|script)[\s\S]*?<\/\1>/gu, '');

    expect(text).not.toMatch(/kcp|Workspace/u);
  });

  it('svg tells nodes of one name apart by their paths', () => {
    const text = renderGraph(
      graph([...SHOP, inWorkspace('root:acme', 'WorkspaceType', 'org', { extend: { with: [{ name: 'org', path: 'root' }] } })]),
      'svg',
    );

    expect(text).toContain('<title>Workspace type root:acme:org · in acme · extends root:org</title>');
  });

  it.each([4, 40, 400])('svg places %i workspaces more without one card lying over another', (count) => {
    const text = renderGraph(withWorkspaces(platformWith(7), count).graph, 'svg');
    const cards = [
      ...text.matchAll(
        /class="node kcp-node[^>]* transform="translate\((?<x>[\d.]+) (?<y>[\d.]+)\)"><title>[^<]*<\/title><rect class="face" width="(?<width>[\d.]+)" height="(?<height>[\d.]+)"/gu,
      ),
    ];
    const places = cards.map(({ groups = {} }) => ({
      x: Number(groups['x']),
      y: Number(groups['y']),
      width: Number(groups['width']),
      height: Number(groups['height']),
    }));
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/u.exec(text) ?? []).map(Number);

    expect(places.length).toBeGreaterThan(count + 15);
    expect(
      places.filter((a, index) =>
        places.some(
          (b, other) => other < index && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
        ),
      ),
    ).toEqual([]);
    expect(places.filter((card) => card.x + card.width > width || card.y + card.height > height)).toEqual([]);
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.5);
  });

  it('svg keeps a tree of 30 levels within its frame, names and lines', () => {
    const paths = Array.from({ length: 30 }, (_, index) =>
      ['root', ...Array.from({ length: index }, (_, level) => `a-rather-long-name-${level}`)].join(':'),
    );
    const text = renderGraph(
      graph(
        paths.map((path, index) =>
          inWorkspace(path, 'Workspace', `a-rather-long-name-${index}`, { type: { name: 'a-type-with-a-long-name' } }),
        ),
      ),
      'svg',
    );
    const lefts = [...text.matchAll(/class="node kcp-node workspace[^>]* transform="translate\((?<x>[\d.]+) /gu)].map(({ groups = {} }) =>
      Number(groups['x']),
    );
    const rails = [...(/class="rails" d="(?<d>[^"]*)"/u.exec(text)?.groups?.['d'] ?? '').matchAll(/M(?<x>[-\d.]+) /gu)].map(
      ({ groups = {} }) => Number(groups['x']),
    );

    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    expect(lefts).toHaveLength(31);
    expect(Math.min(...rails)).toBeGreaterThan(lefts[0] ?? 0);
  });

  it.each(['svg', 'html'] as const)('%s of 5,000 workspaces is drawn', (format) => {
    const manifests = Array.from({ length: 5000 }, (_, index) =>
      inWorkspace('root', 'Workspace', `w${index}`, { type: { name: 'universal', path: 'root' } }),
    );

    expect(renderGraph(graph(manifests), format)).toContain('w4999');
  });
});
