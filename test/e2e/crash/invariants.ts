import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { CONTROLLERS, workloadName } from './controllers.ts';
import { namedBy, nameOf, type Snapshot } from './snapshot.ts';

/** Under which names the platforms of a namespace go. */
export const INSTANCE = 'mesh';
export const NEIGHBOUR = 'neighbour';

/** What must hold of a scenario. */
export interface Expectation {
  /** As it was before the run that is killed. */
  readonly before: Snapshot;
  /** Names of releases whose workload stays the very same. */
  readonly keeps: readonly string[];
  /** Who held a lease when it was killed. Runs that have nothing to write leave it. @default - nobody */
  readonly killed?: ReadonlySet<string>;
}

const OURS = 'platform-mesh-deployment';
/** Manager of the label that a user puts on our objects. */
export const USER = 'a-user';
const MARK = 'used-by.core.platform-mesh.io/';

interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: object;
}

/** What must hold at any moment, also right after a kill; a sentence for each violation. */
export function violationsAtAnyMoment(now: Snapshot, expected: Expectation): readonly string[] {
  return [...orphans(now), ...touched(now, expected.before), ...lostWorkloads(now, expected), ...withoutOrigin(now)];
}

/** What must hold when a later run has ended. `control` is how the same runs end when nobody kills one. */
export function violationsAtEnd(now: Snapshot, control: Snapshot, expected: Expectation): readonly string[] {
  return [
    ...violationsAtAnyMoment(now, expected),
    ...differences(now, control),
    ...terminating(now),
    ...strangeManagers(now),
    ...nothingLeftBehind(now),
    ...[...now.holders]
      .filter(([, holder]) => !expected.killed?.has(holder))
      .map(([lease, holder]) => `lease: ${lease} is still held by ${holder}, which was not killed`),
  ];
}

/** There is what `synth` writes, with its fields, and the inventory names that and nothing else. */
export function notAsDesired(now: Snapshot, desired: readonly KubernetesObject[]): readonly string[] {
  const should = new Map(desired.map((object) => [nameOf(object), object]));
  const named = namedBy(now, INSTANCE);
  const missing = [...should].flatMap(([name, object]) => {
    const found = now.objects.get(name);
    const difference = found ? missingFrom(object, found, '') : 'it does not exist';
    return [
      ...(difference === undefined ? [] : [`desired: ${name}: ${difference}`]),
      ...(named.has(name) ? [] : [`desired: ${name} is not named`]),
    ];
  });
  return [...missing, ...[...named].filter((name) => !should.has(name)).map((name) => `desired: ${name} is named, and not desired`)];
}

/** The first field of a value that another one lacks or has differently. What the API server adds is no difference. */
function missingFrom(desired: unknown, found: unknown, path: string): string | undefined {
  const isOtherList = Array.isArray(desired) && !(Array.isArray(found) && found.length === desired.length);
  if (isOtherList || typeof desired !== 'object' || desired === null)
    return isDeepStrictEqual(desired, found) ? undefined : `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(desired)}`;
  const fields = (typeof found === 'object' ? found : {}) as Readonly<Record<string, unknown>>;
  return Object.entries(desired)
    .map(([name, value]) => missingFrom(value, fields[name], `${path}.${name}`))
    .find((difference) => difference !== undefined);
}

/** An object that we wrote, or that says that we use it, is named by an inventory: else nobody would ever delete it. */
function orphans(now: Snapshot): readonly string[] {
  const ours = namedBy(now, INSTANCE);
  const theirs = namedBy(now, NEIGHBOUR);
  const isWritten = (object: KubernetesObject): boolean => managedFields(object).some(isOurApply) && !theirs.has(nameOf(object));
  const isMarked = ({ metadata }: KubernetesObject): boolean => metadata.annotations?.[markOf(now, INSTANCE)] !== undefined;
  return [...now.objects]
    .filter(([name, object]) => !isWebhookSecret(object) && (isWritten(object) || isMarked(object)) && !ours.has(name))
    .map(([name]) => `orphan: no inventory names ${name}`);
}

/** What another platform or a user brought is as it was. */
function touched(now: Snapshot, before: Snapshot): readonly string[] {
  const shared = new Set(namedBy(before, NEIGHBOUR));
  const theirs = [...before.objects].filter(([name, { metadata }]) => shared.has(name) || metadata.labels?.['theirs'] === 'true');
  const maps = (snapshot: Snapshot): object =>
    snapshot.inventories.filter(({ metadata }) => metadata.name.startsWith(`${NEIGHBOUR}-`)).map((map) => map['data']);
  const changed = theirs.flatMap(([name, object]) => {
    const found = now.objects.get(name);
    if (!found) return [`touched: ${name} is gone`];
    const isSame = isDeepStrictEqual(ofOthers(found, now), ofOthers(object, before));
    return isSame ? [] : [`touched: ${name} is changed: ${firstDifference(ofOthers(object, before), ofOthers(found, now))}`];
  });
  return isDeepStrictEqual(maps(now), maps(before)) ? changed : [...changed, 'touched: the inventory of the neighbour'];
}

/** An object without what counts on its own, and without our mark on it. */
function ofOthers({ metadata, ...rest }: KubernetesObject, { namespace }: Snapshot): object {
  const {
    uid,
    name,
    labels,
    annotations = {},
    finalizers,
    deletionTimestamp,
  } = metadata as KubernetesObject['metadata'] & {
    readonly deletionTimestamp?: string;
  };
  const marks = Object.entries(annotations).filter(([key]) => key !== `${MARK}${namespace}.${INSTANCE}`);
  return {
    ...without(rest, 'status'),
    metadata: { uid, name, labels, annotations: Object.fromEntries(marks), finalizers, deletionTimestamp },
  };
}

/** What runs goes on running. */
function lostWorkloads(now: Snapshot, { before, keeps }: Expectation): readonly string[] {
  return keeps.flatMap((release) => {
    const name = `ConfigMap ${now.namespace}/${workloadName(release)}`;
    const [was, is] = [before.objects.get(name)?.metadata.uid, now.objects.get(name)?.metadata.uid];
    if (was === undefined) return [`workload: ${release} did not run before`];
    return was === is ? [] : [`workload: ${release} was ${is === undefined ? 'uninstalled' : 'installed anew'}`];
  });
}

/** What a release is made from goes after it, and comes before it. */
function withoutOrigin(now: Snapshot): readonly string[] {
  return [...now.objects.values()]
    .filter(({ kind }) => kind === 'HelmRelease')
    .flatMap(({ metadata: { name } }) =>
      [`OCIRepository ${now.namespace}/${name}`, `Resource ${now.namespace}/${name}-chart`]
        .filter((origin) => !now.objects.has(origin))
        .map((origin) => `order: HelmRelease ${name} exists without ${origin}`),
    );
}

/** Who writes inventories: the first record has a manager of its own for each run. Their content is compared. */
const INVENTORY = 'platform-mesh-inventory';

/** Objects, fields, their owners and inventories are those of runs that nobody killed. */
function differences(now: Snapshot, control: Snapshot): readonly string[] {
  const [is, should] = [now, control].map(contentOf) as [ReadonlyMap<string, object>, ReadonlyMap<string, object>];
  return [...new Set([...is.keys(), ...should.keys()])].flatMap((name) => {
    const [found, desired] = [is.get(name), should.get(name)];
    if (!found) return [`objects: ${name} is missing`];
    if (!desired) return [`objects: ${name} should not exist`];
    return isDeepStrictEqual(found, desired) ? [] : [`objects: ${name} differs: ${firstDifference(desired, found)}`];
  });
}

/** The objects of a snapshot, with the namespace replaced by a word, and without what counts on its own. */
export function contentOf({ namespace, objects, inventories }: Snapshot): ReadonlyMap<string, object> {
  const all = [...objects.values(), ...inventories].map((object) => [nameOf(object), plain(object)]);
  const text = JSON.stringify(all)
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/platform-mesh-use-[0-9a-f]{12}/gu, 'platform-mesh-use');
  return new Map(JSON.parse(text) as [string, object][]);
}

function plain({ metadata, ...rest }: KubernetesObject): object {
  const { name, namespace, labels, annotations = {}, finalizers } = metadata;
  const owners = managedFields({ metadata, ...rest })
    .filter(({ manager, subresource }) => subresource === undefined && !isController(manager) && !manager.startsWith(INVENTORY))
    // The manager of a mark has the hash of a namespace in its name.
    .map(({ manager, operation, fieldsV1 }) => ({ manager: manager.replace(/^(platform-mesh-use)-.*$/u, '$1'), operation, fieldsV1 }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const kept = without(annotations, 'core.platform-mesh.io/recorded');
  return { ...without(rest, 'status'), metadata: { name, namespace, labels, annotations: kept, finalizers }, owners };
}

function without(object: object, field: string): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field));
}

/** Nothing is being deleted any more. */
function terminating(now: Snapshot): readonly string[] {
  return [...now.objects]
    .filter(([, { metadata }]) => metadata.deletionTimestamp !== undefined)
    .map(([name]) => `terminating: ${name} is still being deleted`);
}

/** Our objects have one manager of ours, and none of those that were there before. */
function strangeManagers(now: Snapshot): readonly string[] {
  const ours = namedBy(now, INSTANCE);
  return [...now.objects]
    .filter(([name]) => ours.has(name))
    .flatMap(([name, object]) => {
      const entries = managedFields(object).filter(({ subresource }) => subresource === undefined);
      const strange = entries.filter((entry) => !isOurApply(entry) && !isExpectedBeside(entry.manager));
      const count = entries.filter(isOurApply).length;
      return [
        ...strange.map(
          ({ manager, operation, fieldsV1 }) => `managers: ${manager} (${operation}) still owns ${JSON.stringify(fieldsV1)} of ${name}`,
        ),
        ...(count === 1 ? [] : [`managers: ${name} has ${count} entries of ours`]),
      ];
    });
}

/** An inventory names what exists, and only that; and nothing as somebody else's, for all of it was made from our output. */
function nothingLeftBehind(now: Snapshot): readonly string[] {
  const named = [...namedBy(now, INSTANCE)];
  const text = JSON.stringify(now.inventories.map((map) => map['data']));
  return [
    ...named.filter((name) => !now.objects.has(name)).map((name) => `inventory: it names ${name}, which is gone`),
    ...(text.includes(' foreign') ? [`inventory: it takes our own output for somebody else's: ${text}`] : []),
  ];
}

function isOurApply({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === OURS && operation === 'Apply' && subresource === undefined;
}

function isController(manager: string): boolean {
  return CONTROLLERS.some((each) => each === manager);
}

function isExpectedBeside(manager: string): boolean {
  return manager === USER || isController(manager) || manager.startsWith('platform-mesh-use-');
}

/** The Secret of the authorization webhook is known by its label, and is in no inventory. */
function isWebhookSecret({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'Secret' && metadata.name === 'kcp-webhook-secret';
}

function markOf({ namespace }: Snapshot, instance: string): string {
  return `${MARK}${namespace}.${instance}`;
}

function managedFields({ metadata }: KubernetesObject): readonly ManagedFields[] {
  return (metadata.managedFields ?? []) as readonly ManagedFields[];
}

/** Where two values differ first, and how. */
export function firstDifference(desired: unknown, found: unknown, path = ''): string {
  if (isDeepStrictEqual(desired, found)) return '';
  const isNested = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
  if (!isNested(desired) || !isNested(found)) return `${path || '.'} is ${JSON.stringify(found)}, not ${JSON.stringify(desired)}`;
  const keys = [...new Set([...Object.keys(desired), ...Object.keys(found)])];
  const key = keys.find((each) => !isDeepStrictEqual(desired[each], found[each])) ?? '';
  return firstDifference(desired[key], found[key], `${path}.${key}`);
}
