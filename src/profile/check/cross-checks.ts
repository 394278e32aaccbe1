import type { Location } from '../../errors.js';
import type { Component, Technology } from '../blueprint.js';
import { isOn } from './check.js';
import { INFRA_COMPONENTS, type InfraKey } from '../resolve/infra-components.js';
import { nearName } from './near-name.js';
import type { Problems } from '../problems.js';
import { waveNumber } from '../resolve/resolve-section.js';
import { dependenciesOf } from '../resolve/resolve-services.js';
import type { InfraComponent, Service } from '../schema.js';
import { syncWaves } from '../resolve/sync-waves.js';
import { child, descend, locate, locationOf, type Traced, type TracedMap } from '../overlay/traced.js';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u;

/**
 * A dependency that is no component of the platform may be a release of the user's own: it is a warning. A cycle
 * is an error. Returns the waves that follow.
 *
 * An `unusable` component has an error of its own, so it is unknown whether it would be deployed.
 */
export function checkDependencies(
  services: ReadonlyMap<string, Service>,
  tree: TracedMap,
  infra: Readonly<Partial<Record<InfraKey, InfraComponent>>>,
  { namespace, problems, unusable }: { readonly namespace: string; readonly problems: Problems; readonly unusable: ReadonlySet<string> },
): ReadonlyMap<string, number> {
  const releases = new Map(INFRA_COMPONENTS.map(({ key, name }) => [infra[key]?.name ?? name, isOn(infra[key]?.enabled)]));
  for (const [name, service] of services) releases.set(name, isOn(service.enabled) && !isOn(service.skipHelmRelease));
  for (const [name, service] of services) {
    if (!isOn(service.enabled)) continue;
    dependenciesOf(service).forEach((dependency, index) => {
      const elsewhere = dependency.namespace !== undefined && dependency.namespace !== namespace;
      const deployed = releases.get(dependency.name);
      if (elsewhere || deployed === true || unusable.has(dependency.name)) return;
      const location = locate(tree, [name, 'dependsOn', index]);
      if (tree.entries.has(dependency.name) || deployed === false) {
        problems.warning('dependency-not-deployed', {
          message: `service "${name}": it depends on "${dependency.name}", which is not enabled; so it waits for ever`,
          location,
        });
      } else {
        problems.warning('unknown-dependency', {
          message: `service "${name}": it depends on "${dependency.name}", which is neither a service nor an infra component`,
          hint: hintFor(dependency.name, [...tree.entries.keys(), ...releases.keys()]),
          location,
        });
      }
    });
  }
  const result = syncWaves(
    [...services].map(([name, service]) => {
      const wave = waveNumber(service.syncWave);
      return { name, dependsOn: dependenciesOf(service).map((dependency) => dependency.name), ...(wave === undefined ? {} : { wave }) };
    }),
  );
  if ('waves' in result) return result.waves;
  const [first = ''] = result.cycle;
  problems.error('dependency-cycle', {
    message: `service "${first}": its dependencies form a cycle: ${result.cycle.join(' -> ')}`,
    hint: 'remove one of them from dependsOn',
    location: locate(tree, [first, 'dependsOn']),
  });
  return new Map();
}

function hintFor(name: string, known: readonly string[]): string {
  const near = nearName(name, known);
  const own = 'it waits for a release of that name that you deploy yourself; if it is in another namespace, add `namespace`';
  return near === undefined ? own : `did you mean "${near}"? Otherwise ${own}`;
}

/** The sections after merging. */
export interface Trees {
  readonly infra: TracedMap;
  readonly services: TracedMap;
  readonly components: TracedMap;
}

/** Names must be usable, and no two objects may have the same one. */
export function checkNames(components: readonly Component[], trees: Trees, problems: Problems): void {
  const releases = new Map<string, Component>();
  const resources = new Map<string, string>();
  for (const component of components) {
    const subject = subjectOf(component);
    if (!DNS_LABEL.test(component.name) || component.name.length > 53) {
      problems.error('invalid-name', {
        message: `${subject}: "${component.name}" cannot be a release name`,
        hint: 'use 1 to 53 of a-z, 0-9 and -; start and end with a letter or digit',
        location: keyLocation(component, trees),
      });
    }
    const other = releases.get(component.name);
    if (other) {
      problems.error('duplicate-name', {
        message: `${subject}: ${subjectOf(other)} is already called "${component.name}"`,
        hint: 'give one of them another name',
        location: keyLocation(component, trees),
      });
    }
    releases.set(component.name, component);
    [component.ocm.chart, ...component.ocm.images].forEach((resource, index) => {
      if (!resource) return;
      const owner = resources.get(resource.name);
      if (owner !== undefined) {
        problems.error('duplicate-name', {
          message: `${subject}: two OCM Resources are called "${resource.name}" (the other belongs to ${owner})`,
          hint: 'give the image Resource a `name` of its own',
          location: imageLocation(component, index - 1, trees),
        });
      }
      resources.set(resource.name, subject);
      for (const { name } of resource.referencePath) {
        if (typeof name !== 'string') {
          problems.warning('not-text', {
            message: `${subject}: the name ${String(name)} in a reference path of "${resource.name}" is not a text; API servers refuse it`,
            hint: `put it in quotes; YAML reads words such as y, no and 1.10 as something else`,
            location: imageLocation(component, index - 1, trees),
          });
        }
      }
    });
  }
}

/** What is set but has no effect with the technology that was chosen. */
export function checkUnused(components: readonly Component[], trees: Trees, infraTechnology: Technology, problems: Problems): void {
  const ignored = (component: Component, key: string, why: string): void => {
    const tree = treeOf(component, trees);
    const entry = tree?.kind === 'map' ? tree.entries.get(key) : undefined;
    if (entry && !isEmpty(entry.value))
      problems.warning('ignored-field', {
        message: `${subjectOf(component)}: ${key} has no effect: ${why}`,
        location: locationOf(entry.key),
      });
  };
  for (const component of components) {
    if (component.key === 'traefikCRDs' && component.technology === 'fluxcd')
      ignored(component, 'values', 'the chart is installed with its own values by Flux');
    if (component.section === 'infra' || component.technology === 'fluxcd') continue;
    if (component.source.kind === 'git') ignored(component, 'values', 'Argo CD deploys a Git source as it is');
    ignored(component, 'suspend', 'Argo CD cannot suspend an Application');
    ignored(component, 'targetNamespace', "Argo CD deploys services into the instance's namespace");
  }
  const argo = components.find((component) => component.section === 'services' && component.technology === 'argocd');
  if (argo && infraTechnology === 'fluxcd') {
    const technology = child(trees.components, 'deploymentTechnology') ?? trees.components;
    problems.warning('no-argo-project', {
      message: 'components: Argo CD delivers the services but not the infra components, so there is no AppProject "platform-mesh-runtime"',
      hint: 'set infra.deploymentTechnology to argocd, or create the AppProject yourself',
      location: locationOf(technology),
    });
  }
}

function isEmpty(value: Traced): boolean {
  return value.kind === 'scalar' ? value.value === null || value.value === false : value.kind === 'map' && value.entries.size === 0;
}

/** A component as messages name it. */
export function subjectOf(component: Component): string {
  return component.section === 'infra' ? `infra component "${component.key}"` : `service "${component.name}"`;
}

function treeOf(component: Component, trees: Trees): Traced | undefined {
  return descend(trees[component.section], [component.key]);
}

function keyLocation(component: Component, trees: Trees): Location {
  return component.section === 'infra' ? locate(trees.infra, [component.key, 'name']) : locate(trees.services, [component.key], 'key');
}

/** Where an image of a component is written; the component's key for its chart, which is -1. */
export function imageLocation(component: Component, image: number, trees: Trees): Location {
  const path = image < 0 || component.section === 'infra' ? [component.key] : [component.key, 'imageResources', image];
  return locate(trees[component.section], path, image < 0 ? 'key' : 'value');
}
