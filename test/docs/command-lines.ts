import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';

const program = createProgram({
  version: '0',
  width: 100,
  write: () => undefined,
  writeError: () => undefined,
  context: () => {
    throw new Error('nothing is run');
  },
  done: () => undefined,
});

/** The command lines of `platform-mesh` in a console block, continued lines brought together, without what stands around them. */
export function commandLinesIn(text: string): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .flatMap((line) => line.slice(2).split(/\s*(?:\|\|?|&&|;)\s*/u))
    .flatMap((part) => /^(?:npx )?platform-mesh\b.*$/u.exec(part.trim()) ?? [])
    .map((part) => part.replace(/^npx /u, '').replace(/\s\d?>.*$/u, ''));
}

/** What is wrong with a command line: a verb or a flag that is not there. Values are left to the command itself. */
export function problemOf(line: string): string | undefined {
  const words = line.split(/\s+/u).slice(1);
  const position = words.findIndex((word) => !word.startsWith('-'));
  const [verb, ...rest] = position < 0 ? [] : words.slice(position);
  if (verb === 'help') return rest.every((name) => commandNamed(name)) ? undefined : `no command "${rest.join(' ')}"`;
  const command = verb === undefined ? program : commandNamed(verb);
  if (!command) return `no command "${verb ?? ''}"`;
  const known = new Set(['-h', '--help', ...[...command.options, ...program.options].flatMap(({ short, long }) => [short, long])]);
  const unknown = words.filter((word) => /^--?[a-z]/u.test(word)).find((word) => !known.has(word.replace(/=.*$/u, '')));
  return unknown === undefined ? undefined : `${command.name()} has no flag ${unknown}`;
}

function commandNamed(name: string): Command | undefined {
  return program.commands.find((command) => command.name() === name);
}
