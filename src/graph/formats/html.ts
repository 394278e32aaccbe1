import { createHash } from 'node:crypto';
import type { Manifest } from '../../charts/index.js';
import { printManifest } from '../../synth/index.js';
import { readAssets } from '../assets.js';
import { componentTable } from '../model/component-table.js';
import { drawing } from './drawing.js';
import { escapeJson, escapeMarkup } from './escape.js';
import type { Graph } from '../model/graph.js';
import { kcpTables } from '../kcp/kcp-tables.js';
import { legend } from './legend.js';
import { manifestId, manifestKey } from '../model/manifest-id.js';
import { themeProperties } from './theme.js';

/**
 * One page that needs nothing else: the drawing, tables, and the manifests of each component and workspace in a panel.
 *
 * A policy of the page itself forbids every request.
 */
export function renderHtml(graph: Graph, manifests: readonly Manifest[]): string {
  const { drawingStyle, pageStyle, pageScript } = readAssets();
  const style = `${themeProperties()}${drawingStyle}\n${pageStyle}`;
  const { name, namespace, domain } = graph.instance;
  const parts = [
    counted(graph.components.length, 'component'),
    ...(graph.workspaces.length === 0 ? [] : [counted(graph.workspaces.length, 'workspace')]),
  ];
  const about = [namespace, domain, ...parts].map(escapeMarkup).join('<span class="dot"></span>');
  const sources = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(pageScript)}`;
  const policy = `${sources}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(name)} – platform</title>
<style>${style}</style>
</head>
<body>
<header class="bar">
<div class="identity"><h1>${escapeMarkup(name)}</h1><p>${about}</p></div>
<div class="tools" hidden>
<label class="search"><span class="hidden">Search</span>
<input id="search" type="search" placeholder="Search" autocomplete="off" spellcheck="false" aria-describedby="hits">
<kbd>/</kbd><output id="hits"></output></label>
<div class="switch" role="group" aria-label="View">
<button type="button" id="view-drawing" aria-pressed="true">Drawing</button>
<button type="button" id="view-table" aria-pressed="false">Table</button>
</div>
<button type="button" id="theme" class="icon" aria-label="Light or dark" title="Light or dark">
<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z"/></svg>
</button>
</div>
</header>
<main>
<section id="drawing" class="canvas" aria-label="Drawing">
${drawing(graph, { style: '', relations: true })}
${legend(graph)}
<div class="zoom" role="group" aria-label="Zoom" hidden>
<button type="button" id="zoom-out" aria-label="Zoom out" title="Zoom out (-)">&minus;</button>
<button type="button" id="zoom-fit" aria-label="Fit" title="Fit (0)">Fit</button>
<button type="button" id="zoom-in" aria-label="Zoom in" title="Zoom in (+)">+</button>
</div>
</section>
<section id="table" class="listing" aria-label="Table">
${componentTable(graph)}
${kcpTables(graph)}
</section>
<aside id="panel" aria-label="Details" hidden></aside>
</main>
<script type="application/json" id="data">${escapeJson({ graph, yaml: yamlOf(graph, manifests) })}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** The manifests in the order of the graph: those of each component, then the others. */
function yamlOf({ components, others }: Graph, manifests: readonly Manifest[]): readonly string[] {
  const byId = new Map(manifests.map((manifest) => [manifestKey(manifestId(manifest)), manifest.object]));
  return [...components.flatMap((component) => component.manifests), ...others].map((id) => {
    const object = byId.get(manifestKey(id));
    return object ? printManifest(object) : '';
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
