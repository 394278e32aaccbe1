import type { FeatureToggle, Manifest } from '../../src/index.js';
import { kcpPlatform, withToggles, workspaceOf } from './kcp-platform.ts';
import { anchor, code, fence, GENERATED, page, table } from './markdown.ts';
import type { Product } from './product.ts';

/** docs/feature-toggles.md: every toggle, and what it does to the objects. */
export function featureTogglesPage(product: Product): string {
  const toggles: readonly FeatureToggle[] = product.library.FEATURE_TOGGLES;
  return page(
    GENERATED,
    INTRODUCTION,
    table(
      ['toggle', 'what it adds', 'what it changes'],
      toggles.map(({ name, adds, changes }) => [`[${code(name)}](#${anchor(name)})`, adds, changes]),
    ),
    USE,
    ...toggles.flatMap((toggle) => [`## ${toggle.name}`, sentence(toggle), effectTable(effectOf(product, toggle.name))]),
  );
}

/** An object that is not the same with a toggle and without it. */
export interface Effect {
  readonly what: 'added' | 'changed' | 'left out';
  readonly kind: string;
  readonly name: string;
  readonly workspace: string;
}

/** Told by what is synthesized with the toggle and without it. */
export function effectOf(product: Product, toggle: string): readonly Effect[] {
  const [before, after] = [objects(product, '{}'), objects(product, withToggles(toggle))];
  return [...new Map([...before, ...after])].flatMap(([key, manifest]) => {
    const [old, young] = [before.get(key), after.get(key)];
    if (old && young && JSON.stringify(old.object) === JSON.stringify(young.object)) return [];
    return [
      {
        what: !old ? 'added' : young ? 'changed' : 'left out',
        kind: manifest.object.kind,
        name: manifest.object.metadata.name,
        workspace: workspaceOf(manifest),
      },
    ];
  });
}

function objects(product: Product, spec: string): ReadonlyMap<string, Manifest> {
  return new Map(
    kcpPlatform(product, { spec }).manifests.map((manifest) => [
      [manifest.target, manifest.object.kind, manifest.object.metadata.name].join(' '),
      manifest,
    ]),
  );
}

function effectTable(effects: readonly Effect[]): string {
  return effects.length === 0
    ? 'No object is different with it.'
    : table(
        ['', 'kind', 'object', 'workspace'],
        effects.map(({ what, kind, name, workspace }) => [what, kind, code(name), code(workspace)]),
      );
}

function sentence({ adds, changes }: FeatureToggle): string {
  return [adds === '' ? '' : `Adds ${adds}.`, changes === '' ? '' : `${capital(changes)}.`].filter((part) => part !== '').join(' ');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const INTRODUCTION = `# Feature toggles

A toggle switches on what not every platform wants. All of them concern what goes into [kcp](kcp.md). None is on unless it
is named:

${fence(
  'yaml',
  `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: mesh
  namespace: platform-mesh-system
spec:
  featureToggles:
  - name: feature-enable-getting-started
  - name: feature-enable-account-iam-ui`,
)}

In TypeScript, \`featureToggles: ['feature-enable-getting-started']\` in \`defineBlueprint\`; a wrong name does not compile.`;

const USE = `- The order of the list does not matter, and a toggle that stands twice counts once.
- A name that is not in the table is a [warning](errors.md#unknown-toggle) with the nearest one that is.
- No toggle has parameters: \`parameters\` is a [warning](errors.md#unread-field).
- An object that a toggle adds has the label \`core.platform-mesh.io/feature-toggle\` with its name. Take the toggle away, and
  the next \`synth\` takes the object out of the files. In kcp it stays until somebody deletes it, and the label finds it:
  \`kubectl delete contentconfigurations --selector core.platform-mesh.io/feature-toggle=feature-enable-getting-started\`.

What follows is read off the objects, with the toggle and without it.`;
