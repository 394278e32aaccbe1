// Does recorded steps of the reference again on real servers, and compares what comes of them: see replay.ts for how, and
// listed-differences.ts for what may differ. Anything else that differs, and a row of the list that matches nothing, is a failure.
//   npm run conformance:runtime                       every case of ../shared/conformance/runtime-cases
//   npm run conformance:runtime -- DIR [case...]      those of another folder, or some of them
//   npm run conformance:runtime -- DIR -v             with each difference that is listed, and those of what is not built
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { platformMesh } from '../../test/e2e/cli.ts';
import { missing } from '../../test/servers/index.ts';
import { flagsOf, unknownFlags } from './arguments.ts';
import { ReplayCluster } from './cluster.ts';
import { compare } from './compare.ts';
import { judge } from './judge.ts';
import { ReplayKcp } from './kcp.ts';
import { LISTED_DIFFERENCES, UNDECIDED_DIFFERENCES } from './listed-differences.ts';
import { stepNotBuilt } from './not-built.ts';
import { readCases, type RecordedCase } from './recorded-case.ts';
import { replay, type Clusters } from './replay.ts';
import { needsKcp } from './steps.ts';
import { linesOf, summaryOf, unusedLine, unusedRows, type CaseResult } from './report.ts';

const ROWS = [...LISTED_DIFFERENCES, ...UNDECIDED_DIFFERENCES];
process.env['CRD_DIR'] ??= resolve('../shared/crds');
const isVerbose = process.argv.includes('-v');
const [folder = '../shared/conformance/runtime-cases', ...only] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
process.exitCode = await main();

async function main(): Promise<number> {
  if (!existsSync(folder)) return skipped(`no recorded steps at ${folder}`, false);
  const cases = readCases(folder).filter(({ name }) => only.length === 0 || only.includes(name));
  const absent = missing(['kube', ...(cases.some(needsKcp) ? (['kcp'] as const) : [])]);
  if (absent.length > 0) return skipped(`run \`npm run servers\` for ${absent.join(', ')}`, Boolean(process.env['SERVERS_REQUIRED']));
  if (cases.length === 0) return skipped(`no case of ${folder} is called ${only.join(', ')}`, true);
  const results = await replayAll(cases, flagsOf((await platformMesh('apply', '--help')).out));
  say('');
  for (const line of summaryOf(results, ROWS)) say(line);
  const unused = unusedRows(ROWS, results);
  for (const row of unused) say(unusedLine(row));
  return unused.length > 0 || results.some(({ kind }) => kind === 'failed' || kind === 'broken') ? 1 : 0;
}

async function replayAll(cases: readonly RecordedCase[], knownFlags: ReadonlySet<string>): Promise<readonly CaseResult[]> {
  const runtime = await ReplayCluster.start('conformance-runtime');
  let second: Promise<ReplayCluster> | undefined;
  const kcps = new Map<string, Promise<ReplayKcp>>();
  try {
    const infra = (): Promise<ReplayCluster> => (second ??= ReplayCluster.start('conformance-infra'));
    const kcp: Clusters['kcp'] = (kind) => {
      const known = kcps.get(kind) ?? ReplayKcp.start(`conformance-kcp-${kind}`);
      kcps.set(kind, known);
      return known;
    };
    const results: CaseResult[] = [];
    for (const recorded of cases) {
      const result = await resultOf(recorded, { runtime, infra, kcp }, knownFlags);
      for (const line of linesOf(result, isVerbose)) say(line);
      results.push(result);
    }
    return results;
  } finally {
    await runtime.kube.stop();
    await (await second)?.kube.stop();
    for (const kcp of kcps.values()) await (await kcp).stop();
  }
}

async function resultOf(recorded: RecordedCase, clusters: Clusters, knownFlags: ReadonlySet<string>): Promise<CaseResult> {
  const { name } = recorded;
  const step = stepNotBuilt(recorded, knownFlags);
  if (step !== undefined && (!isVerbose || step === recorded.step)) return { kind: 'not built', name, step, differences: [] };
  try {
    const observed = await replay(recorded, clusters, knownFlags);
    const differences = compare(recorded, observed);
    if (step !== undefined) return { kind: 'not built', name, step, differences };
    const judgement = judge({ recorded, rendered: observed.rendered }, differences, ROWS);
    const kind = judgement.unlisted.length + judgement.stale.length > 0 ? 'failed' : 'passed';
    return { kind, name, ignoredFlags: unknownFlags(recorded, knownFlags), ...judgement };
  } catch (error) {
    return { kind: 'broken', name, message: error instanceof Error ? error.message : String(error) };
  }
}

function skipped(reason: string, isError: boolean): number {
  say(`${isError ? 'error' : 'SKIPPED'}: ${reason}`);
  return isError ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
