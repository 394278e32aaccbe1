import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../src/charts/index.js';
import { GRAPH_FORMATS, graphOf, renderGraph, type GraphFormat } from '../../src/graph/index.js';
import { blueprintOf, ocmResource } from '../charts/blueprint-of.js';
import { inWorkspace } from './kcp-manifests.js';
import { platformOf, platformWith, withoutKcp } from './platform-of.js';

const SMALL = withoutKcp(
  platformOf({
    infra: ['traefikCRDs'],
    services: `
    account: {enabled: true}
    portal:
      enabled: true
      suspend: true
      dependsOn: [account, {name: prometheus, namespace: monitoring}]
      imageResources: [{annotations: {for: portal}}]`,
  }),
);

/** Names that mean something to some format. */
const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '"]; end; subgraph x["',
  '\\',
  'a"b\\"c\\',
  'end',
  '&quot;&lt;',
  '#quot;#60;',
  '`**bold**`',
  "it's",
  'two\nlines\r\u2028',
  '\u0000\u001b\ud800',
  '<!--',
  ']]>',
  '日本語 🚀',
  '%% comment',
  '__proto__',
];

const NOTED = HOSTILE[0] ?? '';

/** The names of everything in kcp, and a ConfigMap that a panel shows. */
const HOSTILE_MANIFESTS: readonly Manifest[] = [
  {
    target: 'infra',
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NOTED, annotations: { note: NOTED } } },
    chart: 'x',
    order: 0,
  },
  ...HOSTILE.flatMap((name) => [
    inWorkspace(name, 'Workspace', name, { type: { name, path: name } }),
    inWorkspace(name, 'WorkspaceType', name, {
      extend: { with: [{ name: 'universal' }] },
      defaultAPIBindings: [{ export: name }],
      limitAllowedParents: { types: [{ name }] },
      authenticationConfigurations: [{ name }],
    }),
    inWorkspace(name, 'APIExport', name, { resources: [{ name, group: name, schema: name }] }),
    inWorkspace(name, 'APIBinding', name, { reference: { export: { name, path: name } } }),
  ]),
];

function hostile(): ReturnType<typeof graphOf> {
  const components = HOSTILE.map((name, index) => ({
    name,
    source: { kind: 'oci', chart: name } as const,
    release: { targetNamespace: name, dependsOn: index === 0 ? [{ name, namespace: name }] : [{ name: HOSTILE[index - 1] ?? '' }] },
    ocm: { images: [ocmResource(`${name}-image`, { component: name, annotations: { path: name } })] },
  }));
  return graphOf(blueprintOf({ components }), HOSTILE_MANIFESTS);
}

describe('renderGraph', () => {
  it.each(GRAPH_FORMATS)('gives the same %s twice', (format) => {
    const [one, other] = [platformWith(30), platformWith(30)];

    expect(renderGraph(one.graph, format, one.manifests)).toBe(renderGraph(other.graph, format, other.manifests));
  });

  it.each(GRAPH_FORMATS)('writes a platform without components as %s', (format) => {
    expect(renderGraph(graphOf(blueprintOf({}), []), format)).toMatch(/\S\n$/u);
  });

  it.each(['svg', 'html'] as const)(
    'draws %s of 300 components fast and of 5,000 at all',
    (format) => {
      const large = platformWith(300);
      renderGraph(large.graph, format, large.manifests);
      const started = performance.now();
      renderGraph(large.graph, format, large.manifests);

      // Far more than it takes, since other tests run at the same time.
      expect(performance.now() - started).toBeLessThan(1000);
      const components = Array.from({ length: 5000 }, (_, index) => ({
        name: `c${index}`,
        release: { dependsOn: [{ name: `c${Math.floor(index / 2)}` }, { name: 'c0' }] },
      }));
      expect(renderGraph(graphOf(blueprintOf({ components }), []), format)).toContain('c4999');
    },
    60_000,
  );
});

describe('mermaid', () => {
  it('groups by target and wave, and points to what comes after', () => {
    expect(renderGraph(SMALL.graph, 'mermaid')).toBe(`flowchart LR
  subgraph n_target_infra["Infra cluster"]
    subgraph n_target_infra_wave_0["Wave 0"]
      n_component_traefik_crds["traefik-crds<br/>Flux"]:::infra
    end
    subgraph n_target_infra_wave_1["Wave 1"]
      n_component_account["account<br/>Flux"]:::services
    end
    subgraph n_target_infra_wave_2["Wave 2"]
      n_component_portal["portal<br/>Flux, suspended"]:::services
    end
  end
  subgraph n_target_runtime["Runtime cluster"]
    subgraph n_target_runtime_resources["OCM Resources"]
      n_resource_traefik_crds(["traefik-crds<br/>chart"]):::resource
      n_resource_account_chart(["account-chart<br/>chart"]):::resource
      n_resource_portal_chart(["portal-chart<br/>chart"]):::resource
      n_resource_portal_image(["portal-image<br/>image"]):::resource
    end
  end
  subgraph outside["Outside the platform"]
    n_external_monitoring_prometheus["prometheus<br/>monitoring"]:::external
  end
  n_component_account --> n_component_portal
  n_external_monitoring_prometheus --> n_component_portal
  n_resource_traefik_crds -.-> n_component_traefik_crds
  n_resource_account_chart -.-> n_component_account
  n_resource_portal_chart -.-> n_component_portal
  n_resource_portal_image -.-> n_component_portal
  classDef infra fill:#ede9fe,stroke:#6d4fd1,color:#22184a
  classDef services fill:#dbf0ef,stroke:#0b7a75,color:#08302e
  classDef resource fill:#f4f4f2,stroke:#8a8a83,color:#33332f
  classDef external fill:#ffffff,stroke:#8a8a83,color:#33332f,stroke-dasharray:4 3
  classDef missing fill:#fdecea,stroke:#b3261e,color:#5f1410,stroke-dasharray:4 3
  classDef dashed stroke-dasharray:4 3
  class n_component_portal dashed
`);
  });

  it('lets no name out of its label', () => {
    const lines = renderGraph(hostile(), 'mermaid').trimEnd().split('\n');
    const known =
      /^(flowchart LR|subgraph \w+\["[^"`<>]*"\]|end|\w+\(?\["[^"`<>]*(<br\/>[^"`<>]*)*"\]\)?:::\w+|\w+ (-->|-\.->|--x|---)(\|"[\w ]+"\|)? \w+|classDef .*|class .*)$/u;

    expect(lines.map((line) => line.trim()).filter((line) => !known.test(line))).toEqual([]);
    expect(lines.filter((line) => line.trim() === 'end')).toHaveLength(lines.filter((line) => line.trim().startsWith('subgraph')).length);
  });

  it('gives names that look alike identifiers of their own', () => {
    const text = renderGraph(
      graphOf(blueprintOf({ components: [{ name: 'a-b' }, { name: 'a.b' }] }), [
        { target: 'infra', object: { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } }, chart: 'x', order: 0 },
      ]),
      'mermaid',
    );

    expect(text).toContain('n_component_a_b["a-b<br/>Flux"]');
    expect(text).toContain('n_component_a_b_2["a.b<br/>Flux"]');
  });
});

describe('dot', () => {
  it('writes clusters, nodes and edges', () => {
    const text = renderGraph(SMALL.graph, 'dot');

    expect(text).toContain(
      [
        '  subgraph "cluster_n_target_infra" {',
        '    graph [label="Infra cluster", style="rounded", color="#c9c9c2"]',
        '    subgraph "cluster_n_target_infra_wave_0" {',
      ].join('\n'),
    );
    expect(text).toContain(
      '"n_component_portal" [label="portal\\nFlux, suspended", fillcolor="#dbf0ef", color="#0b7a75", style="rounded,filled,dashed"]',
    );
    expect(text).toContain('"n_component_account" -> "n_component_portal"\n');
  });

  it('ends every text where it should', () => {
    const text = renderGraph(hostile(), 'dot');
    const outside = text.replace(/"(?:\\.|[^"\\])*"/gu, 'T');

    expect(outside.replace(/\b(digraph|subgraph|graph|node|edge)\b|[\w-]+=T|->|T|[\s,[\]{}]/gu, '')).toBe('');
    expect(text).not.toMatch(/[\u0000\u001b]/u);
    expect([...outside].filter((character) => character === '{')).toHaveLength(
      [...outside].filter((character) => character === '}').length,
    );
  });
});

describe('svg', () => {
  it('stands for itself', () => {
    const text = renderGraph(SMALL.graph, 'svg');

    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
    expect(text).not.toMatch(/<script|url\(|@import|xlink|var\(/u);
    expect(text).toContain('@media (prefers-color-scheme: dark)');
    expect(text).toContain('<title>portal · Flux · OCM platform-mesh/portal/chart · suspended</title>');
  });

  it.each([7, 30, 300])('places %i cards without one lying over another', (count) => {
    const text = renderGraph(platformWith(count).graph, 'svg');
    const cards = [
      ...text.matchAll(
        /class="node (?<kind>[\w-]+)[^>]* transform="translate\((?<x>[\d.]+) (?<y>[\d.]+)\)"><title>[^<]*<\/title><rect class="face" width="(?<width>[\d.]+)" height="(?<height>[\d.]+)"/gu,
      ),
    ];
    const places = cards.map(({ groups = {} }) => ({
      kcp: groups['kind'] === 'kcp-node',
      x: Number(groups['x']),
      y: Number(groups['y']),
      width: Number(groups['width']),
      height: Number(groups['height']),
    }));

    expect(places.filter(({ kcp }) => !kcp)).toHaveLength(count);
    const overlapping = places.filter((a, index) =>
      places.some(
        (b, other) => other < index && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
    );
    expect(overlapping).toEqual([]);
  });

  it('is as wide as high, more or less, with 300 components in one wave', () => {
    const components = Array.from({ length: 300 }, (_, index) => ({ name: `service-${index}` }));
    const text = renderGraph(
      graphOf(blueprintOf({ components }), [
        { target: 'infra', object: { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } }, chart: 'x', order: 0 },
      ]),
      'svg',
    );
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/u.exec(text) ?? []).map(Number);

    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.5);
  });
});

describe('html', () => {
  it('forbids every request and holds what it needs', () => {
    const text = renderGraph(SMALL.graph, 'html', SMALL.manifests);

    expect(text).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/u);
    expect(text).not.toMatch(/<link|<img|<iframe|src=|@import|url\(/u);
    expect(text).toContain('kind: HelmRelease');
    expect(text).toContain('<th scope="row"><a href="#portal">portal</a> <span class="state">suspended</span></th>');
  });

  it('needs no manifests', () => {
    expect(renderGraph(SMALL.graph, 'html')).not.toContain('kind: HelmRelease');
  });
});

describe.each(['svg', 'html'] satisfies readonly GraphFormat[])('%s with odd names', (format) => {
  const graph = hostile();
  const text = renderGraph(graph, format, HOSTILE_MANIFESTS);

  it('lets no name become markup', () => {
    expect(text).not.toContain('<img');
    expect(text.match(/<script/gu)?.length ?? 0).toBe(format === 'html' ? 2 : 0);
    expect(text.match(/<\/script/gu)?.length ?? 0).toBe(format === 'html' ? 2 : 0);
    expect(text).not.toContain('<!--');
  });

  it('holds only characters that XML allows', () => {
    expect(text.replace(/<script[\s\S]*?<\/script>/gu, '')).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Cs}/u);
  });
});

describe('json', () => {
  it('is the model', () => {
    expect(JSON.parse(renderGraph(SMALL.graph, 'json'))).toEqual(SMALL.graph);
    expect(renderGraph(SMALL.graph, 'json')).toMatch(/^\{\n {2}"instance": \{\n {4}"name": "mesh",/u);
  });
});
