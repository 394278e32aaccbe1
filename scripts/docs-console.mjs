// Runs the console blocks of the documentation and compares what they print with what the page says.
//   node scripts/docs-console.mjs            fails when a page shows something else than what happens
//   node scripts/docs-console.mjs --write    puts what happens into the pages
// Each page has a folder of its own with the examples in it; its blocks run one after the other. A line `...` stands for
// any lines. Commands that need a cluster, a registry or minutes are not run, and are listed.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const write = process.argv.includes('--write');
const NOT_RUN = /^(npm|npx|kubectl|git clone|platform-mesh (plan|apply|delete|status))\b|\|\s*kubectl\b/u;

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
let failures = 0;
let ran = 0;
const left = [];

for (const page of pages) {
  const before = readFileSync(page, 'utf8');
  // Pages that are generated run their own examples.
  if (!before.includes('```console\n') || before.startsWith('<!-- Written by')) continue;
  const folder = workFolder();
  const after = before.replace(/```console\n([\s\S]*?)```/gu, (_, body) => `\`\`\`console\n${runBlock(page, body, folder)}\`\`\``);
  if (write && after !== before) writeFileSync(page, after);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${ran} commands of the documentation ran${write ? '' : `, ${failures} of them print something else than their page says`}`);
if (left.length > 0) console.log(`not run: ${[...new Set(left)].join('; ')}`);
process.exitCode = failures > 0 ? 1 : 0;

/** A folder as a reader of the documentation has it: the examples, in a Git repository, and the command on the PATH. */
function workFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  mkdirSync(join(folder, '.bin'));
  writeFileSync(
    join(folder, '.bin/platform-mesh'),
    `#!/bin/sh\nexec '${process.execPath}' '${resolve('lib/bundle/platform-mesh.js')}' "$@"\n`,
  );
  chmodSync(join(folder, '.bin/platform-mesh'), 0o755);
  cpSync('examples', join(folder, 'examples'), { recursive: true });
  const git = (...args) => spawnSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', 'examples');
  git('commit', '--quiet', '--message=examples');
  return folder;
}

function runBlock(page, body, folder) {
  const steps = body.split(/^(?=\$ )/mu);
  return steps.map((step) => (step.startsWith('$ ') ? runStep(page, step, folder) : step)).join('');
}

function runStep(page, step, folder) {
  const [, command, expected] = /^\$ ((?:.*\\\n)*.*\n)([\s\S]*)$/u.exec(step);
  const line = command.replaceAll('\\\n', '').trim();
  if (NOT_RUN.test(line)) {
    left.push(line);
    return step;
  }
  const { stdout } = spawnSync('bash', ['-c', `{ ${line}\n} 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, '.bin')}:${process.env.PATH}`,
      HOME: folder,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  });
  ran += 1;
  const trailing = /\n*$/u.exec(expected)[0].slice(1);
  if (matches(stdout, expected)) return step;
  if (!write) {
    failures += 1;
    console.error(`${page}: $ ${line}\nprints:\n${stdout}\nthe page says:\n${expected}`);
  }
  return `$ ${command}${stdout}${trailing}`;
}

/** Whether the output is what the page says; a blank line at the end separates it from the next command. */
function matches(output, expected) {
  const parts = `${expected.trimEnd()}\n`.split(/^\.\.\.\n/mu).map((part) => part.replace(/^\n$/u, ''));
  const text = output.trimEnd() === '' ? '' : `${output.trimEnd()}\n`;
  if (parts.length === 1) return text === parts[0];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === parts.length - 1 && part !== '' ? text.lastIndexOf(part) : text.indexOf(part, at);
    if (found < at || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return parts.at(-1) === '' || at === text.length;
}
