import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';
import { conflictsThatCount, type TakeOverRules } from '../../../../src/runtime/apply/fields/index.js';
import { live, OURS, owns, release } from './objects.js';

const RULES: TakeOverRules = {
  fieldManager: OURS,
  claims: [
    ['spec', 'suspend'],
    ['spec', 'values', 'image', 'tag'],
  ],
};
const DESIRED = release({ interval: '5m', values: { image: { tag: '2' }, replicas: 1 } });

const TAG = '.spec.values.image.tag';
const REPLICAS = '.spec.values.replicas';

/** Which of these conflicts with a manager stand. */
function standing(by: string, ...fields: readonly string[]): readonly string[] {
  const there = live(
    release({ interval: '5m', timeout: '9m', values: { image: { tag: '1' }, replicas: 3 } }),
    owns('somebody-else:Apply', 'spec timeout'),
    owns(by, ...fields.map((field) => field.slice(1).replaceAll('.', ' '))),
  );
  const conflicts = fields.map((field) => ({ manager: by.split(':')[0]!, field }));
  return conflictsThatCount(conflicts, DESIRED, there, RULES).map(({ field }) => field);
}

describe('a conflict', () => {
  it.each([
    'manager:Update',
    'node:Update',
    'my-controller:Apply',
    'kubectl-patch:Update',
    'kubectl-edit:Update',
    'argocd-controller:Apply',
  ])('with %s stands, but not on a field that an OCM Resource decides', (by) => {
    expect(standing(by, TAG, REPLICAS)).toEqual([REPLICAS]);
  });

  it.each([
    'kubectl:Apply',
    'kubectl-client-side-apply:Update',
    'kustomize-controller:Apply',
    'before-first-apply:Update',
    'platform-mesh-resource:Apply',
    'platform-mesh-resource-portal:Apply',
    `${OURS}:Update`,
  ])('with %s does not stand', (by) => {
    expect(standing(by, TAG, REPLICAS)).toEqual([]);
  });

  it("with the operator's binary does not stand in our own output", () => {
    const there = live(DESIRED, owns(`${OURS}:Apply`, 'spec interval'), owns('manager:Update', 'spec values replicas'));
    expect(
      conflictsThatCount([{ manager: 'manager', field: REPLICAS }], DESIRED, { ...there, spec: { values: { replicas: 3 } } }, RULES),
    ).toEqual([]);
  });

  it('does not stand where fields are taken by force', () => {
    const there = live(release({ values: { replicas: 3 } }), owns('kubectl-edit:Update', 'spec values replicas'));
    expect(conflictsThatCount([{ manager: 'kubectl-edit', field: REPLICAS }], DESIRED, there, { ...RULES, force: true })).toEqual([]);
  });

  it('on a name with dots is not taken for one on a claim', () => {
    const there = live(release({ values: { 'image.tag': '1' } }), owns('somebody:Update', 'spec values image.tag'));
    const desired = release({ values: { 'image.tag': '2' } });
    expect(conflictsThatCount([{ manager: 'somebody', field: TAG }], desired, there, RULES)).toHaveLength(1);
  });

  it.each([
    [TAG, []],
    [`${TAG}.deeper`, []],
    ['.spec.values.image.tags', ['.spec.values.image.tags']],
    ['.spec.values.image', ['.spec.values.image']],
  ])('on %s that came after the object was read is judged by its text', (field, expected) => {
    expect(conflictsThatCount([{ manager: 'somebody', field }], DESIRED, live(DESIRED), RULES).map((conflict) => conflict.field)).toEqual(
      expected,
    );
  });
});

describe('a conflict on the Helm values of an Application, which are one text', () => {
  const FIELD = '.spec.source.helm.values';
  const application = (values: unknown): KubernetesObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'portal' },
    spec: { source: { helm: { values } } },
  });
  const stands = (there: unknown, claims: TakeOverRules['claims']): boolean =>
    conflictsThatCount(
      [{ manager: 'somebody', field: FIELD }],
      application('image: {tag: "2"}\nreplicas: 1\n'),
      live(application(there), owns('somebody:Update', 'spec source helm values')),
      { fieldManager: OURS, claims },
    ).length > 0;
  const claims = [['spec', 'source', 'helm', 'values', 'image', 'tag']];

  it.each<[string, unknown, boolean]>([
    ['does not stand when only a claimed value differs', 'replicas: 1\nimage:\n  tag: "1"\n', false],
    ['does not stand when only a claimed value is missing', 'replicas: 1\n', false],
    ['stands when another value differs', 'replicas: 3\nimage: {tag: "1"}\n', true],
    ['stands when a value is missing', 'image: {tag: "2"}\n', true],
    ['stands when one text is no YAML', 'a: [', true],
    ['stands when one text is no map', 'text', true],
    ['stands when there is no text', null, true],
  ])('%s', (_, there, expected) => {
    expect(stands(there, claims)).toBe(expected);
  });

  it('stands without a claim within it, and not with a claim on all of it', () => {
    expect(stands('replicas: 3\n', [['spec', 'values', 'image', 'tag']])).toBe(true);
    expect(stands('replicas: 3\n', [['spec', 'source', 'helm', 'values']])).toBe(false);
  });
});
