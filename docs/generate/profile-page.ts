import { code, fence, GENERATED, page, table } from './markdown.ts';
import { READERS, type Reader } from './observe.ts';
import type { Product } from './product.ts';
import { EXAMPLE_PLATFORM_MESH, EXAMPLE_PROFILE } from './profile-example.ts';
import { componentsReaders, infraComponentReaders, infraReaders, serviceReaders, type Readers } from './profile-readers.ts';
import { exampleOf, schemaRows, type SchemaRow } from './schema-rows.ts';

/** docs/profile.md: every key of a profile. */
export function profilePage(product: Product): string {
  const { InfraSectionSchema, InfraComponentSchema, ComponentsSectionSchema, ServiceSchema } = product.profileSchema;
  const infra = schemaRows(InfraSectionSchema);
  const infraComponent = schemaRows(InfraComponentSchema);
  const components = schemaRows(ComponentsSectionSchema);
  const service = schemaRows(ServiceSchema);
  return page(
    GENERATED,
    INTRODUCTION,
    '## infra',
    '`infra` has these keys and the infra components.',
    keyTable(infra, infraReaders(product, infra)),
    '## Infra components',
    `Each infra component is a key of \`infra\`. A component is deployed only if it is enabled.`,
    componentTable(product),
    RELEASE_TABLE_NOTES,
    '### Keys of an infra component',
    keyTable(infraComponent),
    '### Which component reads which key',
    '**F**: Flux, **A**: Argo CD, **O**: the OCM Resources. An empty cell means that the value is fixed.',
    matrix(product, infraComponent),
    '## components',
    '`components` has these keys and `services`.',
    keyTable(components, componentsReaders(product, components)),
    '## Services',
    SERVICES,
    keyTable(service, serviceReaders(product, service)),
    ANNOTATIONS,
    RULES,
  );
}

const INTRODUCTION = `# The profile

A profile says what a platform consists of: which infra components and services, with which values, delivered by Flux or Argo CD. A
\`PlatformMesh\` uses a profile and changes some of its values. This page lists every key. See also [templates.md](templates.md) for templates in
strings, and [platform-mesh.md](platform-mesh.md) for the \`PlatformMesh\`.

## Where it is

The profile is the text under the key \`profile.yaml\` of a ConfigMap. For the \`PlatformMesh\` \`mesh\` that is the ConfigMap \`mesh-profile\` in
the same namespace, or the one that \`spec.profileConfigMap\` names:

${fence(
  'yaml',
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: mesh-profile
  namespace: platform-mesh-system
data:
  profile.yaml: |
    infra: {}
    components: {}`,
)}

The command line finds that ConfigMap, or a bare \`profile.yaml\`, among the files of \`-f\`. \`--profile FILE\` names another file and wins.

## An example

A profile has two sections. \`infra\` has a fixed set of infra components. \`components\` has services, whose names you choose.

${fence('yaml', EXAMPLE_PROFILE)}

## How a PlatformMesh changes it

${fence('yaml', EXAMPLE_PLATFORM_MESH)}

\`spec.values.services\` is merged over \`components.services\`, and \`spec.infraValues\` over \`infra\`. The \`PlatformMesh\` wins. So this platform has
two replicas of the portal, whose host is \`portal.mesh.example.com\`. Everything else is as in the profile.

| profile | \`PlatformMesh\` | result |
|---|---|---|
| map | map | merged key by key; all keys of both sides stay |
| map | \`{}\` | the map of the profile: an empty map removes nothing |
| list | list | the list of the \`PlatformMesh\`, even if it is empty; lists are never merged |
| anything | \`null\` | \`null\`: an option counts as not set; Helm deletes the value of the chart |
| anything else | | the value of the \`PlatformMesh\` |

- \`spec.values.services\` may add services that the profile does not have.
- Without the key \`services\`, every key of \`spec.values\` is a service.
- \`spec.values\` may also have infra components, beside \`services\`; \`spec.infraValues\` wins over them.
- Other keys of \`components\`, such as \`timeout\`, come only from the profile.

\`platform-mesh explain -f ... services.portal.values.replicas\` says which of them sets a value.

## How to read the tables

The column "read by" says which objects use a key: those of Flux (HelmReleases, Kustomizations), those of Argo CD (Applications), or the OCM
Resources, which both technologies need for charts and images. If the chosen technology does not read a key, the key has no effect.

A \`duration\` is written as in Go: \`5m\`, \`1h30m\`. A \`name\` has at most 63 lower-case letters, digits and \`-\`; the name of an OCM object has at
most 253, and may have dots. \`null\` and an empty text mean that an option is not set.`;

const RELEASE_TABLE_NOTES = `The columns "chart repository" and "version" are defaults for Argo CD. Without them, Argo CD gets the chart as Flux does: from
the source that OCM found for the OCM Resource. "After" is the \`dependsOn\` of the release, for Flux. Each image has an OCM Resource; those in
parentheses only with \`components.imageLocalization\`.`;

const SERVICES = `Each service is a key of \`components.services\`. Its name is the name of the release. A service is deployed only if the profile or
\`spec.values\` enables it.`;

const ANNOTATIONS = `### Annotations of an image

These annotations go onto the OCM Resource. When OCM has resolved the image, \`apply\` and \`synth\` use them to put its version into the values of
a release. If an annotation is empty or missing, a label with the same name counts.

| annotation | meaning |
|---|---|
| \`repo\` | \`oci\` or \`helm\`: the kind of registry. Argo CD does not need it |
| \`artifact\` | \`image\`; a Resource without it has no effect |
| \`for\` | the release or Application that uses the image: its name, or \`namespace/name\` |
| \`path\` | the path of its tag in the values, such as \`ui.image.tag\`; default \`image.tag\`. Every dot separates two keys |
| \`version-path\` | the path of the version in the Resource; default \`status.resource.version\` |
| \`unsuspend\` | \`"true"\`: resume the release when OCM has found the image |
| \`image-ref\` | also put the location of the image beside the tag. \`split\`: into \`registry\` and \`repository\`; \`combined\`: into \`repository\`. \`imageLocalization\` does the same for all images |

The OCM Resource of a chart has the same keys in \`chartResources.annotations\`. There \`repo\` is \`oci\`, \`git\` or \`helm\` and decides the kind of
the Flux source, \`for\` names another release that uses the chart, and \`unsuspend\` works as for an image.`;

const RULES = `## General rules

- \`values\` and \`ignoreDifferences\` are passed on unchanged, with every \`null\`. Values of \`labels\` and \`annotations\` become texts; \`null\` removes
  one.
- A boolean may also be the text \`"true"\` or \`"false"\`, because templates print texts.
- An unknown key is a warning with the nearest known key; [\`--strict\`](errors.md#unknown-field) makes it an error.
- A release name has at most 53 lower-case letters, digits and \`-\`. Two releases cannot have the same name.
- A name in \`dependsOn\` is a service or the release name of an infra component, which should be enabled. Any other name is a release of your
  own, with a [warning](errors.md#unknown-dependency). Cycles are errors.
- Without quotes, YAML 1.1 rules apply to \`true\`, \`yes\`, \`on\`, \`1.10\` and \`0777\`. Put versions and names in quotes.`;

function keyTable(rows: readonly SchemaRow[], readers?: Readers): string {
  const head = ['key', 'type', 'default', ...(readers ? ['read by'] : []), 'what it is', 'example'];
  const read = rows.filter(({ unread }) => !unread);
  const lines = read.map((row) => [
    code(row.path),
    row.type.replace(/^(name|duration) .*$/u, '$1'),
    row.default,
    ...(readers ? [readers.get(row.path)?.join(', ') ?? ''] : []),
    `${row.description}${withText(row)}`,
    exampleOf(row),
  ]);
  const unread = rows.filter((row) => row.unread).map(({ path }) => code(path));
  return page(
    table(head, lines),
    unread.length === 0 ? '' : `These keys have no effect, and each is a [warning](errors.md#unread-field): ${unread.join(', ')}.`,
  ).trimEnd();
}

function withText({ with: needed }: SchemaRow): string {
  const keys = Object.entries(needed).map(([key, value]) => code(`${key}: ${String(value)}`));
  return keys.length === 0 ? '' : `; only with ${keys.join(' and ')}`;
}

function componentTable({ library }: Product): string {
  return table(
    ['key', 'release name', 'OCM resource', 'images', 'chart repository', 'version', 'after'],
    library.INFRA_COMPONENTS.map(({ key, name, ocm, argo, flux }) => {
      const images = ocm.images.map(({ suffix, localizedOnly }) =>
        localizedOnly === true ? `(${code(`${name}${suffix}`)})` : code(`${name}${suffix}`),
      );
      const before = library.INFRA_COMPONENTS.find((other) => other.key === flux.dependsOn);
      return [
        code(key),
        code(name),
        code(ocm.resource),
        images.join(', '),
        argo.repoURL ?? '',
        code(argo.revision ?? ''),
        code(before?.name ?? ''),
      ];
    }),
  );
}

const LETTERS: Readonly<Record<Reader, string>> = { Flux: 'F', 'Argo CD': 'A', OCM: 'O' };

function matrix(product: Product, rows: readonly SchemaRow[]): string {
  const columns = product.library.INFRA_COMPONENTS.map(({ key }) => ({ key, readers: infraComponentReaders(product, rows, key) }));
  const read = rows.filter(({ unread, nested }) => !unread && !nested);
  return table(
    ['key', ...columns.map(({ key }) => code(key))],
    read.map(({ path }) => [
      code(path),
      ...columns.map(({ readers }) =>
        READERS.filter((reader) => readers.get(path)?.includes(reader))
          .map((reader) => LETTERS[reader])
          .join(' '),
      ),
    ]),
  );
}
