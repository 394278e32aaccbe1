import { readYamlDocuments, YamlError, type YamlDocument, type YamlMap, type YamlNode, type YamlScalar } from '../gotemplate/index.js';
import { mapAt } from './overlay/overlays.js';
import type { Problems } from './problems.js';
import { renderTree } from './render/render.js';
import { scalarSource } from './read/scalar-source.js';
import type { SourceText } from './read/source-text.js';
import { child, locationOf, type Traced, type TracedMap } from './overlay/traced.js';
import { reportWarnings, reportYaml } from './read/yaml-problems.js';

/** One Kubernetes object of the input, or a bare profile. */
export interface InputObject {
  readonly source: SourceText;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly object: TracedMap;
  /** The same as it was read. */
  readonly node: YamlMap;
}

/** What the input holds. */
export interface InputObjects {
  readonly objects: readonly InputObject[];
  /** Texts with templates that are not YAML: profiles that must be rendered before they are parsed. */
  readonly unparsed: readonly { readonly source: SourceText; readonly error: YamlError }[];
  /** The sources that are one document; a profile among them is large and need not be read again. */
  readonly documents: ReadonlyMap<SourceText, YamlDocument>;
}

/** Reads every document of every source; the items of a `List` count as documents. */
export function readObjects(sources: readonly SourceText[], problems: Problems): InputObjects {
  const objects: InputObject[] = [];
  const unparsed: { source: SourceText; error: YamlError }[] = [];
  const documents = new Map<SourceText, YamlDocument>();
  for (const source of sources) {
    try {
      const found = readYamlDocuments(source.text);
      if (found.length === 1 && found[0]) documents.set(source, found[0]);
      for (const document of found) {
        const inside = document.root ? objectsIn(document.root, source, problems) : [];
        if (inside.some((object) => object.kind === 'PlatformMesh' || object.kind === 'ConfigMap'))
          reportWarnings(document, source, problems);
        objects.push(...inside);
      }
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      if (source.text.includes('{{')) unparsed.push({ source, error });
      else reportYaml(error, source, problems);
    }
  }
  return { objects, unparsed, documents };
}

function objectsIn(root: YamlNode, source: SourceText, problems: Problems): readonly InputObject[] {
  if (root.kind !== 'map') return [];
  const items = root.entries.get('items')?.value;
  if (textAt(root, 'kind') === 'List' && items?.kind === 'list') return items.items.flatMap((item) => objectsIn(item, source, problems));
  return [describeObject(root, source, problems)];
}

function describeObject(node: YamlMap, source: SourceText, problems: Problems): InputObject {
  const metadata = mapAt(node, 'metadata');
  let object: TracedMap | undefined;
  return {
    source,
    node,
    // A bare profile may be large and is parsed differently, so parse it only on demand.
    get object() {
      return (object ??= renderTree(node, { source, layer: 'spec', problems }, { mode: 'none', data: {}, onFailure: 'keep' }) as TracedMap);
    },
    apiVersion: textAt(node, 'apiVersion'),
    kind: textAt(node, 'kind'),
    name: metadata && textAt(metadata, 'name'),
    namespace: metadata && textAt(metadata, 'namespace'),
  };
}

function textAt(node: YamlMap, key: string): string | undefined {
  const value = node.entries.get(key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

function textOf(traced: Traced | undefined): string | undefined {
  return traced?.kind === 'scalar' && typeof traced.value === 'string' ? traced.value : undefined;
}

/** The one `PlatformMesh` of the input; undefined, with a problem, when there is none or more than one. */
export function findPlatformMesh(input: InputObjects, files: readonly string[], problems: Problems): InputObject | undefined {
  const found = input.objects.filter(
    (object) => object.kind === 'PlatformMesh' && object.apiVersion?.startsWith('core.platform-mesh.io/') !== false,
  );
  const [first, ...others] = found;
  if (!first) {
    if (problems.hasErrors) return undefined;
    const [unparsed] = input.unparsed;
    if (unparsed) {
      reportYaml(unparsed.error, unparsed.source, problems);
      return undefined;
    }
    const kinds = [...new Set(input.objects.map((object) => object.kind ?? 'an object without a kind'))];
    problems.error('no-platform-mesh', {
      message: `${files.join(', ')}: no PlatformMesh in the input${kinds.length > 0 ? `, only ${kinds.join(', ')}` : ', it is empty'}`,
      hint: 'give the file that holds the PlatformMesh with -f',
      location: (
        input.objects[0]?.source ?? { locate: () => ({ file: files[0] ?? '-f', line: 1, column: 1, length: 1, text: '' }) }
      ).locate({ start: 0, end: 1 }),
    });
    return undefined;
  }
  const place = `${first.source.file}, line ${locationOf(first.object).line}`;
  for (const other of others) {
    problems.error('several-platform-meshes', {
      message: `PlatformMesh "${other.name ?? ''}": the input already holds PlatformMesh "${first.name ?? ''}" (${place})`,
      hint: 'give one PlatformMesh at a time',
      location: locationOf(other.object),
    });
  }
  return first;
}

/** Name and namespace of the profile ConfigMap, by the operator's rule. */
export interface ProfileReference {
  readonly name: string;
  readonly namespace: string;
}

/** The text of a profile, and what it was read as, where it has been read. */
export interface FoundProfile {
  readonly source: SourceText;
  readonly document: YamlDocument | undefined;
}

/** The profile: `--profile` wins, then the ConfigMap of the naming rule, then a bare profile among the files. */
export function findProfile(
  input: InputObjects,
  explicit: { readonly objects: InputObjects; readonly sources: readonly SourceText[] } | undefined,
  wanted: ProfileReference,
  platformMesh: InputObject,
  problems: Problems,
): FoundProfile | undefined {
  if (explicit) return explicitProfile(explicit, wanted, problems);
  const configMaps = input.objects.filter((object) => object.kind === 'ConfigMap');
  const match = configMaps.find((object) => isWanted(object, wanted));
  if (match) return profileIn(match, problems);
  const bare = bareProfile(input);
  if (bare) return bare;
  if (problems.hasErrors) return undefined;
  const near = configMaps.find((object) => child(child(object.object, 'data'), 'profile.yaml') !== undefined);
  problems.error('no-profile', {
    message: `PlatformMesh "${platformMesh.name ?? ''}": its profile, ConfigMap "${wanted.namespace}/${wanted.name}", is not in the input`,
    hint: near
      ? `ConfigMap "${near.namespace ?? ''}/${near.name ?? ''}" holds a profile: name it in spec.profileConfigMap or by --profile`
      : 'give the ConfigMap with -f, or a profile.yaml with --profile',
    location: locationOf(platformMesh.object),
  });
  return undefined;
}

function explicitProfile(
  explicit: { readonly objects: InputObjects; readonly sources: readonly SourceText[] },
  wanted: ProfileReference,
  problems: Problems,
): FoundProfile | undefined {
  const configMaps = explicit.objects.objects.filter((object) => object.kind === 'ConfigMap');
  const configMap = configMaps.find((object) => isWanted(object, wanted)) ?? configMaps[0];
  const [source] = explicit.sources;
  if (configMap) return profileIn(configMap, problems);
  return source && { source, document: explicit.objects.documents.get(source) };
}

function bareProfile(input: InputObjects): FoundProfile | undefined {
  const bare = input.objects.find(
    ({ kind, apiVersion, node }) =>
      kind === undefined && apiVersion === undefined && (node.entries.has('infra') || node.entries.has('components')),
  );
  const source = (bare ?? input.unparsed[0])?.source;
  return source && { source, document: input.documents.get(source) };
}

function isWanted(object: InputObject, wanted: ProfileReference): boolean {
  return object.name === wanted.name && (object.namespace ?? wanted.namespace) === wanted.namespace;
}

function profileIn(configMap: InputObject, problems: Problems): FoundProfile | undefined {
  const value = child(child(configMap.object, 'data'), 'profile.yaml');
  const text = textOf(value);
  if (value && text !== undefined) return { source: scalarSource(value.source, asScalarNode(value, text), text), document: undefined };
  problems.error('no-profile', {
    message: `ConfigMap "${configMap.name ?? ''}": data has no text under the key profile.yaml`,
    hint: 'write the profile as a block: `profile.yaml: |`',
    location: locationOf(value ?? configMap.object),
  });
  return undefined;
}

/** The first character tells the style of quotes, because only an indicator of YAML can be there. */
function asScalarNode(value: Traced, text: string): YamlScalar {
  const styles: Readonly<Record<string, YamlScalar['style']>> = { '|': 'literal', '>': 'folded', '"': 'double', "'": 'single' };
  return {
    kind: 'scalar',
    value: text,
    style: styles[value.source.text[value.start] ?? ''] ?? 'plain',
    start: value.start,
    end: value.end,
  };
}
