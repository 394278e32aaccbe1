import type { YamlMap, YamlNode } from '../../gotemplate/index.js';
import { INFRA_COMPONENTS } from '../resolve/infra-components.js';
import type { Problems } from '../problems.js';
import type { Layer } from './provenance.js';
import { renderTree } from '../render/render.js';
import type { SourceText } from '../read/source-text.js';
import { locationOf, type Traced, type TracedEntry, type TracedMap } from './traced.js';
import type { TemplateData } from '../render/variables.js';

/** The values that a `PlatformMesh` sets over its profile. */
export interface Overlays {
  /** Over `infra`, the weakest first. */
  readonly infra: readonly TracedMap[];
  /** Over the services. */
  readonly services: TracedMap | undefined;
}

interface Context {
  readonly source: SourceText;
  readonly variables: TemplateData;
  readonly problems: Problems;
}

/**
 * Reads `spec.values` and `spec.infraValues`.
 *
 * `spec.values.services` holds services; infra components may stand beside it. Without `services` every key of
 * `spec.values` is a service.
 */
export function readOverlays(platformMesh: YamlMap, context: Context): Overlays {
  const spec = mapAt(platformMesh, 'spec');
  const values = readOverlay(spec, 'values', 'spec.values', context);
  const infraValues = readOverlay(spec, 'infraValues', 'spec.infraValues', context);
  const services = values?.entries.get('services')?.value;
  const nested = services !== undefined && !(services.kind === 'scalar' && services.value === null);
  if (values && nested && services.kind !== 'map') {
    context.problems.error('invalid-value', {
      message: `spec.values.services: must be a map of services, not a ${services.kind === 'list' ? 'list' : 'single value'}`,
      location: locationOf(services),
    });
  }
  const beside = values && nested ? infraBeside(values, context.problems) : undefined;
  return {
    infra: [beside, infraValues].filter((overlay) => overlay !== undefined),
    services: nested ? asMap(services) : values && without(values, 'services'),
  };
}

function readOverlay(
  spec: YamlMap | undefined,
  key: string,
  layer: Layer,
  { source, variables, problems }: Context,
): TracedMap | undefined {
  const node: YamlNode | undefined = spec?.entries.get(key)?.value;
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined;
  if (node.kind === 'map')
    return asMap(renderTree(node, { source, layer, problems }, { mode: 'text', data: variables, onFailure: 'keep' }));
  problems.error('invalid-value', {
    message: `spec.${key}: must be a map, not a ${node.kind === 'list' ? 'list' : 'single value'}`,
    location: source.locate(node),
  });
  return undefined;
}

function infraBeside(values: TracedMap, problems: Problems): TracedMap {
  const entries = new Map<string, TracedEntry>();
  for (const [key, entry] of values.entries) {
    if (INFRA_COMPONENTS.some((component) => component.key === key)) entries.set(key, entry);
    else if (key !== 'services') {
      problems.warning('unknown-field', {
        message: `spec.values: "${key}" is not read beside services`,
        hint: 'a service belongs under spec.values.services, an infra component under spec.infraValues',
        location: locationOf(entry.key),
      });
    }
  }
  return { ...values, entries };
}

function without(map: TracedMap, key: string): TracedMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => name !== key)) };
}

function asMap(traced: Traced | undefined): TracedMap | undefined {
  return traced?.kind === 'map' ? traced : undefined;
}

export function mapAt(node: YamlMap, key: string): YamlMap | undefined {
  const value = node.entries.get(key)?.value;
  return value?.kind === 'map' ? value : undefined;
}
