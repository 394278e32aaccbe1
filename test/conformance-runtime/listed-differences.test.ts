import { describe, expect, it } from '@jest/globals';
import type { Difference } from '../../scripts/conformance-runtime/difference.ts';
import * as onClusters from '../../scripts/conformance-runtime/expectations.ts';
import * as inKcp from '../../scripts/conformance-runtime/kcp-expectations.ts';
import { judge, type Judgement } from '../../scripts/conformance-runtime/judge.ts';
import { LISTED_DIFFERENCES, UNDECIDED_DIFFERENCES } from '../../scripts/conformance-runtime/listed-differences.ts';
import type { Json, JsonMap } from '../../scripts/conformance-runtime/json.ts';
import { keyOf, objectOf, objectOfWrite, type ObjectId } from '../../scripts/conformance-runtime/object-path.ts';
import type { RecordedCase, RecordedWrite } from '../../scripts/conformance-runtime/recorded-case.ts';
import { linesOf, summaryOf, unusedRows, type CaseResult } from '../../scripts/conformance-runtime/report.ts';
import type { Situation } from '../../scripts/conformance-runtime/situation.ts';
import { pathOf, recordedCase, write } from './recorded.ts';

const expectations = { ...onClusters, ...inKcp };
const ALL = [...LISTED_DIFFERENCES, ...UNDECIDED_DIFFERENCES];
const PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';
const id = (kind: string, name: string): ObjectId => objectOf(pathOf(kind, name))!;
const field = (kind: string, path: string, expected: Json, got?: Json, name = 'a'): Difference => {
  return { kind: 'field', object: id(kind, name), path: path.split(' '), expected, got };
};
const extraField = (kind: string, path: string, name = 'a'): Difference => {
  return { kind: 'extra field', object: id(kind, name), path: path.split(' '), got: 'x' };
};
const extraWrite = (kind: string, name: string, verb = 'patch'): Difference => ({ kind: 'extra write', object: id(kind, name), verb });
const missing = (kind: string, name: string): Difference => ({ kind: 'missing', object: id(kind, name) });
const outcome = (expected: string, got: string): Difference => ({ kind: 'outcome', expected, got, message: '', printed: '' });
const withAuthority = { stringData: { kubeconfig: '{"kind":"Config","clusters":[{"cluster":{"certificate-authority-data":"eA=="}}]}' } };
const withoutAuthority = { stringData: { kubeconfig: '{"kind":"Config","clusters":[{"cluster":{"server":"https://a"}}]}' } };
const pod = { kind: 'Pod', metadata: { name: 'kcp-0', namespace: 'mesh-ns', labels: { 'app.kubernetes.io/name': 'kcp' } } };
const pods = { runtime: [pod], infra: [], kcp: [] };
const istio = { '--subroutines-deployment-enable-istio': true };
const named = { '--authorization-webhook-secret-name': 'mine' };
const chart = (technology: string, repo = 'oci'): JsonMap => {
  const labels = { artifact: 'chart', repo, 'core.platform-mesh.io/deployment-technology': technology };
  return { kind: 'Resource', metadata: { name: 'a-chart', namespace: 'mesh-ns', labels } };
};

/** A case, and the objects that its input leads to, by kind and name. */
function situation(given: Partial<RecordedCase>, rendered: Situation['rendered'] = new Map()): Situation {
  return { recorded: recordedCase(given), rendered };
}

const rendered = (...objects: readonly (readonly [kind: string, name: string, object?: JsonMap])[]): Situation['rendered'] =>
  new Map(objects.map(([kind, name, object = {}]) => [keyOf(id(kind, name)), object]));

type Row = readonly [
  name: keyof typeof expectations,
  situation: Situation,
  /** All that is expected. */
  wanted: readonly Difference[],
  /** What is like it, and is not expected. */
  unwanted: readonly Difference[],
];

const SYSTEM = 'root:platform-mesh-system';
const kcpWrite = (kind: string, plural: string, name: string, fields: JsonMap = {}, more: Partial<RecordedWrite> = {}): RecordedWrite => ({
  cluster: 'kcp',
  workspace: SYSTEM,
  verb: 'apply',
  path: `/apis/${plural}/${name}`,
  object: { kind, metadata: { name }, ...fields },
  ...more,
});
const page = (name: string): RecordedWrite => kcpWrite('ContentConfiguration', 'ui.platform-mesh.io/v1alpha1/contentconfigurations', name);
const login = (audiences: readonly string[]): RecordedWrite =>
  kcpWrite('WorkspaceAuthenticationConfiguration', 'tenancy.kcp.io/v1alpha1/workspaceauthenticationconfigurations', 'orgs-authentication', {
    spec: { jwt: [{ issuer: { audiences } }] },
  });
const provider = (status?: number): RecordedWrite =>
  kcpWrite(
    'IdentityProviderConfiguration',
    'core.platform-mesh.io/v1alpha1/identityproviderconfigurations',
    'welcome',
    {},
    status === undefined ? {} : { status },
  );
const idOf = (recorded: RecordedWrite): ObjectId => objectOfWrite(recorded)!;
const withToggles = (...names: readonly string[]): Partial<RecordedCase> => ({
  step: 'FeatureToggleSubroutine',
  instance: {
    kind: 'PlatformMesh',
    metadata: { name: 'mesh', namespace: 'mesh-ns' },
    spec: { featureToggles: names.map((name) => ({ name })) },
  },
});
/** What a connection with rights of its own consists of. */
const ofConnection = (name: string): readonly Difference[] => {
  const kube = { namespace: '', subresource: '' };
  const rbac = { ...kube, group: 'rbac.authorization.k8s.io', workspace: SYSTEM };
  const objects: readonly ObjectId[] = [
    { ...kube, group: '', resource: 'secrets', namespace: 'platform-mesh-system', name },
    { ...kube, group: '', resource: 'serviceaccounts', namespace: 'default', name: `platform-mesh-provider-${name}`, workspace: SYSTEM },
    { ...rbac, resource: 'clusterroles', name: `platform-mesh-provider-${name}` },
    { ...rbac, resource: 'clusterrolebindings', name: `platform-mesh-provider-${name}` },
    { ...rbac, resource: 'clusterrolebindings', name: `platform-mesh-workspace-access-${name}` },
  ];
  return objects.map((object) => ({ kind: 'extra write', object, verb: 'patch' }));
};
const account = (name: string): RecordedWrite => ({
  cluster: 'kcp',
  workspace: SYSTEM,
  verb: 'create',
  path: '/api/v1/namespaces/default/serviceaccounts',
  object: { kind: 'ServiceAccount', metadata: { name, namespace: 'default' } },
});
const AUDIENCES = 'spec jwt 0 issuer audiences'.split(' ');

/** What each row lists, and what is like it and is not. */
const ROWS: readonly Row[] = [
  [
    'technologyLabels',
    situation({ writes: [write('Resource', 'a')] }),
    [extraField('Resource', 'metadata labels core.platform-mesh.io/deployment-technology')],
    [
      extraField('Resource', 'metadata labels other'),
      extraField('Resource', 'metadata labels core.platform-mesh.io/deployment-technology', 'b'),
      extraField('HelmRelease', 'metadata labels core.platform-mesh.io/deployment-technology'),
    ],
  ],
  [
    'absentNulls',
    situation({ writes: [write('HelmRelease', 'a', { spec: { values: null, list: [{ b: null }] } })] }),
    [field('HelmRelease', 'spec values', null), field('HelmRelease', 'spec list 0 b', null)],
    [field('HelmRelease', 'spec values', null, {}), field('HelmRelease', 'spec other', null), field('HelmRelease', 'spec values', {})],
  ],
  [
    'knownSources',
    situation({ writes: [write('Application', 'a', { spec: { source: { repoURL: PLACEHOLDER, targetRevision: '1', path: '' } } })] }),
    [field('Application', 'spec source repoURL', PLACEHOLDER, 'https://a'), field('Application', 'spec source path', '', 'b')],
    [
      field('Application', 'spec source repoURL', PLACEHOLDER, 'https://a', 'b'),
      field('Application', 'spec source repoURL', 'https://a', 'https://b'),
      field('Application', 'spec source repoURL', PLACEHOLDER, ''),
      field('Application', 'spec source repoURL', PLACEHOLDER),
      field('Application', 'spec source targetRevision', '1', '2'),
    ],
  ],
  [
    'inventories',
    situation({ writes: [write('HelmRelease', 'a')] }),
    [extraWrite('ConfigMap', 'mesh-inventory-deployment-infra'), extraWrite('ConfigMap', 'mesh-inventory-deployment-runtime')],
    [
      extraWrite('ConfigMap', 'other-inventory-deployment-runtime'),
      extraWrite('ConfigMap', 'mesh-inventory-deployment-runtime', 'delete'),
      extraWrite('Secret', 'mesh-inventory-deployment-runtime'),
    ],
  ],
  [
    'defaultWait',
    situation({ step: 'WaitSubroutine', outcome: 'waiting', message: 'resource default/a of type HelmRelease is not ready yet' }),
    [outcome('waiting', 'done')],
    [outcome('waiting', 'failed'), outcome('done', 'waiting')],
  ],
  [
    'revisions',
    situation({
      writes: [
        write('Application', 'a', { spec: { source: { repoURL: 'https://a' } } }),
        write('Application', 'b', { spec: { source: { repoURL: 'https://a', targetRevision: '1' } } }),
      ],
    }),
    [extraField('Application', 'spec source targetRevision')],
    [extraField('Application', 'spec source chart'), extraField('Application', 'spec source targetRevision', 'b')],
  ],
  [
    'fluxSources',
    situation({}, rendered(['Resource', 'a-chart', chart('fluxcd')])),
    [extraWrite('OCIRepository', 'a')],
    [extraWrite('OCIRepository', 'b'), extraWrite('OCIRepository', 'a', 'delete'), extraWrite('GitRepository', 'a')],
  ],
  [
    'chartVersions',
    situation({ writes: [write('HelmRelease', 'a', { spec: { chart: { spec: { sourceRef: { kind: 'HelmRepository' } } } } })] }),
    [extraField('HelmRelease', 'spec chart spec version')],
    [extraField('HelmRelease', 'spec chart spec chart'), extraField('HelmRelease', 'spec chart spec version', 'b')],
  ],
  [
    'endedSuspensions',
    situation({ writes: [write('HelmRelease', 'a', { spec: { suspend: false } })] }),
    [field('HelmRelease', 'spec suspend', false)],
    [field('HelmRelease', 'spec suspend', false, true), field('HelmRelease', 'spec suspend', true)],
  ],
  [
    'createdSecrets',
    situation({
      state: { ...pods, runtime: [{ kind: 'Secret', metadata: { name: 'own', namespace: 'mesh-ns' } }] },
      writes: [write('Secret', 'a', withAuthority), write('Secret', 'own', withAuthority)],
    }),
    [extraField('Secret', 'metadata labels core.platform-mesh.io/operator-created')],
    [extraField('Secret', 'metadata labels other'), extraField('Secret', 'metadata labels core.platform-mesh.io/operator-created', 'own')],
  ],
  [
    'restartMarks',
    situation({ writes: [write('Secret', 'a', withAuthority)] }),
    [extraField('Secret', 'metadata annotations core.platform-mesh.io/kcp-restarted-for')],
    [extraField('Secret', 'metadata annotations other')],
  ],
  [
    'afterRefusal',
    situation(
      { outcome: 'failed', writes: [write('HelmRelease', 'a', {}, { status: 500 })] },
      rendered(['HelmRelease', 'a'], ['HelmRelease', 'b']),
    ),
    [extraWrite('HelmRelease', 'b'), extraWrite('Secret', 'kcp-webhook-secret')],
    [extraWrite('HelmRelease', 'a'), extraWrite('HelmRelease', 'c'), extraWrite('HelmRelease', 'b', 'delete'), extraWrite('Pod', 'p')],
  ],
  [
    'unknownAuthority',
    situation({ outcome: 'failed', writes: [write('Secret', 'kcp-webhook-secret', withoutAuthority)] }),
    [missing('Secret', 'kcp-webhook-secret'), outcome('failed', 'waiting')],
    [missing('Secret', 'other'), outcome('failed', 'done')],
  ],
  [
    'namedSecret',
    situation({ outcome: 'failed', flags: named, state: pods, writes: [write('Secret', 'kcp-webhook-secret', withoutAuthority)] }),
    [
      missing('Secret', 'kcp-webhook-secret'),
      extraWrite('Secret', 'mine'),
      extraWrite('Pod', 'kcp-0', 'delete'),
      outcome('failed', 'done'),
    ],
    [
      outcome('failed', 'waiting'),
      extraWrite('Secret', 'other'),
      extraWrite('Secret', 'mine', 'delete'),
      extraWrite('Pod', 'unrelated', 'delete'),
      extraWrite('Pod', 'kcp-0'),
    ],
  ],
  [
    'afterCrash',
    situation({ outcome: 'crashed' }, rendered(['HelmRelease', 'a'])),
    [outcome('crashed', 'waiting'), extraWrite('HelmRelease', 'a')],
    [extraWrite('Pod', 'p'), extraWrite('HelmRelease', 'b')],
  ],
  [
    'noOwnPod',
    situation({
      flags: istio,
      outcome: 'failed',
      message: 'pod not found',
      writes: [{ cluster: 'infra', verb: 'delete', path: pathOf('Pod', 'operator') }],
    }),
    [outcome('failed', 'done'), { kind: 'kept', object: id('Pod', 'operator') }],
    [outcome('failed', 'waiting'), { kind: 'kept', object: id('Pod', 'other') }],
  ],
  [
    'missingIstio',
    situation({ flags: istio, outcome: 'failed', message: 'istio-istiod/mesh-ns resource not found, waiting for it to be created' }),
    [outcome('failed', 'waiting')],
    [outcome('failed', 'done')],
  ],
  [
    'lease',
    situation({ writes: [write('HelmRelease', 'a')] }),
    [extraWrite('Lease', 'mesh-reconcile')],
    [extraWrite('Lease', 'other'), extraWrite('Lease', 'mesh-reconcile', 'delete')],
  ],
  [
    'descriptions',
    situation({ writes: [write('AppProject', 'a', { spec: { description: 'x' } })] }),
    [field('AppProject', 'spec description', 'x', 'y')],
    [field('AppProject', 'spec description', 'x'), field('AppProject', 'spec sourceRepos', 'x', 'y')],
  ],
  [
    'kcpInventories',
    situation({ step: 'FeatureToggleSubroutine', writes: [page('a')] }),
    [extraWrite('ConfigMap', 'mesh-inventory-feature-toggles-kcp.root.platform-mesh-system')],
    [extraWrite('ConfigMap', 'mesh-inventory-feature-toggles-kcp.root'), extraWrite('ConfigMap', 'mesh-inventory-kcp-setup-runtime')],
  ],
  [
    'kcpLease',
    situation({ step: 'KcpsetupSubroutine' }),
    [extraWrite('Lease', 'mesh-reconcile')],
    [extraWrite('Lease', 'mesh-reconcile', 'delete'), extraWrite('Lease', 'mesh')],
  ],
  [
    'toggleLabels',
    situation({ step: 'FeatureToggleSubroutine', writes: [page('a')] }),
    [{ kind: 'extra field', object: idOf(page('a')), path: ['metadata', 'labels', 'core.platform-mesh.io/feature-toggle'], got: 'x' }],
    [
      { kind: 'extra field', object: idOf(page('b')), path: ['metadata', 'labels', 'core.platform-mesh.io/feature-toggle'], got: 'x' },
      { kind: 'extra field', object: idOf(page('a')), path: ['metadata', 'labels', 'other'], got: 'x' },
    ],
  ],
  [
    'disabledPages',
    situation({ ...withToggles('feature-disable-contentconfigurations'), writes: [page('a')] }),
    [{ kind: 'missing', object: idOf(page('a')) }],
    [{ kind: 'missing', object: idOf(page('b')) }],
  ],
  [
    'emptyToggles',
    situation({ step: 'FeatureToggleSubroutine', outcome: 'failed', message: 'open /a/b: no such file or directory' }),
    [outcome('failed', 'done')],
    [outcome('failed', 'waiting')],
  ],
  [
    'missingSecrets',
    situation({ step: 'KcpsetupSubroutine', outcome: 'failed', message: 'secrets "nope" not found' }),
    [outcome('failed', 'waiting')],
    [outcome('failed', 'done'), extraWrite('Secret', 'nope')],
  ],
  [
    'knownAudiences',
    situation({ step: 'KcpsetupSubroutine', writes: [login([])] }),
    [
      { kind: 'missing', object: idOf(login([])) },
      { kind: 'field', object: idOf(login([])), path: AUDIENCES, expected: [], got: ['one'] },
    ],
    [{ kind: 'field', object: idOf(login([])), path: AUDIENCES, expected: [], got: [] }],
  ],
  [
    'refusedProvider',
    situation({ step: 'KcpsetupSubroutine', writes: [provider(500)] }),
    [outcome('done', 'failed')],
    [outcome('done', 'rejected'), { kind: 'missing', object: idOf(provider()) }],
  ],
  [
    'unusableConnections',
    situation({ step: 'ProvidersecretSubroutine', outcome: 'failed', message: 'scoped kubeconfig requires Path' }),
    [outcome('failed', 'waiting')],
    [outcome('failed', 'done')],
  ],
  [
    'otherConnections',
    situation({ step: 'ProvidersecretSubroutine', outcome: 'failed', message: 'secrets "kubeconfig-kcp-admin" not found' }),
    ['rebac-authz-webhook-kubeconfig', 'extension-manager-operator-kubeconfig', 'iam-service-kubeconfig'].flatMap(ofConnection),
    [extraWrite('Secret', 'iam-service-kubeconfig')],
  ],
  [
    'createdAccounts',
    situation({ step: 'ProvidersecretSubroutine', writes: [account('a')] }),
    [{ kind: 'extra field', object: idOf(account('a')), path: ['metadata', 'labels', 'core.platform-mesh.io/operator-created'], got: 'x' }],
    [{ kind: 'extra field', object: idOf(account('b')), path: ['metadata', 'labels', 'core.platform-mesh.io/operator-created'], got: 'x' }],
  ],
];

describe.each(ROWS)('%s', (name, given, wanted, unwanted) => {
  const rows = ALL.filter(({ expectedIn }) => expectedIn === expectations[name]);
  const judged = (differences: readonly Difference[]): Judgement => judge(given, differences, rows);

  it('lists what it wants, and nothing else', () => {
    const { listed, unlisted, stale } = judged([...wanted, ...unwanted]);
    expect({ listed: listed.map(({ differences }) => differences), unlisted, stale }).toEqual({
      listed: [wanted],
      unlisted: unwanted,
      stale: [],
    });
  });

  it('must match, unless another case may have done it before', () => {
    const mayMatchNothing = ALL.some((row) => row.expectedIn === expectations[name] && row.mayMatchNothing === true);
    expect(judged([]).stale.length > 0).toBe(!mayMatchNothing);
  });

  it('counts in no other case', () => {
    expect(judge(situation({ step: 'AnotherSubroutine' }), wanted, rows)).toEqual({ listed: [], unlisted: wanted, stale: [] });
  });
});

it.each(ROWS.filter(([, given]) => given.recorded.outcome !== 'crashed'))(
  '%s names each object that no longer differs',
  (name, given, wanted) => {
    const rows = ALL.filter(({ expectedIn }) => expectedIn === expectations[name]);
    const certain = rows[0]!.expectedIn(given).filter(({ mayBeAbsent }) => mayBeAbsent !== true);
    const stale = wanted.map(
      (_, left) =>
        judge(
          given,
          wanted.filter((_each, index) => index !== left),
          rows,
        ).stale.length,
    );
    expect(stale.filter((count) => count > 0)).toHaveLength(certain.length);
  },
);

it('has a row of this test for each of its rows', () => {
  expect(ROWS.map(([name]) => expectations[name])).toEqual(expect.arrayContaining(ALL.map(({ expectedIn }) => expectedIn)));
  expect(ROWS).toHaveLength(ALL.length);
});

describe('the report', () => {
  const given = situation({ writes: [write('HelmRelease', 'a')] });
  const rows = ALL.filter(({ expectedIn }) => expectedIn === expectations.lease);
  const judgement = judge(given, [extraWrite('Lease', 'mesh-reconcile'), extraWrite('Secret', 's')], rows);
  const failed = { kind: 'failed', name: 'apply-fails', ignoredFlags: ['--x'], ...judgement } as const;
  const notBuilt = { kind: 'not built', name: 'b', step: 'Istio gate', differences: [] } as const;
  const why = rows[0]!.why;

  it('tells what is wanted by its reason, and all else one by one', () => {
    const lines = ['FAIL apply-fails', '     flags that apply does not have: --x', `     as wanted, without a decision: ${why} (1)`];
    const unlisted = '     NOT LISTED secrets mesh-ns/s: the reference did not write it, we did (patch)';
    expect(linesOf(failed, false)).toEqual([...lines, unlisted]);
    const difference = '       leases mesh-ns/mesh-reconcile: the reference did not write it, we did (patch)';
    expect(linesOf(failed, true)).toEqual([...lines, difference, unlisted]);
  });

  it('tells rows that hold no longer', () => {
    const stale = { ...judge(given, [], rows), kind: 'failed', name: 'apply-fails', ignoredFlags: [] } as const;
    expect(linesOf(stale, false)[1]).toBe(
      `     STALE the row matches not leases.coordination.k8s.io mesh-ns/mesh-reconcile: extra write; ` +
        `take it off the list or narrow it: without a decision: ${why}`,
    );
  });

  it.each<[string, CaseResult, boolean]>([
    ['matches in it', failed, false],
    ['matches nothing in it', { ...failed, listed: [] }, true],
    ['is about a step that is not built', { ...notBuilt, name: 'apply-fails' }, true],
    ['could not be replayed', { kind: 'broken', name: 'apply-fails', message: 'no server' }, true],
    ['is not in the run', notBuilt, false],
  ])('fails a row whose example %s', (_what, result, isUnused) => {
    expect(unusedRows(rows, [result])).toEqual(isUnused ? rows : []);
  });

  it('counts what is not built apart', () => {
    const broken = { kind: 'broken', name: 'c', message: 'no server' } as const;
    expect(summaryOf([failed, notBuilt, notBuilt, broken], ALL)).toEqual([
      `without a decision: ${why}: 1 in 1 case`,
      '0 passed, 2 failed, 2 not built (Istio gate 2)',
    ]);
    expect(linesOf(notBuilt, false)).toEqual(['not built: Istio gate: b']);
    expect(linesOf(broken, false)).toEqual(['FAIL c: it could not be replayed: no server']);
  });
});
