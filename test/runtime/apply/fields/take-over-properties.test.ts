import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';
import { parseFieldSet, leaves, NO_FIELDS, paths, type FieldSet } from '../../../../src/runtime/apply/fields/field-set.js';
import { valueAt } from '../../../../src/runtime/apply/fields/fields-of-object.js';
import { entriesOf, ownersOf } from '../../../../src/runtime/apply/fields/managed-fields.js';
import { afterTakeOver, takeOver } from '../../../../src/runtime/apply/fields/index.js';
import { union } from '../../../../src/runtime/apply/fields/set-operations.js';
import { CREATED, live, MARK, OURS, owns, release } from './objects.js';

const KNOWN = [
  `${OURS}:Update`,
  'kubectl:Apply',
  'kubectl-client-side-apply:Update',
  'kustomize-controller:Apply',
  'platform-mesh-resource:Apply',
  'manager:Update',
];
const UNKNOWN = ['kubectl-edit:Update', 'somebody:Apply', 'kubectl:Apply:status'];

const name = fc.constantFrom('a', 'b');
const field = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `spec ${names.join(' ')}`);
const values = fc.letrec<{ node: object }>((tie) => ({
  node: fc.dictionary(name, fc.oneof({ maxDepth: 3 }, fc.constantFrom(1, 2), tie('node'))),
})).node;
const entry = fc.tuple(
  fc.constantFrom(`${OURS}:Apply`, ...KNOWN, ...UNKNOWN),
  fc.array(
    fc.oneof(
      field,
      field.map((path) => `${path} .`),
      fc.constantFrom(MARK, 'metadata labels team'),
    ),
    { minLength: 1, maxLength: 6 },
  ),
);
const entries = fc.uniqueArray(entry, { selector: ([by]) => by, maxLength: 5 }).map((all) => all.map(([by, given]) => owns(by, ...given)));
const claims = fc.array(
  fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => ['spec', ...names]),
  { maxLength: 2 },
);

interface Case {
  readonly desired: KubernetesObject;
  readonly there: KubernetesObject;
  readonly rules: { readonly fieldManager: string; readonly claims: readonly (readonly string[])[]; readonly force: boolean };
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  desired: fc.tuple(values, fc.boolean()).map(([spec, isMarked]) => release(spec, isMarked ? CREATED : undefined)),
  there: fc.tuple(values, entries).map(([spec, managedFields]) => live(release(spec, { ...CREATED, team: 'blue' }), ...managedFields)),
  rules: fc.record({ fieldManager: fc.constant(OURS), claims, force: fc.boolean() }),
});

const ownedIn = (object: KubernetesObject, isOf: (by: string) => boolean = () => true): FieldSet =>
  ownersOf(object)
    .filter(({ manager, operation, subresource }) => isOf(`${manager}:${operation}${subresource === '' ? '' : `:${subresource}`}`))
    .reduce((all, { fields }) => union(all, fields), NO_FIELDS);

it('a take-over leaves nothing to take over', () => {
  fc.assert(
    fc.property(anyCase, ({ desired, there, rules }) => {
      const change = takeOver(desired, there, rules);
      expect(takeOver(desired, afterTakeOver(there, change), rules)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

it('no leaf loses all its owners, and nobody but us wins one', () => {
  fc.assert(
    fc.property(anyCase, ({ desired, there, rules }) => {
      const after = afterTakeOver(there, takeOver(desired, there, rules));
      expect(paths(ownedIn(after))).toEqual(paths(ownedIn(there)));
      for (const { manager, operation, subresource, fields } of entriesOf(after)) {
        if (manager === OURS && operation === 'Apply') continue;
        const before = ownedIn(there, (by) => by === `${manager}:${operation}${subresource === '' ? '' : `:${subresource}`}`);
        expect(paths(before)).toEqual(expect.arrayContaining([...paths(fields)]));
      }
    }),
  );
});

it('people and unknown controllers keep everything, unless it is taken by force', () => {
  fc.assert(
    fc.property(anyCase, ({ desired, there, rules }) => {
      const after = afterTakeOver(there, takeOver(desired, there, { ...rules, force: false }));
      for (const unknown of UNKNOWN) {
        const of = (by: string): boolean => by === unknown;
        expect(paths(ownedIn(after, of))).toEqual(paths(ownedIn(there, of)));
      }
    }),
  );
});

it('what is removed is there, is ours alone, and is not desired', () => {
  fc.assert(
    fc.property(anyCase, ({ desired, there, rules }) => {
      const change = takeOver(desired, there, rules);
      const after = afterTakeOver(there, change);
      const ours = leaves(ownedIn(after, (by) => by === `${OURS}:Apply`)).filter((path) => valueAt(there, path) && !valueAt(desired, path));
      const others = ownedIn(after, (by) => by !== `${OURS}:Apply`);
      const expected = paths(ours.reduce((all, path) => union(all, only(path)), NO_FIELDS)).filter(
        (path) => !paths(others).some((other) => other === path || other.startsWith(`${path}.`)),
      );
      if (change) expect(change.removes).toEqual(expected);
    }),
  );
});

function only(path: readonly string[]): FieldSet {
  const tree = path.reduceRight<object>((inner, step) => ({ [step]: inner }), {});
  return parseFieldSet(tree) ?? NO_FIELDS;
}
