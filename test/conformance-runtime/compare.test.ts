import { describe, expect, it } from '@jest/globals';
import { compare, type Observed, type OwnWrite } from '../../scripts/conformance-runtime/compare.ts';
import { describeDifference } from '../../scripts/conformance-runtime/difference.ts';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';
import { keyOf, objectOf } from '../../scripts/conformance-runtime/object-path.ts';
import type { RecordedCase } from '../../scripts/conformance-runtime/recorded-case.ts';
import { pathOf, recordedCase, write } from './recorded.ts';

const keyFor = (kind: string, name: string): string => keyOf(objectOf(pathOf(kind, name))!);
const own = (kind: string, name: string, verb = 'patch'): OwnWrite => ({ verb, object: objectOf(pathOf(kind, name))! });

/** What is told of a replay. */
function told(recorded: Partial<RecordedCase>, observed: Partial<Observed> = {}): readonly string[] {
  const empty = { before: new Map(), after: new Map(), targets: new Map(), kinds: new Map(), rendered: new Map() };
  const nothing = { exitCode: 0, trouble: '', writes: [], ...empty };
  return compare(recordedCase(recorded), { ...nothing, ...observed }).map(describeDifference);
}

function live(kind: string, name: string, fields: JsonMap = {}): ReadonlyMap<string, JsonMap> {
  return new Map([[keyFor(kind, name), { kind, metadata: { name, namespace: 'mesh-ns' }, ...fields }]]);
}

describe('the outcome', () => {
  it.each<[RecordedCase['outcome'], number, boolean]>([
    ['done', 0, true],
    ['waiting', 4, true],
    ['failed', 1, true],
    ['failed', 4, false],
    ['done', 2, false],
    ['crashed', 1, false],
  ])('%s is exit code %p: %p', (outcome, exitCode, isSame) => {
    expect(told({ outcome }, { exitCode }).length === 0).toBe(isSame);
  });

  it('names the same thing, as long as it is no success', () => {
    const recorded = { outcome: 'failed', message: 'secrets "my-webhook" not found' } as const;
    const other = told(recorded, { exitCode: 1, trouble: 'Secret other is missing' });
    expect(other).toEqual(['message: expected it to name my-webhook; got Secret other is missing']);
    expect(told(recorded, { exitCode: 1, trouble: 'Secret mesh-ns/my-webhook is missing' })).toEqual([]);
    expect(told(recorded, { exitCode: 0 })).toEqual(['outcome: expected failed (secrets "my-webhook" not found), got done']);
  });
});

describe('an object that the reference wrote', () => {
  const writes = [write('HelmRelease', 'a', { spec: { interval: '1m' } }, { cluster: 'infra' })];

  it('has the same values in the end, whoever wrote them', () => {
    const toldOf = (interval: string): readonly string[] => told({ writes }, { after: live('HelmRelease', 'a', { spec: { interval } }) });
    expect(toldOf('1m')).toEqual([]);
    expect(toldOf('5m')).toEqual(['helmreleases mesh-ns/a spec.interval: expected "1m", got "5m"']);
  });

  it('is there', () => {
    expect(told({ writes })).toEqual(['helmreleases mesh-ns/a: the reference wrote it, it is missing']);
  });

  it('is on the same cluster', () => {
    const after = live('HelmRelease', 'a', { spec: { interval: '1m' } });
    const targets = new Map([['HelmRelease mesh-ns/a', 'runtime']]);
    expect(told({ writes }, { after, targets })).toEqual(['helmreleases mesh-ns/a: expected on infra, got on runtime']);
  });

  it('has no more fields of ours, where we wrote it', () => {
    const fieldsV1 = { 'f:spec': { 'f:interval': {}, 'f:timeout': {}, 'f:gone': {} } };
    const managedFields = [{ manager: 'platform-mesh-deployment', operation: 'Apply', fieldsV1 }];
    const metadata = { name: 'a', namespace: 'mesh-ns', managedFields };
    const after = live('HelmRelease', 'a', { metadata, spec: { interval: '1m', timeout: '9m' } });
    const written = told({ writes }, { after, writes: [own('HelmRelease', 'a')] });
    expect(written).toEqual(['helmreleases mesh-ns/a spec.timeout: the reference did not write it, got "9m"']);
    expect(told({ writes }, { after })).toEqual([]);
  });

  it('has no field of ours by an empty map alone, in which others have theirs', () => {
    const managedFields = [{ manager: 'platform-mesh-deployment', operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': {} } } }];
    const toldOf = (labels: JsonMap): readonly string[] => {
      const after = live('HelmRelease', 'a', { metadata: { name: 'a', namespace: 'mesh-ns', labels, managedFields } });
      return told({ writes: [write('HelmRelease', 'a')] }, { after, writes: [own('HelmRelease', 'a')] });
    };
    expect(toldOf({ theirs: 'x' })).toEqual([]);
    expect(toldOf({})).toEqual(['helmreleases mesh-ns/a metadata.labels: the reference did not write it, got {}']);
  });

  it('counts for nothing where it was refused, but was asked for', () => {
    const refused = writes.map((each) => ({ ...each, status: 500 }));
    expect(told({ writes: refused })).toEqual([]);
    expect(told({ writes: refused }, { writes: [own('HelmRelease', 'a')] })).toEqual([]);
  });
});

describe('an object that the reference deleted', () => {
  const writes = [{ cluster: 'runtime', verb: 'delete', path: pathOf('Pod', 'kcp-0') } as const];
  const pod = (uid: string): ReadonlyMap<string, JsonMap> => live('Pod', 'kcp-0', { metadata: { name: 'kcp-0', uid } });

  it('is gone, or is another one', () => {
    expect(told({ writes }, { before: pod('1') })).toEqual([]);
    expect(told({ writes }, { before: pod('1'), after: pod('2') })).toEqual([]);
    const kept = told({ writes }, { before: pod('1'), after: pod('1') });
    expect(kept).toEqual(['pods mesh-ns/kcp-0: the reference deleted it, it is still there']);
  });
});

it('tells once of each object that the reference did not write', () => {
  const writes = [own('Secret', 's'), own('Secret', 's', 'update'), own('Pod', 'p', 'delete')];
  expect(told({}, { writes })).toEqual([
    'secrets mesh-ns/s: the reference did not write it, we did (patch, update)',
    'pods mesh-ns/p: the reference did not write it, we did (delete)',
  ]);
});
