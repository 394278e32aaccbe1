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
    ? 'It changes no object.'
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

A feature toggle switches an optional feature on. All toggles change what goes into [kcp](kcp.md). A toggle is off unless you name it:

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

In TypeScript, write \`featureToggles: ['feature-enable-getting-started']\` in \`defineBlueprint\`. A wrong name does not compile.`;

const USE = `- The order of the list does not matter. A repeated toggle counts once.
- An unknown name is a [warning](errors.md#unknown-toggle) with the nearest known one.
- No toggle has parameters: \`parameters\` is a [warning](errors.md#unread-field).
- An object of a toggle has the label \`core.platform-mesh.io/feature-toggle\` with the name of the toggle. If you remove the toggle, the next
  \`apply\` deletes the object, and \`plan\` shows it before. The next \`synth\` removes it from the files; if you apply them by hand, delete
  it in kcp by its label:
  \`kubectl delete contentconfigurations --selector core.platform-mesh.io/feature-toggle=feature-enable-getting-started\`.
- \`apply\` writes the objects of toggles in a step of its own, after kcp is set up. \`--skip feature-toggles\` leaves them as they are. The API
  of terminals comes with kcp itself: types of workspaces bind it.

The tables below compare the objects with and without each toggle.`;
