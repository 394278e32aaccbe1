import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { platformMesh, type Result } from '../../test/e2e/cli.ts';
import { startFaultProxy, type FaultProxy } from '../../test/e2e/fault-proxy.ts';
import { readAudit } from '../../test/servers/index.ts';
import { argumentsOf, hasTwoClusters } from './arguments.ts';
import type { ReplayCluster } from './cluster.ts';
import type { Observed, OwnWrite } from './compare.ts';
import { imageVersionsOf, isAboutImageStore, withImageResources, type ImageVersion } from './image-store.ts';
import { textAt, type JsonMap } from './json.ts';
import { hasClosedGate, needsIstio } from './not-built.ts';
import { keyOf, objectOf, type ObjectId } from './object-path.ts';
import { ownWrites, targetsIn, troubleIn } from './observation.ts';
import { playOcm, playPods, playRefusals, playReleases, takeKindsAway } from './players.ts';
import { namespacesOf, type RecordedCase } from './recorded-case.ts';
import { load } from './state.ts';
import { healthySurroundings } from './surroundings.ts';

/** Where cases are replayed; the second cluster is started when a case has two. */
export interface Clusters {
  readonly runtime: ReplayCluster;
  readonly infra: () => Promise<ReplayCluster>;
}

/** Those of one case; `infra` is `runtime` where there is one. */
interface Pair {
  readonly runtime: ReplayCluster;
  readonly infra: ReplayCluster;
}

/** How long the wait may take. Where the reference waits nobody makes anything ready, so there is no point in much time. */
const waitTime = ({ outcome }: RecordedCase): string => (outcome === 'waiting' ? '8s' : '30s');

/** How a run ends whose input is wrong. */
const REJECTED = 2;

/** How a run ends that waits. */
const WAITING = 4;

/** Does a recorded step again, and tells what became of it. */
export async function replay(given: RecordedCase, clusters: Clusters, knownFlags: ReadonlySet<string>): Promise<Observed> {
  if (given.state.kcp.length > 0) throw new Error('what was in kcp before cannot be brought there yet');
  const pair = { runtime: clusters.runtime, infra: hasTwoClusters(given) ? await clusters.infra() : clusters.runtime };
  const both = [...new Set([pair.runtime, pair.infra])];
  const folder = mkdtempSync(join(tmpdir(), 'conformance-runtime-'));
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
  try {
    const objects = await rendered(given, join(folder, 'plain'));
    const { recorded, versions } = withVersions(given, objects, folder);
    for (const cluster of both) await prepare(cluster, recorded);
    for (const object of [...healthySurroundings(recorded), ...recorded.state.runtime]) await load(pair.runtime, object);
    const pods = await playPods(recorded, pair.runtime);
    ends.push(() => pods?.stop());
    const proxies: FaultProxy[] = [];
    for (const { kube } of both) {
      const proxy = await startFaultProxy(kube);
      ends.push(() => proxy.stop());
      proxies.push(proxy);
    }
    const kubeconfigs = { runtime: proxies[0]?.kubeconfig ?? '', infra: proxies.at(-1)?.kubeconfig ?? '' };
    const apply = argumentsOf(recorded, kubeconfigs, knownFlags);

    // The wait is the last step: what the others bring is there by then.
    if (isWait(recorded)) await applyBefore(recorded, apply, pair);
    for (const object of recorded.state.infra) await load(pair.infra, object);
    await takeKindsAway(recorded, pair.runtime);
    playRefusals(recorded, proxies);

    const starts = both.map(({ kube }) => readAudit(kube.auditLog).length);
    const before = await recordedObjects(recorded, pair);
    const results = await runs(recorded, apply, versions, pair);
    const writes = both.flatMap(({ kube }, index) => ownWrites(readAudit(kube.auditLog).slice(starts[index])));
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

function isWait({ step }: RecordedCase): boolean {
  return step === 'WaitSubroutine';
}

/** As it was made, with the namespaces that a case speaks of, and that of Argo CD. */
async function prepare(cluster: ReplayCluster, recorded: RecordedCase): Promise<void> {
  await cluster.reset();
  for (const name of new Set([...namespacesOf(recorded), 'argocd'])) await cluster.namespace(name);
}

/** What the steps before the wait bring. */
async function applyBefore(recorded: RecordedCase, apply: readonly string[], pair: Pair): Promise<void> {
  const run = (): Promise<Result> => platformMesh(...apply, '--no-wait');
  const first = await run();
  const { code, err } = (await furtherRuns(recorded, [], pair, first, run)).at(-1) ?? first;
  if (code !== 0) throw new Error(`the steps before the wait ended with ${code}: ${err}`);
}

/** As many runs as there were passes, and those that the controllers around the platform lead to. */
async function runs(
  recorded: RecordedCase,
  apply: readonly string[],
  versions: readonly ImageVersion[],
  pair: Pair,
): Promise<readonly Result[]> {
  if (isWait(recorded)) return [await platformMesh(...apply, '--timeout', waitTime(recorded))];
  const run = (): Promise<Result> => platformMesh(...apply, '--no-wait');
  let last = await run();
  const passes = [last];
  for (let pass = 1; pass < recorded.passes; pass += 1) {
    last = await run();
    passes.push(last);
  }
  const applied = [...passes, ...(await furtherRuns(recorded, versions, pair, last, run))];
  if (!hasClosedGate(recorded) && !needsIstio(recorded)) return applied;
  // The reference waits for its gates when everything is applied; whatever the platform deploys is well by then.
  await playReleases(recorded, pair.infra);
  return [...applied, await platformMesh(...apply, '--timeout', waitTime(recorded))];
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

/** The recorded objects as they are now, by `keyOf`. */
async function recordedObjects({ writes }: RecordedCase, { runtime, infra }: Pair): Promise<ReadonlyMap<string, JsonMap>> {
  const found = new Map<string, JsonMap>();
  for (const { cluster, path } of writes) {
    const id = objectOf(path);
    const object = await (cluster === 'infra' ? infra : runtime).get(path);
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

/** The objects that the input alone leads to; none where it cannot be read. */
async function rendered({ files }: RecordedCase, out: string): Promise<readonly JsonMap[]> {
  const { code, err } = await platformMesh('synth', '-f', files.instance, '--profile', files.profile, '--out', out);
  if (code === REJECTED) return [];
  if (code !== 0) throw new Error(`synth ended with ${code}: ${err}`);
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /^(?:infra|runtime)\/\d\d-.*\.yaml$/u.test(name));
  const documents = names.flatMap((name) => parseAllDocuments(readFileSync(join(out, name), 'utf8')));
  return documents.map((document) => document.toJS() as JsonMap);
}

function idOf(object: JsonMap, crds: ReplayCluster['crds']): ObjectId {
  const [kind, group] = [textAt(object, 'kind'), textAt(object, 'apiVersion').split('/')[0] ?? ''];
  const crd = crds.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  if (!crd) throw new Error(`synth made a ${kind} of ${group}, which is not known`);
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  return { group, resource: crd.spec.names.plural, namespace, name, subresource: '' };
}
