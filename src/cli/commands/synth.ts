import { join } from 'node:path';
import type { GitOpsStep, Manifest } from '../../charts/index.js';
import type { GitOps, Layout, stepsLeftOut, WriteResult } from '../../synth/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { gitOpsOptions, type GitOpsFlags } from '../options/gitops-options.js';
import { loadOptions, type InputOptions } from '../options/input-options.js';
import { checkLiveOptions, manifestsFromCluster, type LiveOptions } from '../options/live-options.js';
import { manifestsOfBlueprint } from '../manifests.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { progressOf } from '../progress.js';

export interface SynthOptions extends InputOptions, GitOpsFlags, LiveOptions {
  readonly out: string;
  readonly stdout?: boolean;
  readonly layout: Layout;
  readonly output: 'text' | DataFormat;
}

/** Writes the manifests of a platform as files, or to standard output. */
export async function synth(files: readonly string[], options: SynthOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const input = loadOptions(options, io, files);
  const delivery = gitOpsOptions(options);
  checkLiveOptions(options);
  const [{ loadBlueprint }, { stepsLeftOut, synthesize, writeFiles, printStream }] = await Promise.all([
    import('../../profile/index.js'),
    import('../../synth/index.js'),
  ]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const progress = progressOf(context, blueprint.components.length);
  progress.step('making manifests');
  const isInGit = delivery?.tool === 'flux';
  const { manifests, unresolved } =
    options.runtimeValuesFromCluster === true
      ? await manifestsFromCluster(blueprint, { ...options, isInGit }, context)
      : await manifestsOfBlueprint(blueprint, options, { isInGit });
  progress.step(options.stdout === true ? 'printing' : 'writing files');
  if (options.stdout === true) {
    io.out(printStream(manifests));
    progress.done();
    return EXIT.done;
  }
  const result = writeFiles(
    options.out,
    synthesize(manifests, { layout: options.layout, unresolved, ...(delivery ? { gitOps: { ...delivery, blueprint } } : {}) }),
  );
  progress.done();
  const leftOut = delivery?.tool === 'argocd' ? stepsLeftOut(manifests, unresolved) : undefined;
  const out = options.out;
  if (options.output === 'text') {
    const tool = delivery ? { tool: delivery.tool } : {};
    io.err(report({ out, manifests, result, unresolved: unresolved.length, ...tool, ...(leftOut ? { leftOut } : {}) }));
  } else {
    const steps = leftOut ? { stepsLeftOut: leftOut.steps.map(leftOutData) } : {};
    io.out(await printData({ out, objects: manifests.length, ...result, unresolved, ...steps }, options.output));
  }
  return EXIT.done;
}

interface Report {
  readonly out: string;
  readonly manifests: readonly Manifest[];
  readonly result: WriteResult;
  readonly unresolved: number;
  readonly tool?: GitOps['tool'];
  readonly leftOut?: ReturnType<typeof stepsLeftOut>;
}

function report({ out, manifests, result: { written, unchanged, removed }, unresolved, tool, leftOut }: Report): string {
  const files = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  const hint = `see ${join(out, 'unresolved.yaml')}, or give them with --runtime-values`;
  return [
    `${manifests.length} objects in ${written.length + unchanged.length} files below ${out}: ${files}`,
    ...(unresolved > 0 ? [`${unresolved} value${unresolved === 1 ? '' : 's'} that only a running platform knows: ${hint}`] : []),
    ...(leftOut ? leftOutLines(leftOut) : []),
    ...(tool ? next(out, tool) : byHand(out, manifests)),
    '',
  ].join('\n');
}

/** So many Applications of a step are named. */
const NAMED = 5;

function leftOutLines({ steps, of }: ReturnType<typeof stepsLeftOut>): readonly string[] {
  if (steps.length === 0) return [];
  return [
    `${steps.length} of ${of} steps are left out, because Argo CD replaces no placeholders:`,
    ...steps.map(
      ({ name, variables, unknownSources }) =>
        `  ${name}: ${[...variables, ...(unknownSources.length > 0 ? [`the source of ${named(unknownSources)}`] : [])].join(', ')}`,
    ),
    'Give the values with --runtime-values or --runtime-values-from-cluster, and run synth again',
  ];
}

function named(names: readonly string[]): string {
  return names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');
}

function leftOutData({ name, variables, unknownSources }: GitOpsStep): object {
  return { step: name, values: variables, applications: unknownSources };
}

function byHand(out: string, manifests: readonly Manifest[]): readonly string[] {
  const targets = [...new Set(manifests.map(({ target }) => target))];
  const clusters = targets.filter((target) => !target.startsWith('kcp/'));
  return [
    'Next: commit the folder, or see what it would change with',
    ...clusters.map((target) => `  kubectl diff --server-side -k ${join(out, target)}`),
    ...(clusters.length < targets.length ? [`Apply what goes into kcp in the order of ${join(out, 'kcp', 'apply-order.yml')}`] : []),
  ];
}

function next(out: string, tool: GitOps['tool']): readonly string[] {
  return [
    `Next: commit the folder and push it, then let ${tool === 'flux' ? 'Flux' : 'Argo CD'} apply it, once, with`,
    `  kubectl apply --server-side -k ${join(out, 'gitops')}`,
  ];
}
