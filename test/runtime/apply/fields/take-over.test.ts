import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';
import { afterTakeOver, takeOver, type TakeOver, type TakeOverRules } from '../../../../src/runtime/apply/fields/index.js';
import { CREATED, live, MARK, OURS, owns, release, treeOf } from './objects.js';

const RULES: TakeOverRules = {
  fieldManager: OURS,
  claims: [
    ['spec', 'suspend'],
    ['spec', 'values', 'image', 'tag'],
  ],
};

/** The fields that each manager owns. */
const owners = (change: TakeOver | undefined): object =>
  Object.fromEntries(
    (change?.managedFields ?? []).map(({ manager, operation, fieldsV1 }) => [`${manager ?? ''}:${operation ?? ''}`, fieldsV1]),
  );

const take = (desired: KubernetesObject, there: KubernetesObject, rules: Partial<TakeOverRules> = {}): TakeOver | undefined =>
  takeOver(desired, there, { ...RULES, ...rules });

describe('output of ours that somebody applied', () => {
  const there = (...by: readonly string[]): KubernetesObject =>
    live(
      release({ interval: '5m', values: { old: true } }, CREATED),
      ...by.map((each) => owns(each, MARK, 'spec interval', 'spec values old')),
    );

  it.each([
    'kubectl:Apply',
    'kubectl-client-side-apply:Update',
    'kubectl-create:Update',
    'kubectl-replace:Update',
    'kustomize-controller:Apply',
    'before-first-apply:Update',
    'platform-mesh-resource-portal:Apply',
  ])('becomes ours as a whole when %s made it, so that the next apply removes what is desired no more', (by) => {
    const change = take(release({ interval: '5m' }, CREATED), there(by));
    expect(change).toMatchObject({ from: [by.split(':')[0]], isOwnOutput: true, removes: ['spec.values.old'] });
    if (!by.startsWith('platform-mesh-resource'))
      expect(owners(change)).toEqual({ [`${OURS}:Apply`]: treeOf([MARK, 'spec interval', 'spec values old']) });
  });

  it('becomes ours from all of them at once', () => {
    const change = take(release({ interval: '5m' }, CREATED), there('kubectl:Apply', 'kubectl-client-side-apply:Update'));
    expect(change).toMatchObject({ from: ['kubectl', 'kubectl-client-side-apply'], removes: ['spec.values.old'] });
    expect(change?.managedFields).toHaveLength(1);
  });

  it('becomes ours from whoever replaced it after another client had created it', () => {
    const mixed = live(
      release({ interval: '5m', values: { old: true } }, CREATED),
      owns('kubectl-create:Update', MARK, 'spec interval'),
      owns('kubectl-replace:Update', 'spec values old'),
    );
    expect(take(release({ interval: '5m' }, CREATED), mixed)).toMatchObject({
      from: ['kubectl-create', 'kubectl-replace'],
      removes: ['spec.values.old'],
    });
  });

  it("takes kubectl's record of it along", () => {
    const LAST = 'metadata annotations kubectl.kubernetes.io/last-applied-configuration';
    const mixed = live(
      release({ interval: '5m' }, CREATED),
      owns('kubectl:Apply', MARK, 'spec interval'),
      owns('kubectl-last-applied:Apply', LAST),
    );
    expect(owners(take(release({ interval: '5m' }, CREATED), mixed))).toEqual({ [`${OURS}:Apply`]: treeOf([MARK, 'spec interval', LAST]) });
  });

  it('becomes ours without what a client applied to a part of it', () => {
    const part = live(
      release({ interval: '5m', values: { mine: 1 } }, CREATED),
      owns(`${OURS}:Apply`, MARK, 'spec interval'),
      owns('kubectl-client-side-apply:Update', 'spec values mine'),
    );
    expect(take(release({ interval: '5m' }, CREATED), part)).toBeUndefined();
  });

  it('that has another value than its default loses it, and nothing where it has the default', () => {
    const schema = { properties: { spec: { properties: { timeout: { default: '1m' }, retries: { default: 3 } } } } };
    const there = live(
      release({ interval: '5m', timeout: '9m', retries: 3 }, CREATED),
      owns('kubectl:Apply', MARK, 'spec timeout', 'spec retries'),
    );
    expect(take(release({ interval: '5m' }, CREATED), there, { schema })).toMatchObject({ removes: ['spec.timeout'] });
  });

  it.each([
    'kubectl-edit:Update',
    'kubectl-patch:Update',
    'flux:Update',
    'helm:Update',
    'argocd-controller:Apply',
    'somebody:Apply',
    'kustomize-controller:Update',
    'kubectl:Update',
    'kubectl:Apply:status',
  ])('stays with %s', (by) => {
    expect(take(release({ interval: '5m' }, CREATED), there(by))).toBeUndefined();
  });

  it('is joined with what we applied, in our version, at the later time', () => {
    const desired = release({ interval: '5m' }, CREATED);
    const ours = { ...owns(`${OURS}:Apply`, 'spec interval'), apiVersion: 'helm.toolkit.fluxcd.io/v2beta2', time: '2026-01-01T00:00:00Z' };
    const theirs = { ...owns('kubectl:Apply', MARK, 'spec values old'), time: '2026-02-01T00:00:00Z' };
    const change = take(desired, live(release({ interval: '5m', values: { old: true } }, CREATED), ours, theirs));
    expect(change?.managedFields).toEqual([
      {
        manager: OURS,
        operation: 'Apply',
        apiVersion: ours.apiVersion,
        time: '2026-02-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: treeOf([MARK, 'spec interval', 'spec values old']),
      },
    ]);
  });

  it('leaves finalizers, owners and the word that keeps it from pruning with their author', () => {
    const metadata = [
      'metadata finalizers v:"a"',
      'metadata ownerReferences k:{"uid":"1"}',
      'metadata annotations core.platform-mesh.io/prune',
    ];
    const change = take(
      release({ interval: '5m' }, CREATED),
      live(release({ interval: '5m' }, CREATED), owns('kubectl:Apply', MARK, 'spec interval', 'metadata annotations last', ...metadata)),
    );
    expect(owners(change)).toEqual({
      [`${OURS}:Apply`]: treeOf([MARK, 'spec interval', 'metadata annotations last']),
      'kubectl:Apply': treeOf(metadata),
    });
  });

  it('without a mark is known by holding nothing that we do not emit', () => {
    const change = take(
      release({ interval: '5m' }),
      live(release({ interval: '5m' }), owns('kubectl:Apply', 'spec interval', 'metadata labels team')),
    );
    expect(change).toMatchObject({ isOwnOutput: true });
    expect(owners(change)).toEqual({ [`${OURS}:Apply`]: treeOf(['spec interval', 'metadata labels team']) });
  });

  it('may hold what an OCM Resource decides, and loses it where it is desired no more', () => {
    const change = take(
      release({ interval: '5m' }),
      live(release({ interval: '5m', suspend: true }), owns('kubectl:Apply', 'spec interval', 'spec suspend')),
    );
    expect(change).toMatchObject({ isOwnOutput: true, removes: ['spec.suspend'] });
  });

  it('may hold defaults that a client owns', () => {
    const there = live(release({ interval: '5m', timeout: '1m' }), owns('kubectl-create:Update', 'spec interval', 'spec timeout'));
    const schema = { properties: { spec: { properties: { timeout: { default: '1m' } } } } };
    expect(take(release({ interval: '5m' }), there)).toMatchObject({ isOwnOutput: false });
    expect(take(release({ interval: '5m' }), there, { schema })).toMatchObject({ isOwnOutput: true, removes: [] });
  });
});

describe("somebody's own object", () => {
  const there = live(
    release({ interval: '1m', timeout: '9m', values: { a: 1, image: { extra: true } } }),
    owns(
      'kubectl:Apply',
      'spec interval',
      'spec timeout',
      'spec values a',
      'spec values image .',
      'spec values image extra',
      'metadata labels team',
    ),
  );

  it('loses what we apply, and keeps the rest with the containers around it', () => {
    const change = take(release({ interval: '5m', values: { image: { tag: '1' } } }), there);
    expect(change).toMatchObject({ from: ['kubectl'], isOwnOutput: false, removes: [] });
    expect(owners(change)).toEqual({
      [`${OURS}:Apply`]: treeOf(['spec interval', 'spec values image']),
      'kubectl:Apply': treeOf(['spec timeout', 'spec values a', 'spec values image .', 'spec values image extra', 'metadata labels team']),
    });
  });

  it('loses what we applied before, so that it goes when it is desired no more', () => {
    const both = live(
      release({ interval: '1m', timeout: '9m', values: { a: 1 } }),
      owns(`${OURS}:Apply`, 'spec values a'),
      owns('kubectl:Apply', 'spec timeout', 'spec values a'),
    );
    expect(take(release({ interval: '5m' }), both)).toMatchObject({ from: ['kubectl'], isOwnOutput: false, removes: ['spec.values.a'] });
  });

  it('with labels alone, such as those of a second author, keeps them', () => {
    const labelled = live(
      release({ interval: '5m' }, CREATED),
      owns(`${OURS}:Apply`, MARK, 'spec interval'),
      owns('kubectl:Apply', 'metadata labels team'),
    );
    expect(take(release({ interval: '5m' }, CREATED), labelled)).toBeUndefined();
  });

  it('is not ours because its author put our label on it', () => {
    const marked = live(release({ timeout: '9m' }, CREATED), owns('kubectl:Apply', 'spec timeout'), owns('kubectl-label:Update', MARK));
    expect(take(release({ interval: '5m' }, CREATED), marked)).toBeUndefined();
  });
});

describe('a merge patch of ours', () => {
  it('that a run left behind becomes ours, so that the next apply undoes it', () => {
    const there = live(
      release({ interval: '5m', suspend: true }),
      owns(`${OURS}:Apply`, 'spec interval'),
      owns(`${OURS}:Update`, 'spec suspend'),
    );
    expect(take(release({ interval: '5m' }), there)).toMatchObject({ from: [OURS], removes: ['spec.suspend'] });
  });
});

describe('a controller of Resources beside us', () => {
  const desired = release({ interval: '5m', values: { image: { tag: '1' } } }, CREATED);
  const ours = owns(`${OURS}:Apply`, MARK, 'spec interval', 'spec values image .', 'spec values image tag');
  const there = (tag: string, ...managedFields: readonly object[]): KubernetesObject =>
    live(release({ interval: '5m', suspend: false, values: { image: { tag, old: '0' } } }, CREATED), ...managedFields);

  it.each([
    'platform-mesh-resource:Apply',
    'platform-mesh-resource-portal:Apply',
    'platform-mesh-resource:Update',
    'manager:Update',
    'platform-mesh-operator:Update',
  ])('%s keeps what has the desired value, and what it claims', (by) => {
    expect(take(desired, there('1', ours, owns(by, 'spec suspend', 'spec values image tag')))).toBeUndefined();
  });

  it.each(['platform-mesh-resource:Apply', 'manager:Update'])(
    '%s loses what has another value, so that the apply meets no conflict',
    (by) => {
      const change = take(
        desired,
        there('2', owns(`${OURS}:Apply`, MARK, 'spec interval'), owns(by, 'spec suspend', 'spec values image tag')),
      );
      expect(change).toMatchObject({ from: [by.split(':')[0]], removes: [] });
      expect(owners(change)).toMatchObject({ [by]: treeOf(['spec suspend']) });
    },
  );

  it.each(['platform-mesh-resource:Apply', 'manager:Update'])('%s loses what no Resource claims any more', (by) => {
    const change = take(desired, there('1', ours, owns(by, 'spec suspend', 'spec values image old')));
    expect(change).toMatchObject({ from: [by.split(':')[0]], removes: ['spec.values.image.old'] });
  });

  it.each(['metadata finalizers v:"a"', 'metadata annotations a'])('keeps %s', (path) => {
    expect(take(desired, there('1', ours, owns('manager:Update', path)))).toBeUndefined();
  });

  it('is any operator whose binary has the name, in an object of somebody: there only the claims are ours', () => {
    const theirs = owns('kubectl:Apply', 'spec timeout');
    const own = release({ interval: '1m', timeout: '9m', values: { image: { tag: '2' } } });
    const change = take(
      release({ interval: '5m', values: { image: { tag: '1' } } }),
      live(own, theirs, owns('manager:Update', 'spec interval', 'spec values image tag')),
    );
    expect(owners(change)).toMatchObject({ 'kubectl:Apply': treeOf(['spec timeout']), 'manager:Update': treeOf(['spec interval']) });
  });
});

describe('the fields of others', () => {
  it('keep the containers that we let go, since the server removes those with everything in them', () => {
    const there = live(
      release({ values: { image: { tag: '1', extra: 1 } } }),
      owns(`${OURS}:Apply`, 'spec values image .', 'spec values image tag'),
      owns('kubectl-edit:Update', 'spec values image extra'),
    );
    const change = take(release({ values: { other: 1 } }), there);
    expect(change).toMatchObject({ from: [], removes: ['spec.values.image.tag'] });
    expect(owners(change)).toMatchObject({ 'kubectl-edit:Update': treeOf(['spec values image .', 'spec values image extra']) });
    expect(take(release({ values: { other: 1 } }), afterTakeOver(there, change))).toBeUndefined();
  });

  it('are taken by force where we apply or applied them', () => {
    const there = live(
      release({ interval: '1m', timeout: '9m', values: { a: 1, b: 1 } }),
      owns(`${OURS}:Apply`, 'spec values a'),
      owns('somebody:Apply', 'spec interval', 'spec timeout', 'spec values a'),
      owns('kubectl-edit:Update', 'spec values b'),
    );
    const change = take(release({ interval: '5m', values: { b: 1 } }), there, { force: true });
    expect(change).toMatchObject({ from: ['somebody'], removes: ['spec.values.a'] });
    expect(owners(change)).toMatchObject({ 'somebody:Apply': treeOf(['spec timeout']), 'kubectl-edit:Update': treeOf(['spec values b']) });
  });

  it('stay as they are where we cannot read them', () => {
    const odd = { ...owns('kubectl:Apply'), fieldsV1: { 'x:new': {} } };
    const there = live(release({ interval: '5m' }, CREATED), owns('kubectl-create:Update', MARK, 'spec interval'), odd);
    expect(take(release({ interval: '5m' }, CREATED), there)?.managedFields).toContainEqual(odd);
  });
});

describe('the patch', () => {
  it('writes the entries in place of what was read, and of nothing newer', () => {
    const there = live(release({ interval: '5m' }, CREATED), owns('kubectl:Apply', MARK, 'spec interval'));
    const change = take(release({ interval: '5m' }, CREATED), there);
    expect(change?.patch).toEqual([
      { op: 'replace', path: '/metadata/managedFields', value: change?.managedFields },
      { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
    ]);
  });

  it('adds entries where there are none: everything is from before the first apply', () => {
    const { metadata, ...there } = live(release({ interval: '5m', values: { old: 1 } }));
    const { managedFields, ...others } = metadata;
    const change = take(release({ interval: '5m' }), { ...there, metadata: others });
    expect(managedFields).toEqual([]);
    expect(change).toMatchObject({ from: ['before-first-apply'], isOwnOutput: false, patch: [{ op: 'add' }, { op: 'replace' }] });
    expect(owners(change)).toMatchObject({ 'before-first-apply:Update': treeOf(['spec .', 'spec values .', 'spec values old']) });
  });
});

it('an object that nobody else wrote needs no take-over', () => {
  expect(
    take(release({ interval: '5m' }), live(release({ interval: '1m' }), owns(`${OURS}:Apply`, 'spec interval', 'spec timeout'))),
  ).toBeUndefined();
});
