import { code, fence, GENERATED, page, table } from './markdown.ts';
import { checkedOnly, RUNNING_PARTS, type RunningPart } from './platform-mesh-parts.ts';
import type { Product } from './product.ts';
import { schemaRows, schemaRules, type SchemaRow } from './schema-rows.ts';

/** A PlatformMesh with every part of the spec that manifests are made from. */
export const EXAMPLE = `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: mesh
  namespace: platform-mesh-system
spec:
  exposure:
    baseDomain: mesh.example.com
    port: 443
    protocol: https
  profileConfigMap:
    name: production-profile
  ocm:
    repo:
      name: platform-mesh
    component:
      name: platform-mesh
  values:
    services:
      portal:
        enabled: true
        values:
          replicas: 2
  infraValues:
    certManager:
      values:
        crds:
          enabled: true
`;

/** docs/platform-mesh.md: every field of the resource. */
export function platformMeshPage(product: Product): string {
  const spec = product.resources.PlatformMeshSchema.properties.spec;
  const fields = withoutRepeats(schemaRows(spec));
  const rules = schemaRules(spec);
  const unused = checkedOnly(product);
  const section = (part: RunningPart): readonly string[] => [
    `### ${part}`,
    fieldTable(fields.filter(({ path }) => partOf(path) === part)),
    ...rulesOf(rules.filter(({ path }) => partOf(path) === part)),
  ];
  const running = (Object.keys(RUNNING_PARTS) as RunningPart[]).map((part) => ({ part, used: !unused.has(part) }));
  return page(
    GENERATED,
    INTRODUCTION,
    '## Fields of the manifests',
    fieldTable(fields.filter(({ path }) => !running.some(({ part }) => part === partOf(path)))),
    EXPOSURE,
    OVERLAYS,
    ...running.filter(({ used }) => used).flatMap(({ part }) => section(part)),
    ...(unused.size > 0 ? [CHECKED_ONLY] : []),
    ...running.filter(({ used }) => !used).flatMap(({ part }) => section(part)),
    EVERYWHERE,
  );
}

/** The key of the spec that a field lies in. */
function partOf(path: string): string {
  return /^\w+/u.exec(path)?.[0] ?? '';
}

function fieldTable(fields: readonly SchemaRow[]): string {
  return table(['field', 'type', 'default', 'what it is'], fields.map(row));
}

function row({ path, type, default: value, description, required }: SchemaRow): readonly string[] {
  return [code(path), type, required ? '(required)' : value, description];
}

/** The fields of a list or map that another one has just the same are shown there alone. */
function withoutRepeats(rows: readonly SchemaRow[]): readonly SchemaRow[] {
  const known = new Map<string, string>();
  const repeated: string[] = [];
  return rows.flatMap((current) => {
    if (repeated.some((path) => current.path.startsWith(path))) return [];
    const prefix = current.type.startsWith('list of maps') ? `${current.path}[].` : `${current.path}.`;
    const below = rows.filter(({ path }) => path.startsWith(prefix)).map((other) => ({ ...other, path: other.path.slice(prefix.length) }));
    const same = known.get(JSON.stringify(below));
    if (below.length === 0) return [current];
    known.set(JSON.stringify(below), same ?? prefix.slice(0, -1));
    if (same === undefined) return [current];
    repeated.push(prefix);
    return [{ ...current, description: `${current.description} Its fields are those of ${code(same)}.` }];
  });
}

function rulesOf(rules: readonly { readonly path: string; readonly message: string }[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { path, message } of rules) {
    const known = places.get(message) ?? [];
    places.set(message, [...known, code(path)]);
  }
  if (places.size === 0) return [];
  return [
    `Rules, which the API server checks as well:`,
    [...places].map(([message, paths]) => `- ${paths.join(', ')}: ${message}`).join('\n'),
  ];
}

const INTRODUCTION = `# The PlatformMesh

A \`PlatformMesh\` is one platform. It says where users reach the platform, which [profile](profile.md) it uses, and where it differs from the
profile. Every field of \`spec\` is optional.

${fence('yaml', EXAMPLE)}

\`apiVersion\` is \`core.platform-mesh.io/v1alpha1\`, \`kind\` is \`PlatformMesh\`. \`metadata.name\` decides the
name of the profile. All objects go into \`metadata.namespace\`; without one, into \`default\`, with a [warning](errors.md#no-namespace).
\`platform-mesh crds\` prints the CustomResourceDefinition. The tables below list the fields of \`spec\`.`;

const EXPOSURE = `An empty text and the port 0 count as not set. Templates see the exposure as [variables](templates.md#variables).

\`ocm\` names existing objects; create them yourself. For infra components it wins over \`infra.ocm\` of the profile. For services,
\`components.ocm\` of the profile wins over it.`;

const OVERLAYS = `[profile.md](profile.md#how-a-platformmesh-changes-it) says how \`values\` and \`infraValues\` change the profile.`;

const CHECKED_ONLY = `## Fields of a running platform

\`synth\` writes nothing for these fields, but checks them.`;

const EVERYWHERE = `## General rules

- An unknown field is a warning with the nearest known one; the API server drops it.
- \`null\` counts as not set.
- The file may contain \`status\` and the fields that \`kubectl get -o yaml\` adds.`;
