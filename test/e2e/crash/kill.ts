import type { Kube } from '../../servers/index.ts';
import type { Result, Run } from '../cli.ts';
import type { FaultProxy, ProxiedRequest } from '../fault-proxy.ts';
import { notAsDesired, violationsAtAnyMoment, violationsAtEnd, type Expectation } from './invariants.ts';
import { describeMoment, type Moment, type Requests } from './moments.ts';
import type { Scenario } from './scenarios.ts';
import type { Snapshot } from './snapshot.ts';
import { Stage } from './stage.ts';

/** The servers of all scenarios, and a way to the API server that counts. */
export interface Servers {
  readonly kube: Kube;
  readonly proxy: FaultProxy;
}

/** How a scenario goes when nobody is killed. */
export interface Control {
  readonly requests: Requests;
  /** How long the run takes, in ms. */
  readonly time: number;
  /** What there is in the end. */
  readonly snapshot: Snapshot;
  readonly violations: readonly string[];
}

/** Which kill of a scenario. */
export interface Kill {
  readonly namespace: string;
  readonly moment: Moment;
  readonly control: Control;
  /** Of two runs, the first and the second are killed in turns. */
  readonly index: number;
  /** Whether the lease of a run that is killed is made one of another machine, of whose processes nothing is known. */
  readonly isElsewhere: boolean;
}

/** What came of it. */
export interface Killed {
  /** How many writes the server had carried out; undefined where the run had ended before. */
  readonly writes: number | undefined;
  /** Whether what was killed held the lease. */
  readonly hasLease: boolean;
  readonly violations: readonly string[];
}

/** Runs a scenario without a kill. */
export async function runControl(servers: Servers, scenario: Scenario, namespace: string): Promise<Control> {
  const stage = await Stage.set(servers.kube, servers.proxy, scenario, namespace);
  try {
    const expected: Expectation = { before: await stage.snapshot(), keeps: scenario.keeps ?? [] };
    const requests = { all: 0, writes: 0 };
    servers.proxy.rule((request) => {
      requests.all += 1;
      if (isWrite(request)) requests.writes += 1;
      return undefined;
    });
    const start = performance.now();
    const results = await Promise.all(startRuns(stage, scenario).map(({ result }) => result));
    const time = performance.now() - start;
    servers.proxy.rule(() => undefined);
    const { snapshot, violations } = await converge(servers, stage, scenario);
    const desired = scenario.verb === 'delete' ? [] : await stage.desired();
    const atEnd = [...violationsAtEnd(snapshot, snapshot, expected), ...notAsDesired(snapshot, desired)];
    return { requests, time, snapshot, violations: [...results.flatMap(failure), ...violations, ...atEnd] };
  } finally {
    await stage.strike();
  }
}

/** Kills once, and checks every invariant: right after it, and after the runs that follow. */
export async function killOnce(servers: Servers, scenario: Scenario, kill: Kill): Promise<Killed> {
  const { namespace, moment, control, isElsewhere } = kill;
  const stage = await Stage.set(servers.kube, servers.proxy, scenario, namespace);
  try {
    const expected: Expectation = { before: await stage.snapshot(), keeps: scenario.keeps ?? [] };
    const { writes, violations } = await runAndKill(servers, stage, scenario, kill);
    const hasLease = (await stage.snapshot()).holders.size > 0;
    if (isElsewhere && hasLease) await stage.moveLease();
    const after = await stage.snapshot();
    const atOnce = violationsAtAnyMoment(after, expected).map((each) => `right after it: ${each}`);
    const { snapshot, violations: later } = await converge(servers, stage, scenario, isElsewhere && hasLease ? control.time : undefined);
    const killed = new Set(after.holders.values());
    const all = [...violations, ...atOnce, ...later, ...violationsAtEnd(snapshot, control.snapshot, { ...expected, killed })];
    return { writes, hasLease, violations: all.map((each) => `${namespace}, ${describeMoment(moment)}: ${each}`) };
  } finally {
    await stage.strike();
  }
}

function startRuns({ mesh, options }: Stage, { victim, verb = 'apply' }: Scenario): readonly Run[] {
  const count = victim === 'one of two runs' || victim === 'both runs' ? 2 : 1;
  return Array.from({ length: count }, () => mesh.start(verb, ...options));
}

async function runAndKill(
  servers: Servers,
  stage: Stage,
  scenario: Scenario,
  { moment, index }: Kill,
): Promise<Pick<Killed, 'writes' | 'violations'>> {
  const { proxy } = servers;
  const runs: Run[] = [];
  const seen = { writesSent: 0, writes: 0, requests: 0 };
  let writes: number | undefined;
  let back = Promise.resolve();
  const strike = (): void => {
    if (writes !== undefined || runs.every(hasEnded)) return;
    const victims = victimsOf(scenario, runs, index);
    if (victims.length === 0) back = crash(servers, scenario);
    else if (victims.every(hasEnded)) return;
    victims.forEach(({ child }) => child.kill('SIGKILL'));
    writes = seen.writes;
  };
  proxy.rule((request) => {
    if (!isWrite(request)) return undefined;
    seen.writesSent += 1;
    if (moment.kind !== 'before write' || seen.writesSent !== moment.write) return undefined;
    strike();
    return scenario.victim === 'run' || scenario.victim === 'both runs' ? { kind: 'cut' } : undefined;
  });
  proxy.answered((request) => {
    seen.requests += 1;
    if (isWrite(request)) seen.writes += 1;
    if (moment.kind === 'after write' && isWrite(request) && seen.writes === moment.write) strike();
    if (moment.kind === 'after request' && seen.requests === moment.request) setTimeout(strike, moment.delay);
  });
  runs.push(...startRuns(stage, scenario));
  const results = await Promise.all(runs.map(({ result }) => result));
  await back;
  await proxy.settled();
  return { writes, violations: results.filter(({ err }) => !err.endsWith('ended by SIGKILL')).flatMap(failure) };
}

function hasEnded({ child }: Run): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function victimsOf({ victim }: Scenario, runs: readonly Run[], index: number): readonly Run[] {
  switch (victim) {
    case 'run':
    case 'both runs':
      return runs;
    case 'one of two runs':
      return [runs[index % 2]!];
    case 'API server':
    case 'etcd':
      return [];
  }
}

/** Kills a server and starts it again. */
async function crash({ kube }: Servers, { victim }: Scenario): Promise<void> {
  if (victim === 'etcd') {
    await kube.crashEtcd();
    return kube.restartEtcd();
  }
  await kube.crash();
  return kube.restart();
}

/** How long a lease of a run that was killed elsewhere blocks others, in ms. */
const LEASE_DURATION = 10_000;

/** A machine that is busy makes a run slower by so much, in ms, and does not make the lease last longer. */
const SLACK = 10_000;

/**
 * The next run converges, and the one after it writes nothing.
 *
 * @param time how long a run takes that has to wait until the lease of another machine expires; others do not wait
 */
async function converge(
  { proxy }: Servers,
  stage: Stage,
  { verb = 'apply', desired, afterwards = desired }: Scenario,
  time?: number,
): Promise<{ readonly snapshot: Snapshot; readonly violations: readonly string[] }> {
  stage.mesh.write(afterwards);
  proxy.answered(() => undefined);
  proxy.rule(() => undefined);
  const start = performance.now();
  const next = await stage.mesh.run(verb, ...stage.options);
  const took = performance.now() - start;
  await stage.settle();
  const writes: string[] = [];
  proxy.rule((request) => {
    if (isWrite(request)) writes.push(`${request.method} ${request.url.replace(/\?.*$/u, '')}`);
    return undefined;
  });
  const again = await stage.mesh.run(verb, ...stage.options);
  const isGone = ({ err }: Result): boolean => verb === 'delete' && err.includes('[nothing-applied]');
  const isLocked = next.err.includes(`Lease ${stage.mesh.namespace}/`);
  return {
    snapshot: await stage.snapshot(),
    violations: [
      ...(isGone(next) ? [] : failure(next)).map((each) => `the next run: ${each}`),
      ...(isLocked && time === undefined ? [`lease: the next run waits for it: ${next.err}`] : []),
      ...(took > LEASE_DURATION + SLACK + 5 * (time ?? Infinity) ? [`lease: the next run took ${Math.round(took)} ms`] : []),
      ...(isGone(again) ? [] : failure(again)).map((each) => `the run after it: ${each}`),
      ...writes.map((write) => `steady: the run after the next one still writes: ${write}`),
    ],
  };
}

function failure({ code, err }: Result): readonly string[] {
  return code === 0 ? [] : [`exit ${code}: ${err.trim()}`];
}

function isWrite({ method, url }: ProxiedRequest): boolean {
  return method !== 'GET' && !url.includes('dryRun=All');
}
