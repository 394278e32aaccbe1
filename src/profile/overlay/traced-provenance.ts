import type { Blueprint, Component, Exposure, Json } from '../blueprint.js';
import type { Assignment, Provenance } from './provenance.js';
import { descend, history, locationOf, type Traced } from './traced.js';

/** The inputs of provenance. */
export interface ProvenanceSources {
  /** The sections after merging, and the `PlatformMesh` as it stands in the file. */
  readonly trees: Readonly<Record<'infra' | 'services' | 'components' | 'metadata' | 'spec', Traced>>;
  readonly components: readonly Component[];
  readonly instance: Blueprint['instance'];
  readonly exposure: Exposure;
  readonly settings: Blueprint['settings'];
}

/** Provenance of a Blueprint: what a layer set, else the default that was used. */
export function tracedProvenance(sources: ProvenanceSources): Provenance {
  const find = ([section = '', ...path]: readonly string[]): Traced | undefined =>
    Object.hasOwn(sources.trees, section) ? descend(sources.trees[section as keyof ProvenanceSources['trees']], path) : undefined;
  return {
    history(path): readonly Assignment[] {
      const found = find(path);
      if (found) return history(found);
      const [section = '', ...rest] = path;
      if (section === 'exposure') return exposureHistory(sources, rest);
      if (section === 'settings') return flagHistory(sources.settings, rest);
      if (section === 'metadata' && rest.length === 1 && rest[0] === 'namespace') return [byDefault(sources.instance.namespace)];
      return defaultHistory(sources.components, section, rest);
    },
    children(path): readonly string[] {
      if (path.length === 0) return [...Object.keys(sources.trees), 'exposure', 'settings'].sort();
      const found = find(path);
      if (found?.kind === 'map') return [...found.entries.keys()].sort();
      if (found?.kind === 'list') return found.items.map((_, index) => String(index));
      const [section, ...rest] = path;
      return rest.length === 0 && section === 'exposure' ? Object.keys(sources.exposure).sort() : [];
    },
  };
}

function exposureHistory({ exposure, trees }: ProvenanceSources, [key = '', ...rest]: readonly string[]): readonly Assignment[] {
  if (rest.length > 0 || !Object.hasOwn(exposure, key)) return [];
  const value = exposure[key as keyof Exposure];
  // A domain with its port is not in the input; its provenance is that of its parts.
  const parts = key.startsWith('baseDomain') && key !== 'baseDomain' ? ['port', 'baseDomain'] : [key];
  const written = parts.map((part) => descend(trees.spec, ['exposure', part])).find(isSet);
  return [written ? { origin: { layer: 'exposure', location: locationOf(written) }, value } : byDefault(value)];
}

function isSet(written: Traced | undefined): boolean {
  return written?.kind === 'scalar' && written.value !== null && written.value !== '' && written.value !== 0;
}

function byDefault(value: unknown): Assignment {
  return { origin: { layer: 'default' }, value };
}

function flagHistory(settings: Blueprint['settings'], path: readonly string[]): readonly Assignment[] {
  let value: unknown = settings;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined;
  return value === undefined || path.length === 0 ? [] : [{ origin: { layer: 'flag' }, value }];
}

function defaultHistory(
  components: readonly Component[],
  section: string,
  [key = '', field = '', ...rest]: readonly string[],
): readonly Assignment[] {
  const component = components.find((candidate) => candidate.section === section && candidate.key === key);
  const value = component && rest.length === 0 ? defaultOf(component, field) : undefined;
  return value === undefined ? [] : [byDefault(value)];
}

/** The value of a field of the profile that nobody set, where the component has one. */
function defaultOf(component: Component, field: string): Json | undefined {
  const { section, release } = component;
  const settings = release === 'none' ? undefined : release;
  switch (field) {
    case 'syncWave':
      return settings?.wave;
    case 'targetNamespace':
    case 'syncOptions':
      return settings?.[field];
    default:
      return section === 'infra' ? infraDefault(component, field) : undefined;
  }
}

/** What services have no key for. */
function infraDefault({ name, source, release, ocm }: Component, field: string): Json | undefined {
  switch (field) {
    case 'name':
      return name;
    case 'ocmResourceName':
      return ocm.chart?.resource;
    case 'interval':
      // A folder of manifests has its interval below `kustomization`.
      return release === 'none' || source.kind === 'kustomization' ? undefined : release.interval;
    default:
      return undefined;
  }
}
