import { describe, expect, it } from '@jest/globals';
import { createProgram } from '../src/cli/program.js';
import { FLAGS, type Flag } from '../src/settings.js';

const flags: readonly (readonly [string, Flag])[] = Object.entries(FLAGS);

describe('the flags of the reference', () => {
  it.each(flags)('%s has the name of its value', (key, { name }) => {
    expect(name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())).toBe(key);
  });

  it.each(flags)('%s has a default of its type', (_, { type, default: value, commandLineDefault = value }) => {
    const types: Readonly<Record<Flag['type'], unknown>> = {
      boolean: expect.any(Boolean),
      integer: expect.any(Number),
      list: expect.any(Array),
      string: expect.any(String),
      path: expect.any(String),
      duration: expect.stringMatching(/^(?:\d+(?:h|m|s))+$/u),
    };
    expect([value, commandLineDefault]).toEqual([types[type], types[type]]);
  });

  it('have their default and their words in every command that takes one', () => {
    const fail = (): never => {
      throw new Error('nothing is run');
    };
    const program = createProgram({ version: '0', width: 100, write: fail, writeError: fail, context: fail, done: fail });
    const byName = new Map(flags.map(([, flag]) => [`--${flag.name}`, flag]));
    const told = program.commands.flatMap((command) =>
      command.options.flatMap((option) => {
        const flag = byName.get(option.long ?? '');
        return flag
          ? [
              {
                where: `${command.name()} ${option.long ?? ''}`,
                default: option.defaultValue as unknown,
                description: option.description,
                flag,
              },
            ]
          : [];
      }),
    );

    expect(told.map(({ flag }) => flag.name)).toEqual(expect.arrayContaining(['kcp-url', 'kcp-namespace', 'idp-registration-allowed']));
    for (const { where, default: value, description, flag } of told) {
      const isTold =
        value === flag.default ||
        flag.default === '' ||
        flag.type === 'list' ||
        flag.type === 'boolean' ||
        description.endsWith(`(default: "${String(flag.default)}")`);
      expect({ where, isTold }).toEqual({ where, isTold: true });
      if (flag.name !== 'kubeconfig')
        expect({ where, description: description.replace(/ \(default: "[^"]*"\)$/u, '') }).toEqual({
          where,
          description: flag.description,
        });
    }
  });
});
