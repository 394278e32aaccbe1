import type { Blueprint, Component } from '../blueprint.js';
import { check, isOn } from '../check/check.js';
import { checkImages } from '../check/check-images.js';
import { checkDependencies, checkNames, checkUnused, type Trees } from '../check/cross-checks.js';
import { INFRA_COMPONENTS, type InfraKey } from './infra-components.js';
import { merge } from '../overlay/merge.js';
import { ocmNames, ocmReferencePath, type OcmSettings } from './ocm-names.js';
import type { Overlays } from '../overlay/overlays.js';
import type { Problems } from '../problems.js';
import type { Profile } from '../read/read-profile.js';
import { resolveInfra } from './resolve-infra.js';
import { sectionContext } from './resolve-section.js';
import { resolveService } from './resolve-services.js';
import {
  ComponentsSectionSchema,
  DEFAULT_TIMEOUT,
  InfraComponentSchema,
  InfraSectionSchema,
  ServiceSchema,
  type InfraComponent,
  type Service,
} from '../schema.js';
import { child, locationOf, type Traced, type TracedEntry, type TracedMap } from '../overlay/traced.js';

/** What the components are resolved from. */
export interface ComponentsInput {
  readonly profile: Profile;
  readonly overlays: Overlays;
  readonly namespace: string;
  readonly specOcm: OcmSettings | undefined;
  readonly problems: Problems;
}

/** The components, and the sections that they were resolved from. */
export interface ResolvedComponents extends Pick<Blueprint, 'argoProject' | 'components'> {
  readonly trees: Trees;
}

/** Merges, checks and resolves both sections; undefined when one of them cannot be used. */
export function resolveComponents({ profile, overlays, namespace, specOcm, problems }: ComponentsInput): ResolvedComponents | undefined {
  const infraTree = overlays.infra.reduce<TracedMap>((base, overlay) => merge(base, overlay) as TracedMap, profile.infra);
  const servicesTree = mergeServices(profile.components, overlays.services, problems);
  const infraKeys = new Set<string>(INFRA_COMPONENTS.map(({ key }) => key));
  const infraSection = check(
    InfraSectionSchema,
    pick(infraTree, (key) => !infraKeys.has(key)),
    'infra',
    problems,
    [...infraKeys],
  );
  const componentsSection = check(
    ComponentsSectionSchema,
    pick(profile.components, (key) => key !== 'services'),
    'components',
    problems,
    ['services'],
  );
  const infra = checkInfra(infraTree, problems);
  const services = checkServices(servicesTree, problems);
  if (!infraSection || !componentsSection) return undefined;

  const infraContext = sectionContext(namespace, infraSection);
  const servicesContext = sectionContext(namespace, componentsSection);
  const imageLocalization = isOn(componentsSection.imageLocalization);
  const unusable = new Set([...unusableInfra(infraTree, infra), ...unusableServices(servicesTree, services)]);
  const waves = checkDependencies(services, servicesTree, infra, { namespace, problems, unusable });
  const components: readonly Component[] = [
    ...resolveInfra({
      ...infraContext,
      profile: infra,
      imageLocalization,
      ocm: { ...ocmNames(specOcm, infraSection.ocm), referencePath: ocmReferencePath(specOcm, infraSection.ocm) },
    }),
    ...[...services]
      .filter(([, service]) => isOn(service.enabled))
      .map(([name, service]) =>
        resolveService(name, service, {
          ...servicesContext,
          waves,
          imageLocalization,
          timeout: componentsSection.timeout ?? DEFAULT_TIMEOUT,
          ocm: [componentsSection.ocm as OcmSettings, specOcm, infraSection.ocm as OcmSettings],
          referencePath: ocmReferencePath(componentsSection.ocm as OcmSettings),
        }),
      ),
  ];
  const trees = { infra: infraTree, services: servicesTree, components: profile.components };
  checkNames(components, trees, problems);
  checkUnused(components, trees, infraContext.technology, problems);
  checkImages(components, { namespace, trees, problems });
  return {
    ...(infraContext.technology === 'argocd' ? { argoProject: { destinationServer: infraContext.destinationServer } } : {}),
    components,
    trees,
  };
}

function pick(map: TracedMap, wanted: (key: string) => boolean): TracedMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => wanted(key))) };
}

/** The services of the profile with those of the spec over them, under the names that the user spelled, sorted. */
function mergeServices(components: TracedMap, overlay: TracedMap | undefined, problems: Problems): TracedMap {
  const empty: TracedMap = { ...components, entries: new Map() };
  const services = components.entries.get('services')?.value;
  if (services && services.kind !== 'map' && !isNull(services)) {
    problems.error('invalid-value', {
      message: `components.services: must be a map of services, not a ${services.kind === 'list' ? 'list' : 'single value'}`,
      location: locationOf(services),
    });
  }
  const base = services?.kind === 'map' ? bySpelling(services) : empty;
  for (const [name, entry] of base.entries) {
    if (isNull(entry.value))
      problems.warning('null-service', {
        message: `service "${name}": it is null, so it is off`,
        hint: 'write `enabled: false`, or delete the key',
        location: locationOf(entry.key),
      });
  }
  const merged = overlay ? (merge(base, bySpelling(overlay)) as TracedMap) : base;
  return { ...merged, entries: new Map([...merged.entries].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function bySpelling(map: TracedMap): TracedMap {
  return { ...map, entries: new Map([...map.entries.values()].map((entry): [string, TracedEntry] => [entry.spelling, entry])) };
}

function isNull(traced: Traced): boolean {
  return traced.kind === 'scalar' && traced.value === null;
}

function checkInfra(tree: TracedMap, problems: Problems): Readonly<Partial<Record<InfraKey, InfraComponent>>> {
  const infra: Partial<Record<InfraKey, InfraComponent>> = {};
  for (const { key } of INFRA_COMPONENTS) {
    const value = tree.entries.get(key)?.value;
    if (!value || isNull(value)) continue;
    const component = checkMap(InfraComponentSchema, value, `infra component "${key}"`, problems);
    if (component) infra[key] = component;
  }
  return infra;
}

/** The release names of the infra components that were refused. */
function unusableInfra(tree: TracedMap, usable: Readonly<Partial<Record<InfraKey, InfraComponent>>>): readonly string[] {
  return INFRA_COMPONENTS.flatMap(({ key, name }) => {
    const value = tree.entries.get(key)?.value;
    if (!value || isNull(value) || usable[key]) return [];
    const written = child(value, 'name');
    return [written?.kind === 'scalar' && typeof written.value === 'string' ? written.value : name];
  });
}

function checkServices(tree: TracedMap, problems: Problems): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const [name, { value }] of tree.entries) {
    if (isNull(value)) continue;
    const service = checkMap(ServiceSchema, value, `service "${name}"`, problems);
    if (service) services.set(name, service);
  }
  return services;
}

/** The services that were refused. */
function unusableServices(tree: TracedMap, usable: ReadonlyMap<string, Service>): readonly string[] {
  return [...tree.entries].flatMap(([name, { value }]) => (isNull(value) || usable.has(name) ? [] : [name]));
}

function checkMap<Schema extends typeof InfraComponentSchema | typeof ServiceSchema>(
  schema: Schema,
  value: Traced,
  subject: string,
  problems: Problems,
) {
  if (value.kind === 'map') return check(schema, value, subject, problems);
  problems.error('invalid-value', {
    message: `${subject}: must be a map, not a ${value.kind === 'list' ? 'list' : 'single value'}`,
    hint: 'each entry is a map with `enabled`, `values` and so on',
    location: locationOf(value),
  });
  return undefined;
}
