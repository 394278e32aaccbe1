import { setTimeout as sleep } from 'node:timers/promises';
import type { Kube } from '../../servers/index.ts';
import type { Result, Run } from '../cli.ts';
import type { FaultProxy, ProxiedRequest } from '../fault-proxy.ts';
import { INSTANCE, violationsAtAnyMoment, violationsAtEnd, type Expectation } from './invariants.ts';
import { describeMoment, type Moment } from './moments.ts';
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
  /** How often the run writes. */
  readonly writes: number;
  /** When it sends its first request, and when it ends, in ms after its start. */
  readonly first: number;
  readonly end: number;
  /** What there is in the end. */
  readonly snapshot: Snapshot;
  readonly violations: readonly string[];
}

/** What came of one kill. */
export interface Killed {
  /** How many writes the server had carried out; undefined where the run had ended before. */
  readonly writes: number | undefined;
  readonly violations: readonly string[];
}

/** Runs a scenario without a kill. */
export async function runControl(servers: Servers, scenario: Scenario, namespace: string): Promise<Control> {
  const s0 = performance.now();
  const stage = await Stage.set(servers.kube, servers.proxy, scenario, namespace);
  try {
    const before = await stage.snapshot();
    process.stderr.write(`DEBUG set ${performance.now() - s0}\n`);
    const times = { start: performance.now(), first: 0 };
    let writes = 0;
    servers.proxy.rule((request) => {
      times.first ||= performance.now() - times.start;
      writes += isWrite(request) ? 1 : 0;
      return undefined;
    });
    const results = await Promise.all(startRuns(stage, scenario).map(({ result }) => result));
    const end = performance.now() - times.start;
    process.stderr.write(`DEBUG run ${end} first ${times.first}\n`);
    const violations = results.flatMap(failure);
    const { snapshot, violations: later } = await converge(servers, stage, scenario);
    const expected: Expectation = { before, keeps: scenario.keeps ?? [] };
    const atEnd = violationsAtEnd(snapshot, snapshot, expected);
    return { writes, first: times.first, end, snapshot, violations: [...violations, ...later, ...atEnd] };
  } finally {
    await stage.strike();
  }
}

/** Kills once, and checks every invariant: right after it, and after the runs that follow. */
export async function killOnce(
  servers: Servers,
  scenario: Scenario,
  {
    namespace,
    moment,
    control,
    index,
  }: { readonly namespace: string; readonly moment: Moment; readonly control: Control; readonly index: number },
): Promise<Killed> {
  const stage = await Stage.set(servers.kube, servers.proxy, scenario, namespace);
  try {
    const expected: Expectation = { before: await stage.snapshot(), keeps: scenario.keeps ?? [] };
    const { writes, violations } = await runAndKill(servers, stage, scenario, { moment, control, index });
    const after = await stage.snapshot();
    const atOnce = violationsAtAnyMoment(after, expected).map((each) => `right after it: ${each}`);
    const { snapshot, violations: later } = await converge(servers, stage, scenario);
    const killed = new Set(after.holders.values());
    const all = [...violations, ...atOnce, ...later, ...violationsAtEnd(snapshot, control.snapshot, { ...expected, killed })];
    return { writes, violations: all.map((each) => `${namespace}, ${describeMoment(moment)}: ${each}`) };
  } finally {
    await stage.strike();
  }
}

function startRuns({ mesh, options }: Stage, { victim, verb = 'apply' }: Scenario): readonly Run[] {
  const count = victim === 'one of two runs' || victim === 'both runs' ? 2 : 1;
  return Array.from({ length: count }, () => mesh.start(verb, ...options));
}

interface Aim {
  readonly moment: Moment;
  readonly control: Control;
  readonly index: number;
}

async function runAndKill(servers: Servers, stage: Stage, scenario: Scenario, aim: Aim): Promise<Killed> {
  const { proxy } = servers;
  const { moment, control } = aim;
  const runs: Run[] = [];
  const state: { sent: number; answered: number; writes: number | undefined; back: Promise<void> } = {
    sent: 0,
    answered: 0,
    writes: undefined,
    back: Promise.resolve(),
  };
  const strike = (): void => {
    if (state.writes !== undefined) return;
    const victims = victimsOf(scenario, runs, aim.index);
    if (
      victims.length > 0
        ? !victims.map(({ child }) => child.kill('SIGKILL')).includes(true)
        : runs.every(({ child }) => child.exitCode !== null)
    )
      return;
    if (victims.length === 0) state.back = crash(servers, scenario);
    state.writes = state.answered;
  };
  proxy.rule((request) => {
    if (!isWrite(request)) return undefined;
    state.sent += 1;
    if (moment.kind !== 'before write' || state.sent !== moment.write) return undefined;
    strike();
    return scenario.victim === 'run' || scenario.victim === 'both runs' ? { kind: 'cut' } : undefined;
  });
  proxy.answered((request) => {
    if (!isWrite(request)) return;
    state.answered += 1;
    if (moment.kind === 'after write' && state.answered === moment.write) strike();
  });
  runs.push(...startRuns(stage, scenario));
  const timer = new AbortController();
  if (moment.kind === 'at time')
    void sleep(control.first + moment.fraction * (control.end - control.first), undefined, { signal: timer.signal }).then(
      strike,
      () => undefined,
    );
  const results = await Promise.all(runs.map(({ result }) => result));
  timer.abort();
  await state.back;
  await proxy.settled();
  return { writes: state.writes, violations: results.filter(({ err }) => !err.endsWith('ended by SIGKILL')).flatMap(failure) };
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

/** The next run converges, and the one after it writes nothing. */
async function converge(
  { proxy }: Servers,
  stage: Stage,
  { verb = 'apply', desired, afterwards = desired }: Scenario,
): Promise<{ readonly snapshot: Snapshot; readonly violations: readonly string[] }> {
  stage.mesh.write(afterwards);
  proxy.answered(() => undefined);
  proxy.rule(() => undefined);
  const t0 = performance.now();
  const next = await stage.mesh.run(verb, ...stage.options);
  const t1 = performance.now();
  await stage.settle();
  const t2 = performance.now();
  const writes: string[] = [];
  proxy.rule((request) => {
    if (isWrite(request)) writes.push(`${request.method} ${request.url.replace(/\?.*$/u, '')}`);
    return undefined;
  });
  const again = await stage.mesh.run(verb, ...stage.options);
  process.stderr.write(`DEBUG next ${t1 - t0} settle ${t2 - t1} again ${performance.now() - t2}\n`);
  const isGone = ({ err }: Result): boolean => verb === 'delete' && err.includes('[nothing-applied]');
  return {
    snapshot: await stage.snapshot(),
    violations: [
      ...(isGone(next) ? [] : failure(next)).map((each) => `the next run: ${each}`),
      ...(next.err.includes(`Lease ${stage.mesh.namespace}/${INSTANCE}`) ? [`lease: the next run waits for it: ${next.err}`] : []),
      ...(isGone(again) ? [] : failure(again)).map((each) => `the run after it: ${each}`),
      ...writes.filter((write) => !write.includes('/leases/')).map((write) => `steady: the run after the next one still writes: ${write}`),
    ],
  };
}

function failure({ code, err }: Result): readonly string[] {
  return code === 0 ? [] : [`exit ${code}: ${err.trim()}`];
}

function isWrite({ method, url }: ProxiedRequest): boolean {
  return method !== 'GET' && !url.includes('dryRun=All');
}
