import type { Graph } from '../model/graph.js';
import type { ApiExportNode, KcpEdge, KcpNode, WorkspaceNode, WorkspaceTypeNode } from './kcp-graph.js';

/** A word on a card. */
export interface Chip {
  readonly text: string;
  /** What it is the name of; decides its colour. */
  readonly kind: KcpNode['kind'] | 'plain';
  /** Id of the node that it names. @default - it names none */
  readonly node?: string;
}

/** What a card says, before it has a size. */
export interface CardText {
  readonly node: KcpNode;
  readonly title: string;
  /** Beside the title. */
  readonly chips: readonly Chip[];
  /** At the right end of the title. */
  readonly note: string;
  readonly lines: readonly { readonly label: string; readonly chips: readonly Chip[] }[];
}

/** One part of the text about kcp. */
export interface PartText {
  readonly title: string;
  /** Where all of its nodes lie, if that is one workspace; then their cards do not say it. */
  readonly home: string | undefined;
  readonly cards: readonly CardText[];
}

/** The text about kcp. */
export interface KcpTexts {
  readonly workspaces: PartText;
  readonly workspaceTypes: PartText;
  readonly apiExports: PartText;
}

/** What the cards of kcp say. */
export function kcpTexts(graph: Graph): KcpTexts {
  const writer = writerFor(graph);
  const part = <Node extends WorkspaceTypeNode | ApiExportNode>(
    title: string,
    nodes: readonly Node[],
    write: (node: Node, writer: Writer) => CardText,
  ): PartText => {
    const home = homeOf(nodes);
    const place = (node: Node): CardText['lines'] => writer.line('in', home === undefined ? [node.workspace] : []);
    const card = (node: Node): CardText => {
      const text = write(node, writer);
      return { ...text, lines: [...place(node), ...text.lines] };
    };
    return { title, home, cards: nodes.map(card) };
  };
  return {
    workspaces: { title: 'Workspaces', home: undefined, cards: graph.workspaces.map((node) => workspaceText(node, writer)) },
    workspaceTypes: part('Workspace types', graph.workspaceTypes, typeText),
    apiExports: part('APIExports', graph.apiExports, exportText),
  };
}

function workspaceText(node: WorkspaceNode, { linked, chip, line }: Writer): CardText {
  return {
    node,
    title: node.name,
    chips: linked(node.id, 'to', 'ofType').map(chip),
    note: node.origin === 'elsewhere' ? ORIGINS.elsewhere : counted(manifestsIn(node)),
    lines: line('binds', linked(node.id, 'to', 'binds')),
  };
}

function typeText(node: WorkspaceTypeNode, writer: Writer): CardText {
  const { linked, line } = writer;
  return {
    node,
    title: node.name,
    chips: [...(node.initializer ? [plain('initializer')] : []), ...(node.terminator ? [plain('terminator')] : [])],
    note: ORIGINS[node.origin],
    lines: [
      ...line('extends', linked(node.id, 'to', 'extends')),
      ...line('binds', linked(node.id, 'to', 'bindsByDefault')),
      ...limitLine('lies in', node.allowedParents, writer),
      ...limitLine('holds', node.allowedChildren, writer),
    ],
  };
}

function exportText(node: ApiExportNode, { linked, line }: Writer): CardText {
  return {
    node,
    title: node.name,
    chips: [],
    note: ORIGINS[node.origin],
    lines: [
      ...(node.resources.length === 0 ? [] : [{ label: 'offers', chips: node.resources.map(({ name }) => plain(name)) }]),
      ...line('bound by', [...linked(node.id, 'from', 'binds'), ...linked(node.id, 'from', 'bindsByDefault')]),
    ],
  };
}

/** Who makes a node, as cards say it. */
export const ORIGINS = { platform: '', kcp: 'kcp', elsewhere: 'made elsewhere' } as const;

/** How many manifests are applied in a workspace; its own is applied around it. */
export function manifestsIn({ origin, manifests }: WorkspaceNode): number {
  return manifests.length - (origin === 'platform' ? 1 : 0);
}

function counted(manifests: number): string {
  if (manifests === 0) return '';
  return manifests === 1 ? '1 manifest' : `${manifests} manifests`;
}

function plain(text: string): Chip {
  return { text, kind: 'plain' };
}

function homeOf(nodes: readonly { readonly workspace: string }[]): string | undefined {
  const homes = new Set(nodes.map(({ workspace }) => workspace));
  const [home] = homes;
  return homes.size === 1 ? home : undefined;
}

function limitLine(label: string, allowed: readonly string[] | undefined, writer: Writer): CardText['lines'] {
  if (!allowed) return [];
  return allowed.length === 0 ? [{ label, chips: [plain('none')] }] : writer.line(label, allowed);
}

interface Writer {
  /** Ids at the other end of the edges of a kind. */
  readonly linked: (id: string, end: 'from' | 'to', kind: KcpEdge['kind']) => readonly string[];
  readonly chip: (id: string) => Chip;
  /** A line of chips; none when there is nothing to say. */
  readonly line: (label: string, ids: readonly string[]) => CardText['lines'];
}

function writerFor(graph: Graph): Writer {
  const labels = kcpLabels(graph);
  const kinds = new Map(kcpNodes(graph).map(({ id, kind }) => [id, kind]));
  const ends = { from: Map.groupBy(graph.edges, ({ to }) => to), to: Map.groupBy(graph.edges, ({ from }) => from) };
  const chip = (id: string): Chip => ({ text: labels.get(id) ?? id, kind: kinds.get(id) ?? 'plain', node: id });
  return {
    linked: (id, end, wanted) => (ends[end].get(id) ?? []).flatMap((edge) => (edge.kind === wanted ? [edge[end]] : [])),
    chip,
    line: (label, ids) => (ids.length === 0 ? [] : [{ label, chips: ids.map(chip) }]),
  };
}

/** All nodes of kcp. */
export function kcpNodes({ workspaces, workspaceTypes, apiExports }: Graph): readonly KcpNode[] {
  return [...workspaces, ...workspaceTypes, ...apiExports];
}

/** What a node is called by others: its name, with the path where several of its kind have that name. */
export function kcpLabels(graph: Graph): ReadonlyMap<string, string> {
  const byName = Map.groupBy(kcpNodes(graph), ({ kind, name }) => `${kind} ${name}`);
  return new Map(
    kcpNodes(graph).map((node) => [node.id, byName.get(`${node.kind} ${node.name}`)?.length === 1 ? node.name : fullName(node)]),
  );
}

/** The name of a node with the path of its workspace: `root:orgs`. */
export function fullName({ id }: KcpNode): string {
  return id.slice(id.indexOf('/') + 1);
}
