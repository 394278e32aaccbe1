import { apiVersionOf, isMap } from '../../kubernetes/index.js';
import type { ResourceInfo } from './paths.js';

/** Asks for all kinds in one answer, if the server supports that. */
export const DISCOVERY_ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** The kinds of a document, by their key. */
export type Served = ReadonlyMap<string, ResourceInfo>;

/** The key of a kind. */
export function kindKey({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion}/${kind}`;
}

/** Reads an `APIGroupDiscoveryList`; undefined when the server answered with something older. */
export function readAggregated(body: unknown): Served | undefined {
  if (!isMap(body) || body['kind'] !== 'APIGroupDiscoveryList') return undefined;
  const groups = records(body['items']);
  const versions = groups.flatMap((group) =>
    records(group['versions'])
      // Stale kinds are those of an extension server that does not answer now; a request for one of them asks again.
      .filter((version) => version['freshness'] !== 'Stale')
      .map((version) => ({ apiVersion: apiVersionOf(nameOf(group), text(version['version'])), resources: records(version['resources']) })),
  );
  const infos = versions.flatMap(({ apiVersion, resources }) => resources.map((resource) => aggregatedInfo(apiVersion, resource)));
  return byKind(infos);
}

function aggregatedInfo(apiVersion: string, resource: Readonly<Record<string, unknown>>): ResourceInfo {
  const response = isMap(resource['responseKind']) ? resource['responseKind'] : {};
  return {
    apiVersion,
    kind: text(response['kind']),
    plural: text(resource['resource']),
    namespaced: resource['scope'] === 'Namespaced',
    verbs: texts(resource['verbs']),
    subresources: records(resource['subresources']).map((subresource) => text(subresource['subresource'])),
  };
}

/** Reads an `APIResourceList`, which holds one version. */
export function readResourceList(body: unknown, apiVersion: string): Served {
  const resources = isMap(body) ? records(body['resources']) : [];
  const infos = resources
    .filter((resource) => !nameOfResource(resource).includes('/'))
    .map((resource) => {
      const plural = nameOfResource(resource);
      const prefix = `${plural}/`;
      const subresources = resources.map(nameOfResource).filter((name) => name.startsWith(prefix));
      return {
        apiVersion,
        kind: text(resource['kind']),
        plural,
        namespaced: resource['namespaced'] === true,
        verbs: texts(resource['verbs']),
        subresources: subresources.map((name) => name.slice(prefix.length)),
      };
    });
  return byKind(infos);
}

/** When two resources serve a kind, the first one is the usual one. */
function byKind(infos: readonly ResourceInfo[]): Served {
  return new Map(
    infos
      .filter(({ kind, plural }) => kind !== '' && plural !== '')
      .map((info) => [kindKey(info), info] as const)
      .reverse(),
  );
}

function nameOf(group: Readonly<Record<string, unknown>>): string {
  return isMap(group['metadata']) ? text(group['metadata']['name']) : '';
}

function nameOfResource(resource: Readonly<Record<string, unknown>>): string {
  return text(resource['name']);
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
