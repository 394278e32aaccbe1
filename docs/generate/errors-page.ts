import { STANDARD_FILES, type Content, type ErrorCase, type ErrorEntry, type ErrorTopic } from './error-case.ts';
import { ERROR_TOPICS } from './error-examples.ts';
import { anchor, fence, GENERATED, page, table } from './markdown.ts';
import type { Product } from './product.ts';
import { runCase, type CaseResult } from './run-case.ts';

interface RunEntry extends ErrorEntry {
  readonly results: readonly CaseResult[];
}

/** docs/errors.md: every code, with an example that has been run. */
export async function errorsPage(product: Product): Promise<string> {
  const topics: { title: string; entries: RunEntry[] }[] = [];
  for (const { title, entries } of ERROR_TOPICS) {
    const run: RunEntry[] = [];
    // One after the other: each has the working folder to itself.
    for (const entry of entries) run.push({ ...entry, results: await resultsOf(product, entry) });
    topics.push({ title, entries: run });
  }
  return page(
    GENERATED,
    INTRODUCTION,
    table(
      ['about', 'codes'],
      topics.map(({ title, entries }) => [
        `[${title}](#${anchor(title)})`,
        entries.map(({ code }) => `[\`${code}\`](#${code})`).join(', '),
      ]),
    ),
    EXAMPLES,
    ...topics.flatMap(({ title, entries }) => [`## ${title}`, ...entries.map((entry) => entryText(product, entry))]),
  );
}

async function resultsOf(product: Product, { cases }: ErrorTopic['entries'][number]): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const example of cases) results.push(await runCase(product, example));
  return results;
}

const INTRODUCTION = `# Errors

Every error and warning has a code, in brackets after the message. Messages may change, codes do not. Scripts read codes from \`--output json\`,
programs from \`problems\` and from the \`code\` of thrown errors.

A command reports all problems at once.

| problem | exit code |
|---|---|
| an error in the input or in a kubeconfig; the command has written nothing | 2 |
| an unknown command or flag, which has no code | 2 |
| a write or a request that failed | 1 |
| a warning; with \`--strict\` it is an error | 0 |`;

const EXAMPLES = `\`npm run docs\` runs every example below; for a cluster, it uses a server that answers like an API server. An example that cannot run says so.
Unless shown otherwise, these are \`platform-mesh.yaml\` and \`profile.yaml\`:

${Object.values(STANDARD_FILES)
  .map((text) => fence('yaml', text))
  .join('\n\n')}`;

/** Read off the output: what was printed is what users see. */
function severityOf({ code, results }: RunEntry): string {
  const output = results.map((result) => result.output).join('');
  return new RegExp(`warning: .*\\[${code}\\]`, 'u').test(output) ? 'warning' : 'error';
}

function entryText(product: Product, entry: RunEntry): string {
  const { code, meaning, cases, results, fix } = entry;
  const exits = [...new Set(results.map(({ exitCode }) => exitCode))].filter((exit) => exit !== undefined && exit !== 0);
  const severity = severityOf(entry) === 'warning' ? 'Warning' : `Error${exits.length > 0 ? `, exit code ${exits.join(' or ')}` : ''}`;
  return [
    `### ${code}`,
    `${severity}: ${meaning}.`,
    ...cases.flatMap((example, index) => caseText(product, example, results[index]?.output ?? '')),
    fix,
  ].join('\n\n');
}

function caseText(product: Product, example: ErrorCase, output: string): readonly string[] {
  if ('shown' in example) return [`${example.why} It reads:`, fence('text', output)];
  if ('typescript' in example) return [fence('ts', example.typescript), fence('text', output)];
  const files = Object.entries(example.files ?? {}).flatMap(([path, content]) =>
    content === undefined ? [] : [fileText(product, path, content)],
  );
  return [...files, fence('console', `$ ${example.command}\n${output}`)];
}

function fileText({ gotemplate }: Product, path: string, content: Content): string {
  if (typeof content === 'string') return `\`${path}\`:\n\n${fence(isYaml(content) ? 'yaml' : 'text', content)}`;
  if ('kind' in content) return `\`${path}\` is a ${content.kind}.`;
  if ('size' in content) return `\`${path}\` has ${content.size} bytes.`;
  return `\`${path}\` starts with the bytes ${content.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}.`;

  function isYaml(text: string): boolean {
    try {
      gotemplate.readYamlDocuments(text);
      return true;
    } catch {
      return false;
    }
  }
}
