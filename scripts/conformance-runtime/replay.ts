import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { platformMesh, type Result } from '../../test/e2e/cli.ts';
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from '../../test/e2e/fault-proxy.ts';
import { readAudit, type ApiServer } from '../../test/servers/index.ts';
import { argumentsOf, hasTwoClusters, type Kubeconfigs } from './arguments.ts';
import type { ReplayCluster } from './cluster.ts';
import type { Observed, OwnWrite } from './compare.ts';
import { imageVersionsOf, isAboutImageStore, withImageResources, type ImageVersion } from './image-store.ts';
import { listAt, textAt, type JsonMap } from './json.ts';
import type { ReplayKcp } from './kcp.ts';
import { clientsIn, kcpSecrets, urlOf } from './kcp-surroundings.ts';
import { keyOf, kindKeyOfObject, objectOf, objectOfWrite, type ObjectId } from './object-path.ts';
import { kcpWrites, ownWrites, targetsIn, troubleIn } from './observation.ts';
import { playOcm, playPods, playRefusals, playReleases, takeKindsAway } from './players.ts';
import { namespacesOf, neverCreated, type RecordedCase } from './recorded-case.ts';
import { load } from './state.ts';
import { needsKcp, only, runsOf } from './steps.ts';
import { healthySurroundings } from './surroundings.ts';

/** Where cases are replayed; the second cluster is started when a case has two. */
export interface Clusters {
  readonly runtime: ReplayCluster;
  readonly infra: () => Promise<ReplayCluster>;
  /** Started when a case needs it; one whose kcp is set up by the recorded step, and one that only holds what a case gives. */
  readonly kcp: (kind: 'platform' | 'bare') => Promise<ReplayKcp>;
}

/** Those of one case; `infra` is `runtime` where there is one. */
interface Pair {
  readonly runtime: ReplayCluster;
  readonly infra: ReplayCluster;
  readonly kcp?: ReplayKcp;
}

/** How long the wait may take. Where the reference waits nobody makes anything ready, so there is no point in much time. */
const waitTime = ({ outcome }: RecordedCase): string => ({ done: '120s', waiting: '10s', failed: '10s', crashed: '10s' })[outcome];

/** How a run ends whose input is wrong. */
const REJECTED = 2;

/** How a run ends that waits. */
const WAITING = 4;

/** Does a recorded step again, and tells what became of it. */
export async function replay(given: RecordedCase, clusters: Clusters, knownFlags: ReadonlySet<string>): Promise<Observed> {
  const pair = await serversOf(given, clusters);
  const { kcp } = pair;
  const both = [...new Set([pair.runtime, pair.infra])];
  const folder = mkdtempSync(join(tmpdir(), 'conformance-runtime-'));
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
  try {
    const objects = await rendered(given, join(folder, 'plain'));
    const { recorded, versions } = withVersions(given, objects, folder);
    for (const cluster of both) await prepare(cluster, recorded);
    await kcp?.reset();
    const ways = await startWays(pair, ends);
    const { proxies, toKcp, answered } = ways;
    const secrets = kcp && toKcp ? kcpSecrets(recorded, kcp, toKcp) : [];
    for (const object of surroundings(recorded, secrets)) await load(pair.runtime, object);
    const pods = await playPods(recorded, pair.runtime);
    ends.push(() => pods?.stop());
    const apply = [...argumentsOf(recorded, kubeconfigsOf(proxies), knownFlags), ...(toKcp ? ['--kcp-url', urlOf(toKcp)] : [])];

    // What the steps before bring is there when the recorded one begins.
    const clients = clientsIn(recorded) ?? [];
    if (kcp && clients.length > 0) kcp.clients = clients;
    await applyBefore(recorded, apply, pair);
    for (const object of recorded.state.infra) await load(pair.infra, object);
    await bringToKcp(recorded, kcp);
    await takeKindsAway(recorded, pair.runtime);
    playRefusals(recorded, [...proxies, ...(toKcp ? [toKcp] : [])]);

    const starts = both.map(({ kube }) => readAudit(kube.auditLog).length);
    answered.length = 0;
    const before = await recordedObjects(recorded, pair);
    const results = await runs(recorded, apply, versions, pair);
    const onClusters = both.flatMap(({ kube }, index) => ownWrites(readAudit(kube.auditLog).slice(starts[index])));
    const writes = [...onClusters, ...kcpWrites(answered)];
    return {
      ...observedIn(results),
      writes: withoutVersions(writes, versions),
      before,
      after: await recordedObjects(recorded, pair),
      kinds: new Map(pair.runtime.crds.map(({ metadata, spec }) => [metadata.name, spec.names.kind])),
      rendered: new Map(objects.map((object) => [keyOf(idOf(object, pair.runtime.crds)), object])),
    };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Proxies before all servers of a case. */
interface Ways {
  readonly proxies: readonly FaultProxy[];
  readonly toKcp: FaultProxy | undefined;
  /** What kcp has answered. */
  readonly answered: (ProxiedRequest & { readonly status: number })[];
}

async function startWays({ runtime, infra, kcp }: Pair, ends: (() => unknown)[]): Promise<Ways> {
  const start = async (server: ApiServer): Promise<FaultProxy> => {
    const proxy = await startFaultProxy(server);
    ends.push(() => proxy.stop());
    return proxy;
  };
  const proxies: FaultProxy[] = [];
  for (const { kube } of new Set([runtime, infra])) proxies.push(await start(kube));
  const toKcp = kcp && (await start(kcp.server));
  const answered: Ways['answered'] = [];
  toKcp?.answered((request, status) => answered.push({ ...request, status }));
  return { proxies, toKcp, answered };
}

function kubeconfigsOf(proxies: readonly FaultProxy[]): Kubeconfigs {
  return { runtime: proxies[0]?.kubeconfig ?? '', infra: proxies.at(-1)?.kubeconfig ?? '' };
}

/** The workspaces that connections lead to. */
function connectedWorkspaces({ instance }: RecordedCase): readonly string[] {
  const own = listAt(instance, 'spec', 'kcp', 'providerConnections').map((connection) => textAt(connection, 'path'));
  return [...new Set(['root:platform-mesh-system', 'root:orgs', ...own])].filter((path) => path !== '');
}

/** The clusters and the kcp of a case. */
async function serversOf(recorded: RecordedCase, clusters: Clusters): Promise<Pair> {
  const infra = hasTwoClusters(recorded) ? await clusters.infra() : clusters.runtime;
  const kcp = needsKcp(recorded) ? await clusters.kcp(isProviderSecret(recorded) ? 'bare' : 'platform') : undefined;
  return { runtime: clusters.runtime, infra, ...(kcp ? { kcp } : {}) };
}

function isProviderSecret({ step }: RecordedCase): boolean {
  return step === 'ProvidersecretSubroutine';
}

/** What is there on the runtime cluster: a Secret that leads to kcp has the credentials of ours, whatever was recorded. */
function surroundings(recorded: RecordedCase, secrets: readonly JsonMap[]): readonly JsonMap[] {
  const given = [...healthySurroundings(recorded), ...recorded.state.runtime];
  const keys = new Set(secrets.map(kindKeyOfObject));
  return [...given.filter((object) => !keys.has(kindKeyOfObject(object))), ...secrets];
}

async function bringToKcp(recorded: RecordedCase, kcp: ReplayKcp | undefined): Promise<void> {
  if (isProviderSecret(recorded)) for (const path of connectedWorkspaces(recorded)) await kcp?.workspace(path);
  const clients = clientsIn(recorded);
  if (clients) await kcp?.knowClients(clients);
  for (const object of recorded.state.kcp) await kcp?.load(object);
  for (const { workspace = 'root', path } of neverCreated(recorded)) await kcp?.remove(workspace, path);
}

/** As it was made, with the namespaces that a case speaks of, and that of Argo CD. */
async function prepare(cluster: ReplayCluster, recorded: RecordedCase): Promise<void> {
  await cluster.reset();
  for (const name of new Set([...namespacesOf(recorded), 'argocd'])) await cluster.namespace(name);
}

/** What the steps before the recorded one bring. */
async function applyBefore(recorded: RecordedCase, apply: readonly string[], pair: Pair): Promise<void> {
  const { before } = runsOf(recorded);
  if (before.length === 0) return;
  const run = (): Promise<Result> => platformMesh(...apply, ...only(before), '--timeout', '240s');
  const first = await run();
  const { code, err, out } = (await furtherRuns(recorded, [], pair, first, run)).at(-1) ?? first;
  if (code !== 0) throw new Error(`the steps before ended with ${code}: ${err}${troubleIn(out).slice(-1000)}`);
}

/** As many runs as there were passes, and those that the controllers around the platform lead to. */
async function runs(
  recorded: RecordedCase,
  apply: readonly string[],
  versions: readonly ImageVersion[],
  pair: Pair,
): Promise<readonly Result[]> {
  const { steps, gate } = runsOf(recorded);
  if (steps.includes('wait')) {
    const results: Result[] = [];
    for (let pass = 0; pass < Math.max(1, recorded.passes); pass += 1) {
      results.push(await platformMesh(...apply, ...only(steps), '--timeout', waitTime(recorded)));
    }
    return results;
  }
  const run = (): Promise<Result> => platformMesh(...apply, ...only(steps));
  let last = await run();
  const passes = [last];
  for (let pass = 1; pass < recorded.passes; pass += 1) {
    last = await run();
    passes.push(last);
  }
  const applied = [...passes, ...(await furtherRuns(recorded, versions, pair, last, run))];
  if (gate.length === 0) return applied;
  // The reference waits for its gates when everything is applied; whatever the platform deploys is well by then.
  await playReleases(recorded, pair.infra);
  return [...applied, await platformMesh(...apply, ...only(gate), '--timeout', waitTime(recorded))];
}

/**
 * The controllers around the platform do what they can: OCM finds charts, releases run. Each time that there was something, and
 * the last run may have waited for it, the platform is applied again.
 */
async function furtherRuns(
  recorded: RecordedCase,
  versions: readonly ImageVersion[],
  { runtime, infra }: Pair,
  last: Result,
  run: () => Promise<Result>,
): Promise<readonly Result[]> {
  const further: Result[] = [];
  if (await playOcm(recorded, runtime, versions)) further.push(await run());
  const { code } = further.at(-1) ?? last;
  if (code === WAITING && (await playReleases(recorded, infra))) further.push(await run());
  return further;
}

/** What the last run ended with, and what any of them said about clusters. */
function observedIn(results: readonly Result[]): Pick<Observed, 'exitCode' | 'trouble' | 'targets'> {
  const { code, err, out } = results.at(-1) ?? { code: 1, err: '', out: '' };
  return { exitCode: code, trouble: `${err}${troubleIn(out)}`, targets: new Map(results.flatMap((result) => [...targetsIn(result.out)])) };
}

/** The Resources that stand for the reference's memory belong to the replay, and were written by no step. */
function withoutVersions(writes: readonly OwnWrite[], versions: readonly ImageVersion[]): readonly OwnWrite[] {
  const own = new Set(versions.map(({ resource }) => resource));
  return writes.filter(({ object }) => object.resource !== 'resources' || !own.has(object.name));
}

/** Exports and bindings are looked at in the version that we write (decision 14). */
const OLD_APIS = /^(\/apis\/apis\.kcp\.io)\/v1alpha1\/(apiexports|apibindings)\//u;

/** The recorded objects as they are now, by `keyOf`. */
async function recordedObjects({ writes }: RecordedCase, { runtime, infra, kcp }: Pair): Promise<ReadonlyMap<string, JsonMap>> {
  const found = new Map<string, JsonMap>();
  for (const write of writes) {
    const id = objectOfWrite(write);
    // What is created is sent to its collection.
    const path = id !== undefined && objectOf(write.path)?.name === '' ? `${write.path}/${id.name}` : write.path;
    const isInKcp = write.cluster === 'kcp';
    const object = isInKcp
      ? await kcp?.get(write.workspace ?? 'root', path.replace(OLD_APIS, '$1/v1alpha2/$2/'))
      : await (write.cluster === 'infra' ? infra : runtime).get(path);
    if (id !== undefined && object !== undefined) found.set(keyOf(id), object);
  }
  return found;
}

interface CaseWithVersions {
  readonly recorded: RecordedCase;
  readonly versions: readonly ImageVersion[];
}

/** The case with the reference's memory of image versions, where it is about that, as Resources of its profile. */
function withVersions(recorded: RecordedCase, objects: readonly JsonMap[], folder: string): CaseWithVersions {
  if (!isAboutImageStore(recorded)) return { recorded, versions: [] };
  const versions = imageVersionsOf(recorded, objects);
  const profile = join(folder, 'profile.yaml');
  writeFileSync(profile, JSON.stringify(withImageResources(recorded.profile, versions)));
  return { recorded: { ...recorded, files: { ...recorded.files, profile } }, versions };
}

/** Files with objects of `synth`: each has a number. */
const OF_OBJECTS = /^(?:infra|runtime|kcp(?:\/[^/]+)+)\/\d\d-[^/]*\.yaml$/u;

/** The objects that the input alone leads to; none where it cannot be read. */
async function rendered({ files }: RecordedCase, out: string): Promise<readonly JsonMap[]> {
  const { code, err } = await platformMesh('synth', '-f', files.instance, '--profile', files.profile, '--out', out);
  if (code === REJECTED) return [];
  if (code !== 0) throw new Error(`synth ended with ${code}: ${err}`);
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => OF_OBJECTS.test(name));
  return names.flatMap((name) => {
    const [target, ...workspace] = name.split('/').slice(0, -1);
    const place = target === 'kcp' ? { 'x-workspace': workspace.join(':') } : {};
    return parseAllDocuments(readFileSync(join(out, name), 'utf8')).map((document) => ({ ...(document.toJS() as JsonMap), ...place }));
  });
}

function idOf(object: JsonMap, crds: ReplayCluster['crds']): ObjectId {
  const [kind, group] = [textAt(object, 'kind'), textAt(object, 'apiVersion').split('/')[0] ?? ''];
  const workspace = textAt(object, 'x-workspace');
  if (workspace !== '')
    return {
      group: object['apiVersion'] === 'v1' ? '' : group,
      resource: pluralOf(kind),
      namespace: '',
      name: textAt(object, 'metadata', 'name'),
      subresource: '',
      workspace,
    };
  const crd = crds.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  if (!crd) throw new Error(`synth made a ${kind} of ${group}, which is not known`);
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  return { group, resource: crd.spec.names.plural, namespace, name, subresource: '' };
}

/** All kinds that go into kcp are named so. */
function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}
