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
    'Beside the infra components, `infra` has these keys.',
    keyTable(infra, infraReaders(product, infra)),
    '## Infra components',
    `Each is a key of \`infra\`. One that is not there, or not enabled, is not deployed.`,
    componentTable(product),
    RELEASE_TABLE_NOTES,
    '### Keys of an infra component',
    keyTable(infraComponent),
    '### Which component reads which key',
    '**F**: Flux, **A**: Argo CD, **O**: the OCM Resources. What a component does not read is fixed.',
    matrix(product, infraComponent),
    '## components',
    'Beside `services`, `components` has these keys.',
    keyTable(components, componentsReaders(product, components)),
    '## Services',
    SERVICES,
    keyTable(service, serviceReaders(product, service)),
    ANNOTATIONS,
    RULES,
  );
}

const INTRODUCTION = `# The profile

A profile says what a platform consists of: which infra components and which services, with which values, delivered by
Flux or by Argo CD. A \`PlatformMesh\` picks a profile and changes it where its platform differs. This page lists every
key. [templates.md](templates.md) has the template language of its strings, [platform-mesh.md](platform-mesh.md) the
\`PlatformMesh\`.

## Where it lives

The profile of the \`PlatformMesh\` \`mesh\` is the text under the key \`profile.yaml\` of the ConfigMap \`mesh-profile\` in
the same namespace, or of the ConfigMap that \`spec.profileConfigMap\` names:

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

The command line finds that ConfigMap among the files of \`-f\`. A bare \`profile.yaml\` among them works too, and
\`--profile FILE\` names one and wins.

## An example

A profile has two sections. \`infra\` holds the infra components, of which there is a fixed set; \`components\` holds the
services, which you name yourself.

${fence('yaml', EXAMPLE_PROFILE)}

## How a PlatformMesh changes it

${fence('yaml', EXAMPLE_PLATFORM_MESH)}

\`spec.values.services\` is laid over \`components.services\`, \`spec.infraValues\` over \`infra\`; the \`PlatformMesh\` wins. So
this platform has two replicas of the portal, its host is \`portal.mesh.example.com\`, and everything else is as the
profile has it.

| profile | \`PlatformMesh\` | result |
|---|---|---|
| map | map | merged key by key; keys on one side only are kept |
| map | \`{}\` | the profile's map: an empty map clears nothing |
| list | list | the list of the \`PlatformMesh\`, also an empty one; lists are never merged |
| anything | \`null\` | \`null\`: an option counts as not set, a value of a chart is deleted by Helm |
| anything else | | what the \`PlatformMesh\` has |

- A service that only \`spec.values.services\` has is a service like any other.
- Without the key \`services\`, every key of \`spec.values\` is a service.
- Infra components may stand beside \`services\` in \`spec.values\`; where both name one, \`spec.infraValues\` wins.
- Keys of \`components\` beside \`services\`, such as \`timeout\`, are the profile's alone.

\`platform-mesh explain -f ... services.portal.values.replicas\` says which of them set a value.

## How to read the tables

"Read by" says whose objects change with a key: those of Flux (HelmReleases, Kustomizations), those of Argo CD
(Applications), or the OCM Resources, which say where charts and images come from in the Open Component Model and are
made with either. A key that the chosen technology does not read has no effect.

A \`duration\` is written as in Go: \`5m\`, \`1h30m\`. A \`name\` has lower-case letters, digits and \`-\`, at most 63 of them;
that of an OCM object may have dots and 253. An option that is \`null\` or an empty text counts as not set.`;

const RELEASE_TABLE_NOTES = `The chart repository and the version are for Argo CD, and count where the profile sets none; Flux gets the chart through
the source that the OCM Resource leads to, and so does Argo CD where the table has none. "After" is the \`dependsOn\` of
the release, for Flux. The images have OCM Resources; those in parentheses only with \`components.imageLocalization\`.`;

const SERVICES = `Each is a key of \`components.services\`, and its name is the name of the release. It is deployed when it is enabled, by the
profile or by \`spec.values\`.`;

const ANNOTATIONS = `### Annotations of an image

They are written on the OCM Resource. \`apply\` and \`synth\` read them, and put the version of the image into the values of a
release as soon as OCM has resolved it. An annotation that is empty counts as none; a label of the same name counts then.

| annotation | what it says |
|---|---|
| \`repo\` | \`oci\` or \`helm\`: where the image is. Argo CD does not need it |
| \`artifact\` | \`image\`; nothing is done with a Resource that does not say it |
| \`for\` | the release or Application that uses the image: its name, or \`namespace/name\` |
| \`path\` | where its tag stands in the values, such as \`ui.image.tag\`; \`image.tag\` without it. Every dot separates two keys |
| \`version-path\` | where the version stands in the Resource, from its root; \`status.resource.version\` without it |
| \`unsuspend\` | \`"true"\`: the release is resumed once the image is known |
| \`image-ref\` | the location of the image goes into the values too, beside the tag. \`split\`: into \`registry\` and \`repository\`; \`combined\`: all of it into \`repository\`. \`imageLocalization\` does the same for all images |

The OCM Resource of a chart has the same keys, in \`chartResources.annotations\`: \`repo\` is \`oci\`, \`git\` or \`helm\` and decides
what Flux fetches, \`for\` names another release that takes its chart from there, and \`unsuspend\` works as for an image.`;

const RULES = `## What holds everywhere

- \`values\` and \`ignoreDifferences\` are passed on as they stand, with every \`null\`. \`labels\` and \`annotations\` become
  texts, and a \`null\` leaves one out.
- Where \`true\` or \`false\` is wanted, the texts \`"true"\` and \`"false"\` are as good: templates print texts.
- Unknown keys are warnings with the nearest known key; [\`--strict\`](errors.md#unknown-field) makes them errors.
- A release name has at most 53 lower-case letters, digits and \`-\`, and no two releases have the same.
- A name in \`dependsOn\` is a service or an infra component's release name. Any other name is a release of your own, and a
  [warning](errors.md#unknown-dependency). What is depended on should be enabled; nothing may lead back to where it came from.
- \`true\`, \`yes\`, \`on\`, \`1.10\` and \`0777\` without quotes are read as YAML 1.1 has them. Put versions and names in quotes.`;

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
    unread.length === 0
      ? ''
      : `Profiles carry further keys that nothing reads, each a [warning](errors.md#unread-field): ${unread.join(', ')}.`,
  ).trimEnd();
}

function withText({ with: needed }: SchemaRow): string {
  const keys = Object.entries(needed).map(([key, value]) => code(`${key}: ${String(value)}`));
  return keys.length === 0 ? '' : `; counts with ${keys.join(' and ')}`;
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
