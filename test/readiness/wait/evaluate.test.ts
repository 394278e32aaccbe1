import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../src/charts/index.js';
import { PlatformMeshError } from '../../../src/errors.js';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import {
  defaultGoals,
  evaluateEntries,
  explain,
  type Observation,
  type Observe,
  type WaitEvaluation,
  waitEntriesOf,
} from '../../../src/readiness/index.js';
import type { WaitItem } from '../../../src/resources/index.js';
import { change, desired, helmRelease, object, ociRepository, resource } from '../delivery/objects.ts';

const LABEL = 'core.platform-mesh.io/operator-created';
const HELM_RELEASE = { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' };
/** As the reference has it by default. */
const COPY = {
  ...HELM_RELEASE,
  namespace: 'default',
  matchExpressions: [{ key: LABEL, operator: 'In', values: ['true'] }],
  conditionType: 'Ready',
  conditionStatus: 'True',
};

/** Says of each query what a store with these objects knows; more than it asks for, as a store may. */
function store(objects: readonly KubernetesObject[], others: Readonly<Record<string, Observation>> = {}): Observe {
  return ({ apiVersion, kind }) =>
    others[`${apiVersion} ${kind}`] ?? {
      kind: 'objects',
      objects: objects.filter((each) => each.apiVersion === apiVersion && each.kind === kind),
    };
}

const labelled = (base: KubernetesObject): KubernetesObject => change(base, `metadata: {labels: {${LABEL}: "true"}}`);
const manifest = (target: Manifest['target'], of: KubernetesObject): Manifest => ({
  target,
  chart: 'services',
  order: 0,
  object: desired(of),
});

const PORTAL = [
  manifest('runtime', resource('0.5.2')),
  manifest('infra', ociRepository('0.5.2')),
  manifest('infra', labelled(helmRelease('0.5.2'))),
];
const DELIVERED = [resource('0.5.2'), ociRepository('0.5.2'), labelled(helmRelease('0.5.2'))];

const release = (name: string, ready: string, { namespace = 'mesh', labels = '{}' } = {}): KubernetesObject =>
  object(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}, namespace: ${namespace}, generation: 1, labels: ${labels}}
status: {observedGeneration: 1, conditions: [{type: Ready, status: "${ready}", reason: Whatever, observedGeneration: 1}]}
`);

const evaluate = (item: WaitItem, observe: Observe, manifests: readonly Manifest[] = []): WaitEvaluation =>
  evaluateEntries(waitEntriesOf({ wait: { resourceTypes: [item] } }, manifests, 'mesh'), observe);

/** What is said of each object, in one line. */
const words = ({ states }: WaitEvaluation): readonly string[] =>
  states.map(({ ref: { kind, namespace, name }, readiness: { state, reason } }) =>
    [`${kind} ${namespace ?? ''}/${name}`, state, reason].filter(Boolean).join(' '),
  );
const codes = ({ warnings }: WaitEvaluation): readonly string[] => warnings.map(({ code }) => code);

describe('an entry', () => {
  const all = [
    release('portal', 'True', { labels: '{app: portal}' }),
    release('iam', 'False'),
    release('other', 'False', { namespace: 'elsewhere' }),
  ];

  it('wants every object that it matches', () => {
    expect(words(evaluate({ ...HELM_RELEASE, namespace: 'mesh' }, store(all)))).toEqual([
      'HelmRelease mesh/portal ready',
      'HelmRelease mesh/iam progressing Whatever',
    ]);
  });

  it.each([
    [{ matchLabels: { app: 'portal' } }, ['portal']],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['portal', 'iam'] }] }, ['portal']],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['portal'] }] }, ['iam', 'other']],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, ['portal']],
    [{ labelSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }, ['iam', 'other']],
    [{ name: 'iam' }, ['iam']],
    [{ namespace: 'elsewhere' }, ['other']],
    [{}, ['portal', 'iam', 'other']],
  ])('with %j is about %j', (fields, names) => {
    expect(evaluate({ ...HELM_RELEASE, ...fields }, store(all)).states.map(({ ref }) => ref.name)).toEqual(names);
  });

  it('in the nested form is read in the first version that is served', () => {
    const item = {
      groupKind: { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
      apiVersions: { versions: ['v3', 'v2'] },
      name: 'portal',
    };
    const observe = store(all, { 'helm.toolkit.fluxcd.io/v3 HelmRelease': { kind: 'unserved' } });

    expect(words(evaluate(item, observe))).toEqual(['HelmRelease mesh/portal ready']);
  });

  it('without a name is satisfied by nothing, with a warning', () => {
    const evaluation = evaluate({ ...HELM_RELEASE, namespace: 'mesh', matchLabels: { app: 'x' } }, store(all));

    expect(evaluation).toMatchObject({ states: [], related: [] });
    expect(evaluation.warnings).toEqual([
      {
        code: 'wait-matches-nothing',
        severity: 'warning',
        message: 'spec.wait: HelmRelease with app=x in namespace mesh matches nothing, so it counts as satisfied',
        hint: 'set minCount to wait until objects exist, or name the object',
      },
    ]);
  });

  it('with a name waits until the object exists, without a warning', () => {
    const evaluation = evaluate({ ...HELM_RELEASE, namespace: 'mesh', name: 'x' }, store(all));

    expect(words(evaluation)).toEqual(['HelmRelease mesh/x progressing NotFound']);
    expect(codes(evaluation)).toEqual([]);
  });

  it('with a number waits until so many exist', () => {
    const evaluation = evaluate({ ...HELM_RELEASE, namespace: 'mesh', matchLabels: { app: 'portal' }, minCount: 2 }, store(all));

    expect(words(evaluation)).toEqual(['HelmRelease mesh/* progressing NotFound', 'HelmRelease mesh/portal ready']);
    expect(evaluation.states[0]?.readiness.message).toBe('1 of at least 2 HelmRelease with app=portal exists');
  });

  it('with the number 0 is satisfied by nothing, without a warning', () => {
    expect(evaluate({ ...HELM_RELEASE, namespace: 'nowhere', minCount: 0 }, store(all))).toEqual({ states: [], related: [], warnings: [] });
  });

  it.each<readonly [Observation, string]>([
    [{ kind: 'unserved' }, 'progressing UnknownKind'],
    [{ kind: 'unread' }, 'progressing NotRead'],
    [{ kind: 'error', error: new PlatformMeshError('forbidden', 'helmreleases: list is forbidden') }, 'failed Forbidden'],
    [{ kind: 'error', error: new PlatformMeshError('unreachable', 'there is no connection') }, 'progressing Unreachable'],
    [{ kind: 'error', error: new PlatformMeshError('bad-request', 'the selector is invalid') }, 'failed BadRequest'],
  ])('whose objects are %j is %s, with and without a name', (observation, expected) => {
    const observe = store([], { 'helm.toolkit.fluxcd.io/v2 HelmRelease': observation });

    expect(words(evaluate({ ...HELM_RELEASE, namespace: 'mesh' }, observe))).toEqual([`HelmRelease mesh/* ${expected}`]);
    expect(words(evaluate({ ...HELM_RELEASE, namespace: 'mesh', name: 'x' }, observe))).toEqual([`HelmRelease mesh/x ${expected}`]);
  });

  it('names the versions that nobody serves', () => {
    const item = { groupKind: { group: 'example.com', kind: 'Example' }, apiVersions: { versions: ['v1', 'v2'] } };
    const [state] = evaluate(item, () => ({ kind: 'unserved' })).states;

    expect(state?.readiness.message).toBe('the API server does not serve Example in example.com/v1 or example.com/v2');
  });

  it('that matches an object of another entry counts it once, as far from ready as it is', () => {
    const entries = waitEntriesOf(
      {
        wait: {
          resourceTypes: [
            { ...HELM_RELEASE, name: 'portal' },
            { ...HELM_RELEASE, name: 'portal', conditionType: 'TestSuccess' },
          ],
        },
      },
      [],
      'mesh',
    );

    expect(words(evaluateEntries(entries, store(all)))).toEqual(['HelmRelease mesh/portal progressing ConditionDiffers']);
  });
});

describe("a copy of the reference's default", () => {
  it('means our releases: it is evaluated in the namespace of the instance, with a warning', () => {
    const evaluation = evaluate(COPY, store(DELIVERED), PORTAL);

    expect(words(evaluation)).toEqual(['HelmRelease mesh/portal ready']);
    expect(evaluation.warnings).toMatchObject([
      { code: 'wait-other-namespace', message: expect.stringContaining('namespace mesh') as unknown },
    ]);
  });

  it('waits for the whole delivery of our releases', () => {
    expect(words(evaluate(COPY, store([resource('0.5.2'), ociRepository('0.5.2'), labelled(helmRelease('0.5.1'))]), PORTAL))).toEqual([
      'HelmRelease mesh/portal progressing NotObserved',
    ]);
  });

  it('waits for a release of ours that does not exist yet', () => {
    expect(words(evaluate(COPY, store([resource('0.5.2'), ociRepository('0.5.2')]), PORTAL))).toEqual([
      'HelmRelease mesh/portal progressing NotFound',
    ]);
  });

  it('is about what it matches where it looks, when there is something', () => {
    const found = release('theirs', 'True', { namespace: 'default', labels: `{${LABEL}: "true"}` });
    const evaluation = evaluate(COPY, store([...DELIVERED, found]), PORTAL);

    expect(words(evaluation)).toEqual(['HelmRelease default/theirs ready']);
    expect(codes(evaluation)).toEqual([]);
  });

  it('is about ours without a warning where it names the namespace of the instance, or none', () => {
    for (const namespace of ['mesh', '']) {
      const evaluation = evaluate({ ...COPY, namespace }, store(DELIVERED), PORTAL);

      expect(words(evaluation)).toEqual(['HelmRelease mesh/portal ready']);
      expect(codes(evaluation)).toEqual([]);
    }
  });

  it('takes what else has the label there, such as a release that was pruned from the profile and still exists', () => {
    const old = release('old', 'False', { labels: `{${LABEL}: "true"}` });

    expect(words(evaluate(COPY, store([...DELIVERED, old]), PORTAL))).toEqual([
      'HelmRelease mesh/portal ready',
      'HelmRelease mesh/old progressing Whatever',
    ]);
  });

  it('leaves out releases of ours that its other labels do not select', () => {
    const item = { ...COPY, matchLabels: { tier: 'web' } };

    expect(evaluate(item, store([]), PORTAL)).toMatchObject({
      states: [],
      warnings: [{ code: 'wait-other-namespace' }, { code: 'wait-matches-nothing' }],
    });
  });

  it('is satisfied with warnings when the platform deploys nothing of the kind, even where nobody serves it', () => {
    const observe = store([], { 'helm.toolkit.fluxcd.io/v2 HelmRelease': { kind: 'unserved' } });

    expect(evaluate(COPY, observe)).toMatchObject({
      states: [],
      warnings: [{ code: 'wait-other-namespace' }, { code: 'wait-matches-nothing' }],
    });
    expect(words(evaluate(COPY, observe, PORTAL))).toEqual(['HelmRelease mesh/* progressing UnknownKind']);
  });
});

describe('an entry that matches a release of ours', () => {
  const slow = [resource('0.5.2'), ociRepository('0.5.2'), labelled(helmRelease('0.5.1'))];

  it('waits until the new version runs', () => {
    expect(words(evaluate({ ...HELM_RELEASE, name: 'portal' }, store(slow), PORTAL))).toEqual([
      'HelmRelease mesh/portal progressing NotObserved',
    ]);
    expect(words(evaluate({ ...HELM_RELEASE, name: 'portal' }, store(DELIVERED), PORTAL))).toEqual(['HelmRelease mesh/portal ready']);
  });

  it('judges the release by its own criterion', () => {
    const item = { ...HELM_RELEASE, name: 'portal', conditionType: 'TestSuccess' };

    expect(words(evaluate(item, store(DELIVERED), PORTAL))).toEqual(['HelmRelease mesh/portal progressing ConditionDiffers']);
  });
});

describe('the default', () => {
  const evaluateDefault = (objects: readonly KubernetesObject[]): WaitEvaluation => evaluateEntries(defaultGoals(PORTAL), store(objects));

  it('is ready when each delivery is', () => {
    expect(evaluateDefault(DELIVERED)).toMatchObject({
      states: [{ place: 'infra', ref: { name: 'portal' }, readiness: { state: 'ready' } }],
      related: [],
      warnings: [],
    });
  });

  it('of a platform that deploys nothing is ready at once', () => {
    expect(evaluateEntries(defaultGoals([]), store([]))).toEqual({ states: [], related: [], warnings: [] });
  });

  it('names the first object that holds a release up, so that explain follows it', () => {
    const missing = change(
      resource('0.5.2'),
      'status: {conditions: [{type: Ready, status: "False", reason: GetComponentVersionFailed, message: no version 0.5.2}]}',
    );
    const evaluation = evaluateDefault([missing, ociRepository('0.5.1'), helmRelease('0.5.1')]);
    const [state] = evaluation.states;

    expect(state?.readiness).toEqual({
      state: 'progressing',
      reason: 'ResourceNotReady',
      message: 'Resource mesh/portal-chart: GetComponentVersionFailed: no version 0.5.2',
    });
    expect(explain(state!, [...evaluation.states, ...evaluation.related])).toBe(
      'HelmRelease mesh/portal waits for Resource mesh/portal-chart: GetComponentVersionFailed: no version 0.5.2',
    );
  });

  it('says that a source is missing, not that the release is', () => {
    const evaluation = evaluateDefault([resource('0.5.2'), helmRelease('0.5.1')]);

    expect(explain(evaluation.states[0]!, [...evaluation.states, ...evaluation.related])).toBe(
      'HelmRelease mesh/portal waits for OCIRepository mesh/portal: NotFound: it does not exist',
    );
  });

  it('fails when the object that holds a release up has failed', () => {
    const stalled = change(
      ociRepository('0.5.2'),
      'status: {conditions: [{type: Stalled, status: "True", reason: URLInvalid, observedGeneration: 3}]}',
    );

    expect(words(evaluateDefault([resource('0.5.2'), stalled, helmRelease('0.5.2')]))).toEqual([
      'HelmRelease mesh/portal failed OCIRepositoryNotReady',
    ]);
  });

  it('tells of objects that nobody may read', () => {
    const observe = store(DELIVERED, {
      'source.toolkit.fluxcd.io/v1 OCIRepository': {
        kind: 'error',
        error: new PlatformMeshError('forbidden', 'ocirepositories: get is forbidden'),
      },
    });
    const [state] = evaluateEntries(defaultGoals(PORTAL), observe).states;

    expect(state?.readiness).toEqual({
      state: 'failed',
      reason: 'OCIRepositoryNotReady',
      message: 'OCIRepository mesh/portal: Forbidden: ocirepositories: get is forbidden',
    });
  });
});
