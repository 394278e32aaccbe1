import { describe, expect, it } from '@jest/globals';
import type { Difference } from '../../scripts/conformance-runtime/difference.ts';
import { judge } from '../../scripts/conformance-runtime/judge.ts';
import { LISTED_DIFFERENCES } from '../../scripts/conformance-runtime/listed-differences.ts';
import type { Json } from '../../scripts/conformance-runtime/json.ts';
import { objectOf, type ObjectId } from '../../scripts/conformance-runtime/object-path.ts';
import type { RecordedCase } from '../../scripts/conformance-runtime/recorded-case.ts';
import { linesOf, summaryOf } from '../../scripts/conformance-runtime/report.ts';
import { pathOf, recordedCase, write } from './recorded.ts';

const PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';
const id = (kind: string, name: string): ObjectId => objectOf(pathOf(kind, name))!;
const field = (kind: string, path: string, expected: Json, got?: Json): Difference => {
  return { kind: 'field', object: id(kind, 'a'), path: path.split(' '), expected, got };
};
const extraField = (kind: string, path: string): Difference => {
  return { kind: 'extra field', object: id(kind, 'a'), path: path.split(' '), got: 'x' };
};
const extraWrite = (kind: string, name: string, verb = 'patch'): Difference => ({ kind: 'extra write', object: id(kind, name), verb });
const outcome = (expected: string, got: string): Difference => ({ kind: 'outcome', expected, got, message: '', printed: '' });
const inventoryId = { ...id('Secret', 'mesh-inventory-infra'), resource: 'configmaps' };
const inventory: Difference = { kind: 'extra write', object: inventoryId, verb: 'patch' };
const withAuthority = { stringData: { kubeconfig: '{"kind":"Config","clusters":[{"cluster":{"certificate-authority-data":"eA=="}}]}' } };
const withoutAuthority = { stringData: { kubeconfig: '{"kind":"Config","clusters":[{"cluster":{"server":"https://a"}}]}' } };
const missingSecret: Difference = { kind: 'missing', object: id('Secret', 'kcp-webhook-secret') };
const pods = { runtime: [{ kind: 'Pod', metadata: { name: 'kcp-0', labels: { 'app.kubernetes.io/name': 'kcp' } } }], infra: [], kcp: [] };
const named = { '--authorization-webhook-secret-name': 'mine' };
/** A step in which the inventory is no matter. */
const elsewhere = { step: 'AnotherSubroutine' };

type Row = readonly [
  what: string,
  decision: string,
  recorded: Partial<RecordedCase>,
  wanted: readonly Difference[],
  unwanted: readonly Difference[],
];

/** What is wanted by which decision, and what is like it and is not. */
const ROWS: readonly Row[] = [
  [
    'the technology of a Resource',
    '8',
    { ...elsewhere, writes: [write('Resource', 'a')] },
    [extraField('Resource', 'metadata labels core.platform-mesh.io/deployment-technology')],
    [
      extraField('Resource', 'metadata labels other'),
      extraField('HelmRelease', 'metadata labels core.platform-mesh.io/deployment-technology'),
    ],
  ],
  [
    'null',
    '10',
    { ...elsewhere, writes: [write('HelmRelease', 'a', { spec: { values: null } })] },
    [field('HelmRelease', 'spec values', null)],
    [field('HelmRelease', 'spec values', null, {}), field('HelmRelease', 'spec values', {})],
  ],
  [
    'a placeholder',
    '12',
    { ...elsewhere, writes: [write('Application', 'a', { spec: { source: { repoURL: PLACEHOLDER, targetRevision: PLACEHOLDER } } })] },
    [
      field('Application', 'spec source repoURL', PLACEHOLDER, 'https://a'),
      field('Application', 'spec source targetRevision', PLACEHOLDER, '1'),
    ],
    [
      field('Application', 'spec source repoURL', 'https://a', 'https://b'),
      field('Application', 'spec source repoURL', '', PLACEHOLDER),
      field('Application', 'spec source repoURL', PLACEHOLDER),
      field('Application', 'spec project', '', 'x'),
    ],
  ],
  ['the inventory', '19', { writes: [write('HelmRelease', 'a')] }, [inventory], [extraWrite('Secret', 'mesh-inventory-infra')]],
  [
    'what is waited for by default',
    '20',
    { step: 'WaitSubroutine', outcome: 'waiting' },
    [outcome('waiting', 'done')],
    [outcome('waiting', 'failed'), extraWrite('Secret', 's')],
  ],
  [
    'the revision of an Application',
    '23',
    { ...elsewhere, writes: [write('Application', 'a', { spec: { source: { repoURL: 'https://a' } } })] },
    [extraField('Application', 'spec source targetRevision')],
    [extraField('Application', 'spec source chart')],
  ],
  [
    'the source of a chart',
    '23',
    { ...elsewhere, writes: [write('HelmRelease', 'a', { spec: { chartRef: { kind: 'OCIRepository' } } })] },
    [extraWrite('OCIRepository', 'a')],
    [extraWrite('HelmRelease', 'b')],
  ],
  [
    'the version of a chart',
    '23',
    { ...elsewhere, writes: [write('HelmRelease', 'a', { spec: { chart: { spec: { sourceRef: { kind: 'HelmRepository' } } } } })] },
    [extraField('HelmRelease', 'spec chart spec version'), extraWrite('OCIRepository', 'a')],
    [extraField('HelmRelease', 'spec chart spec chart')],
  ],
  [
    'suspend',
    '23',
    { ...elsewhere, writes: [write('HelmRelease', 'a', { spec: { suspend: false } })] },
    [field('HelmRelease', 'spec suspend', false)],
    [field('HelmRelease', 'spec suspend', false, true), field('HelmRelease', 'spec suspend', true)],
  ],
  [
    'a description',
    'compare.mjs',
    { ...elsewhere, writes: [write('AppProject', 'a', { spec: { description: 'x' } })] },
    [field('AppProject', 'spec description', 'x', 'y')],
    [field('AppProject', 'spec sourceRepos', 'x', 'y')],
  ],
  [
    'what comes after a refused object',
    'second rule',
    { ...elsewhere, outcome: 'failed', writes: [write('HelmRelease', 'a', {}, { status: 500 })] },
    [extraWrite('HelmRelease', 'b')],
    [extraWrite('Pod', 'p'), extraWrite('HelmRelease', 'b', 'delete')],
  ],
  [
    'an authority that is not known',
    'second rule',
    { ...elsewhere, outcome: 'failed', writes: [write('Secret', 'kcp-webhook-secret', withoutAuthority)] },
    [missingSecret, outcome('failed', 'waiting')],
    [{ kind: 'missing', object: id('Secret', 'other') }, outcome('failed', 'done')],
  ],
  [
    'another name of the webhook Secret',
    'second rule',
    { ...elsewhere, outcome: 'failed', flags: named, state: pods, writes: [write('Secret', 'kcp-webhook-secret', withoutAuthority)] },
    [missingSecret, outcome('failed', 'done'), extraWrite('Secret', 'mine'), extraWrite('Pod', 'kcp-0', 'delete')],
    [
      outcome('failed', 'waiting'),
      extraWrite('Secret', 'other'),
      extraWrite('Secret', 'mine', 'delete'),
      extraWrite('Pod', 'unrelated', 'delete'),
      extraWrite('Pod', 'kcp-0'),
    ],
  ],
  [
    'the restart of kcp',
    'second rule',
    { ...elsewhere, writes: [write('Secret', 'a', withAuthority)] },
    [extraField('Secret', 'metadata annotations core.platform-mesh.io/kcp-restarted-for')],
    [extraField('Secret', 'metadata labels other')],
  ],
  [
    'a crash',
    'second rule',
    { ...elsewhere, outcome: 'crashed' },
    [outcome('crashed', 'waiting'), extraWrite('HelmRelease', 'a')],
    [extraWrite('Pod', 'p')],
  ],
];

const decisionsOf = (rows: typeof LISTED_DIFFERENCES): ReadonlySet<string> => new Set(rows.map(({ decision }) => decision));

describe.each(ROWS)('%s (decision %s)', (_what, decision, given, wanted, unwanted) => {
  const recorded = recordedCase(given);

  it('lists what it wants', () => {
    const { listed, unlisted, stale } = judge(recorded, wanted, LISTED_DIFFERENCES);
    expect({ decisions: [...decisionsOf(listed)], unlisted, stale }).toEqual({ decisions: [decision], unlisted: [], stale: [] });
  });

  it('lists nothing else', () => {
    expect(judge(recorded, [...wanted, ...unwanted], LISTED_DIFFERENCES).unlisted).toEqual(unwanted);
  });

  it('must be seen', () => {
    expect([...decisionsOf(judge(recorded, [], LISTED_DIFFERENCES).stale)]).toEqual([decision]);
  });

  it('counts in no other case', () => {
    expect(judge(recordedCase(elsewhere), wanted, LISTED_DIFFERENCES)).toEqual({ listed: [], unlisted: wanted, stale: [] });
  });
});

it('has a row of this test for each of its rows', () => {
  expect(ROWS.map(([, decision]) => decision).sort()).toEqual(LISTED_DIFFERENCES.map(({ decision }) => decision).sort());
});

describe('the report', () => {
  const recorded = recordedCase({ writes: [write('HelmRelease', 'a')] });
  const { listed, ...judgement } = judge(recorded, [inventory, extraWrite('Secret', 's')], LISTED_DIFFERENCES);
  const failed = { kind: 'failed', name: 'a', ignoredFlags: ['--x'], listed, ...judgement } as const;
  const notBuilt = { kind: 'not built', name: 'b', step: 'Istio gate', differences: [] } as const;

  it('names decisions, and what no decision wants', () => {
    expect(linesOf(failed, false)).toEqual([
      'FAIL a (differs as wanted: 19)',
      '     flags that apply does not have: --x',
      '     secrets mesh-ns/s: the reference did not write it, we did (patch)',
    ]);
    expect(linesOf(failed, true)).toContain('     as wanted, 19: the inventory names what was applied');
  });

  it('tells rows that hold no longer', () => {
    const stale = judge(recorded, [], LISTED_DIFFERENCES);
    expect(linesOf({ kind: 'failed', name: 'a', ignoredFlags: [], ...stale }, false)[1]).toMatch(/no longer differs.*19: the inventory/u);
  });

  it('counts what is not built apart', () => {
    const broken = { kind: 'broken', name: 'c', message: 'no server' } as const;
    expect(summaryOf([failed, notBuilt, notBuilt, broken])).toBe('0 passed, 2 failed, 2 not built (Istio gate 2)');
    expect(linesOf(notBuilt, false)).toEqual(['not built: Istio gate: b']);
    expect(linesOf(broken, false)).toEqual(['FAIL c: it could not be replayed: no server']);
  });
});
