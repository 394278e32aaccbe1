import type { Location } from '../../errors.js';
import type { Explanation, OverviewRow } from '../../explain/index.js';
import type { Assignment } from '../../profile/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../options/input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';
import { maskExplanation, maskOverview } from '../mask/mask-explanation.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { renderExplanation, renderOverview } from '../render/render-explanation.js';

export interface ExplainOptions extends InputOptions {
  readonly output: 'text' | DataFormat;
  readonly showSecrets?: boolean;
}

/** Says where a value comes from; without a path, what the platform consists of. */
export async function explain(query: readonly string[], options: ExplainOptions, context: Context): Promise<ExitCode> {
  const { io, output } = context;
  const input = loadOptions(options, io);
  const [{ loadBlueprint }, explaining] = await Promise.all([import('../../profile/index.js'), import('../../explain/index.js')]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  if (query.length === 0) {
    const all = explaining.overview(blueprint);
    const rows = options.showSecrets === true ? all : maskOverview(all);
    io.out(options.output === 'text' ? renderOverview(rows, output) : await printData({ components: rows.map(tidy) }, options.output));
    return EXIT.done;
  }
  const { manifests, runtimeValues } = await manifestsOfBlueprint(blueprint, options);
  const found = explaining.explain({ blueprint, manifests, runtimeValues, query });
  const explanation = options.showSecrets === true ? found : maskExplanation(found);
  io.out(options.output === 'text' ? renderExplanation(explanation, output) : await printData(data(explanation), options.output));
  return EXIT.done;
}

function tidy({ wave, ...row }: OverviewRow): object {
  return { ...row, ...(wave === undefined ? {} : { wave }) };
}

function data({ path, object, value, source, changedBy, assignments, variables, leaves }: Explanation): object {
  return {
    path,
    ...(object ? { object } : {}),
    value,
    ...(source === undefined ? {} : { source }),
    ...(changedBy === undefined ? {} : { changedBy }),
    setBy: assignments.map(flat),
    ...(variables.length > 0 ? { variables: variables.map(({ name, assignments: all }) => ({ name, setBy: all.map(flat) })) } : {}),
    ...(leaves.length > 0
      ? { values: leaves.map(({ path, value, winner }) => ({ path, value, ...(winner ? { setBy: origin(winner) } : {}) })) }
      : {}),
  };
}

function flat(assignment: Assignment): object {
  return { ...origin(assignment), value: assignment.value };
}

function origin({ origin: { layer, location, expression } }: Assignment): object {
  return { layer, ...place(location), ...(expression === undefined ? {} : { expression }) };
}

function place(location: Location | undefined): object {
  return location ? { file: location.file, line: location.line, column: location.column } : {};
}
