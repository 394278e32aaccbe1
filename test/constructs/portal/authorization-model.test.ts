import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printModule, Store, type AuthorizationModule, type AuthorizationType, type Relation } from '../../../src/constructs/index.js';
import { objectIn } from '../in-chart.js';

const MODULE: AuthorizationModule = {
  name: 'core',
  types: [
    { name: 'user' },
    { name: 'role', relations: { assignee: { assignable: ['user', 'user:*'] } } },
    {
      name: 'workspace',
      relations: { get_things: { same: 'member' }, owner: { assignable: ['role#assignee'] }, member: { assignable: ['role#assignee'] } },
    },
  ],
};

describe('printModule', () => {
  it('writes the language of OpenFGA, relations that follow from others last', () => {
    expect(printModule(MODULE)).toBe(`
module core

type user

type role
  relations
    define assignee: [user, user:*]

type workspace
  relations
    define owner: [role#assignee]
    define member: [role#assignee]

    define get_things: member
`);
  });

  it('has no relations where a type has none', () => {
    expect(printModule({ name: 'm', types: [{ name: 'a', relations: {} }] })).toBe('\nmodule m\n\ntype a\n');
  });

  it('writes whatever can be read back', () => {
    fc.assert(
      fc.property(modules, (module) => {
        expect(read(printModule(module))).toEqual(normal(module));
      }),
    );
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/u);
const subject = fc.tuple(name, fc.constantFrom('', ':*', '#assignee')).map(([type, suffix]) => `${type}${suffix}`);
const relation: fc.Arbitrary<Relation> = fc.oneof(
  fc.record({ assignable: fc.array(subject, { minLength: 1, maxLength: 4 }) }),
  fc.record({ same: name }),
);
const type: fc.Arbitrary<AuthorizationType> = fc.record({
  name,
  relations: fc.dictionary(name, relation, { maxKeys: 6, noNullPrototype: true }),
});
const modules: fc.Arbitrary<AuthorizationModule> = fc.record({ name, types: fc.array(type, { maxLength: 5 }) });

/** Reads as much of the language as is written. */
function read(text: string): AuthorizationModule {
  const [head = '', ...parts] = text.split(/^type /mu);
  const types = parts.map((part): AuthorizationType => {
    const [first = '', ...lines] = part.split('\n');
    const defined = lines.flatMap((line) => {
      const [, key = '', rule = ''] = /^ {4}define ([^:]+): (.+)$/u.exec(line) ?? [];
      return key === '' ? [] : [[key, rule.startsWith('[') ? { assignable: rule.slice(1, -1).split(', ') } : { same: rule }] as const];
    });
    return { name: first, relations: Object.fromEntries(defined) };
  });
  return { name: /^module (.+)$/mu.exec(head)?.[1] ?? '', types };
}

/** Without a prototype's keys in the way of a comparison. */
function normal({ name: own, types }: AuthorizationModule): AuthorizationModule {
  return {
    name: own,
    types: types.map(({ name: typeName, relations = {} }) => ({
      name: typeName,
      relations: Object.fromEntries(Object.entries(relations)),
    })),
  };
}

describe('Store', () => {
  it('holds the module and the tuples', () => {
    const tuples = [{ object: 'role:authenticated', relation: 'assignee', user: 'user:*' }];

    expect(objectIn((chart) => new Store(chart, 'orgs', { name: 'orgs', coreModule: MODULE, tuples }))).toEqual({
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'Store',
      metadata: { name: 'orgs' },
      spec: { coreModule: printModule(MODULE), tuples },
    });
  });

  it('has no list of tuples when there are none', () => {
    expect(objectIn((chart) => new Store(chart, 'orgs', { name: 'orgs', coreModule: MODULE }))['spec']).toEqual({
      coreModule: printModule(MODULE),
    });
  });
});
