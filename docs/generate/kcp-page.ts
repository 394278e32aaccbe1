import { commands, kcpSteps, REASONS, type KcpStep } from './kcp-steps.ts';
import { kcpPlatform, withToggles, workspaceOf, type KcpPlatform } from './kcp-platform.ts';
import { EXTRA_EXAMPLE, RUNTIME_VALUES_EXAMPLE } from './kcp-examples.ts';
import { drawTree } from './kcp-tree.ts';
import {
  BY_HAND,
  BY_HAND_NOTES,
  FLAGS,
  INTRODUCTION,
  MORE,
  ORDER,
  ORDER_FILE,
  PLACEHOLDERS,
  RUNTIME_VALUES,
  TREE_NOTES,
} from './kcp-words.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import type { Product } from './product.ts';

const TERMINAL = 'feature-enable-terminal-controller-manager';
/** The clients of the login realm, which the login of organizations waits for, are made after this step. */
const CLIENTS_MADE_AFTER = 'kcp-identity';

/** docs/kcp.md: what goes into the control plane, and how. */
export function kcpPage(product: Product): string {
  const plain = kcpPlatform(product);
  const all = kcpPlatform(product, { spec: withToggles(TERMINAL) });
  const steps = kcpSteps(product, plain);
  return page(
    GENERATED,
    INTRODUCTION,
    '## The workspaces',
    fence('text', drawTree(plain.manifests)),
    TREE_NOTES,
    typeTable(plain),
    '### What lives where',
    objectTable(plain),
    '## The order',
    ORDER,
    orderTable(kcpSteps(product, all), steps),
    ORDER_FILE,
    fence('yaml', firstSteps(plain)),
    '## Values that only a running platform knows',
    RUNTIME_VALUES,
    fence('yaml', RUNTIME_VALUES_EXAMPLE),
    valueTable(all),
    PLACEHOLDERS,
    fence('yaml', plain.files.get('unresolved.yaml') ?? ''),
    '## Applying it by hand',
    BY_HAND,
    fence('sh', before(steps).map(commands).join('\n')),
    BY_HAND_NOTES,
    fence('sh', steps.slice(before(steps).length).map(commands).join('\n')),
    '## Workspaces and bindings of your own',
    ownText(product),
    '## Login',
    FLAGS,
    MORE,
  );
}

function before(steps: readonly KcpStep[]): readonly KcpStep[] {
  return steps.slice(0, steps.findIndex(({ chart }) => chart === CLIENTS_MADE_AFTER) + 1);
}

interface TypeSpec {
  readonly initializer?: boolean;
  readonly extend?: { readonly with: readonly Named[] };
  readonly defaultAPIBindings?: readonly { readonly export: string }[];
  readonly limitAllowedChildren?: { readonly types: readonly Named[] };
  readonly limitAllowedParents?: { readonly types: readonly Named[] };
}

interface Named {
  readonly name: string;
}

function typeTable({ manifests }: KcpPlatform): string {
  const list = (names: readonly string[] | undefined, none: string): string => (names ? names.map(code).join(', ') : none);
  const rows = manifests
    .filter(({ object }) => object.kind === 'WorkspaceType')
    .map(({ object }) => {
      const spec = object['spec'] as TypeSpec;
      const parts = [...(spec.extend?.with.map(({ name }) => name) ?? [])];
      return [
        code(object.metadata.name),
        list(
          spec.limitAllowedParents?.types.map(({ name }) => name),
          'any',
        ),
        list(
          spec.limitAllowedChildren?.types.map(({ name }) => name),
          'any',
        ),
        list(parts.length > 0 ? parts : undefined, ''),
        list(
          spec.defaultAPIBindings?.map((binding) => binding.export),
          '',
        ),
      ];
    });
  return table(
    ['type', 'type of its parent', 'types of its children', 'extends', 'binds at creation'],
    rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function objectTable({ manifests }: KcpPlatform): string {
  const rows = [...Map.groupBy(manifests, workspaceOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([workspace, here]) => {
      const kinds = [...Map.groupBy(here, ({ object }) => object.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
      return kinds.map(([kind, objects], index) => [
        index === 0 ? code(workspace) : '',
        kind,
        objects.map(({ object }) => code(object.metadata.name)).join(', '),
      ]);
    });
  return table(['workspace', 'kind', 'objects'], rows);
}

function orderTable(all: readonly KcpStep[], plain: readonly KcpStep[]): string {
  const always = new Set(plain.map(({ chart }) => chart));
  const rows = all.map(({ chart, workspace, wait }) => [
    `${code(chart)}${always.has(chart) ? '' : ` (with \`${TERMINAL}\`)`}`,
    code(workspace),
    [...Map.groupBy(wait, ({ kind, for: condition }) => `${kind}: ${code(condition)}`).keys()].join('; '),
    REASONS[chart] ?? '',
  ]);
  return table(['step', 'workspace', 'then wait for', 'reason for the place'], rows);
}

/** As much of the file as shows what it looks like. */
function firstSteps({ files }: KcpPlatform): string {
  return (files.get('kcp/apply-order.yml') ?? '')
    .split(/^(?=- )/mu)
    .slice(0, 2)
    .join('');
}

function valueTable({ manifests, unresolved }: KcpPlatform): string {
  const rows = unresolved.map(({ name, description, form }) => {
    const users = manifests
      .filter(({ object }) => JSON.stringify(object).includes(`\${${name}:=0}`))
      .map(({ object }) => `${object.kind} ${code(object.metadata.name)}`);
    return [code(name), description, form, [...new Set(users)].join(', ')];
  });
  return table(['variable', 'what it is', 'written as', 'used by'], rows);
}

function ownText(product: Product): string {
  const { manifests } = kcpPlatform(product, { spec: JSON.stringify(product.gotemplate.parseYaml(EXTRA_EXAMPLE)) });
  const added = manifests
    .filter(({ chart }) => chart.startsWith('kcp-extra-workspaces'))
    .map((manifest) => `\`${manifest.object.metadata.name}\` in \`${workspaceOf(manifest)}\``);
  return `${fence('yaml', `spec:\n${EXTRA_EXAMPLE.replace(/^/gmu, '  ').trimEnd()}`)}

This adds the Workspaces ${added.join(' and ')}. They come last in the order, parents first.

- kcp creates a workspace only if the types of both allow it, as the table of types says; anything else is an
  [error](errors.md#workspace-type). Only kcp knows the limits of a type that the platform does not bring.
- A workspace of type \`org\` or \`account\` becomes ready after the security-operator has set it up.
- kcp cannot change the type of a workspace.
- A workspace that leaves the list stays, unless \`--prune-kind Workspace\` names the kind. [\`delete\`](runtime.md#what-delete-does-in-kcp)
  deletes it if users have nothing in it.
- A default binding reaches workspaces that are created later; existing ones stay as they are. A binding that the type already has is not
  written twice. A type that the platform does not bring is an [error](errors.md#unknown-workspace-type).`;
}
