// Tables of measured figures, and their places in docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const PAGE = 'docs/performance.md';

/** A Markdown table; `texts` are the columns that hold no numbers. */
export function table(head, rows, texts = [0]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (texts.includes(column) ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** When and on what it was measured; `what` tells what shares the processor, `more` what else matters. */
export function measuredOn({ what = '', more = [] } = {}) {
  const [cpu] = cpus();
  const machine = [
    `${cpus().length} cores of ${cpu?.model ?? 'an unknown processor'}${what && ` ${what}`}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.version}`,
    ...more,
  ];
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine.join(', ')}`;
}

/** Prints the figures; with `--write`, also writes them into docs/performance.md, between `<!-- name -->` and `<!-- end of name -->`. */
export function report(name, paragraphs) {
  const text = paragraphs.join('\n\n');
  console.log(text);
  if (!process.argv.includes('--write')) return;
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${PAGE} has no place for figures between "${begin.trim()}" and "${end.trim()}"`);
  writeFileSync(PAGE, page.slice(0, from + begin.length) + text + page.slice(to));
}
