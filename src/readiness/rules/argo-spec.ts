import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { at, isMap, listAt, textAt } from '../../kubernetes/index.js';
import type { Observed } from '../readiness.js';

/**
 * Fields that tell one source from another. Other fields are not compared: a version of Argo CD that does not know a field
 * drops it from its status, and the two would differ for ever.
 */
const SOURCE_FIELDS = ['repoURL', 'targetRevision', 'chart', 'path'];
const HELM_FIELDS = ['releaseName', 'parameters', 'fileParameters', 'valueFiles', 'valuesObject', 'skipCrds'];
const DESTINATION_FIELDS = ['server', 'name', 'namespace'];

/**
 * The first field of the spec that differs from what Argo CD compared the cluster with; undefined when the comparison is
 * about the current spec.
 *
 * Argo CD writes no `observedGeneration`. It keeps source, destination and ignored differences of its last comparison in
 * `status.sync.comparedTo`.
 */
export function fieldNotCompared({ spec, status }: Observed): string | undefined {
  const compared = at(status, 'sync', 'comparedTo');
  if (!isMap(compared)) return undefined;
  return (
    differenceOfSources(sourcesOf(spec), sourcesOf(compared)) ??
    differenceIn('destination', DESTINATION_FIELDS, at(spec, 'destination'), at(compared, 'destination')) ??
    differenceIn('spec', ['ignoreDifferences'], spec, compared)
  );
}

/** Whether the last sync ran with the sources that the spec names now, as far as its result names any. */
export function isSyncOfSpec({ spec, status }: Observed): boolean {
  const synced = sourcesOf(at(status, 'operationState', 'syncResult'));
  return synced.length === 0 || differenceOfSources(sourcesOf(spec), synced) === undefined;
}

/** Whether the last sync ran with other sync options than the spec names now. */
export function hasOtherSyncOptions({ spec, status }: Observed): boolean {
  const sync = at(status, 'operationState', 'operation', 'sync');
  const [desired, used] = [listAt(spec, 'syncPolicy', 'syncOptions'), listAt(sync, 'syncOptions')].map((options) => new Set(options));
  return isMap(sync) && !isDeepStrictEqual(desired, used);
}

/** The revisions that a status names: one, or one for each of several sources. */
export function revisionsOf(status: unknown): readonly unknown[] {
  const revision = textAt(status, 'revision');
  return revision === undefined ? listAt(status, 'revisions') : [revision];
}

function sourcesOf(value: unknown): readonly unknown[] {
  const sources = listAt(value, 'sources');
  const source = at(value, 'source');
  return sources.length === 0 && isMap(source) ? [source] : sources;
}

function differenceOfSources(desired: readonly unknown[], compared: readonly unknown[]): string | undefined {
  if (desired.length !== compared.length) return 'sources';
  const differences = desired.map((source, index) => differenceOfSource(source, compared[index]));
  return differences.find((difference) => difference !== undefined);
}

function differenceOfSource(desired: unknown, compared: unknown): string | undefined {
  const [helm, comparedHelm] = [at(desired, 'helm'), at(compared, 'helm')];
  return (
    differenceIn('source', SOURCE_FIELDS, desired, compared) ??
    differenceIn('source.helm', HELM_FIELDS, helm, comparedHelm) ??
    (isSameYaml(textAt(helm, 'values'), textAt(comparedHelm, 'values')) ? undefined : 'source.helm.values')
  );
}

function differenceIn(path: string, fields: readonly string[], desired: unknown, compared: unknown): string | undefined {
  const field = fields.find((each) => !isDeepStrictEqual(withoutEmpty(at(desired, each)), withoutEmpty(at(compared, each))));
  return field === undefined ? undefined : `${path}.${field}`;
}

/** A value without what Go leaves out when it writes JSON: null, false, empty texts, lists and maps. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmpty);
  if (!isMap(value)) return value === null || value === false || value === '' ? undefined : value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
  const kept = entries.filter(([, inner]) => inner !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Whether two texts hold the same YAML: the order of keys, quotes and comments do not count. */
function isSameYaml(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  try {
    return isDeepStrictEqual(parse(a, { version: '1.1' }), parse(b, { version: '1.1' }));
  } catch {
    // Text that is no YAML is the same only letter by letter.
    return false;
  }
}
