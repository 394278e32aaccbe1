import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, PlatformMeshChart } from '../../../src/charts/index.js';
import { compareObjects } from '../../../src/diff/index.js';
import { parseYaml } from '../../../src/gotemplate/index.js';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { loadBlueprint } from '../../../src/profile/index.js';
import { maskComparison } from '../../../src/cli/mask/mask-comparison.js';
import { maskObjects } from '../../../src/cli/mask/mask-objects.js';
import { maskPair, maskValue } from '../../../src/cli/mask/mask-values.js';

const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function object(kind: string, fields: object, annotations?: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name: 'a', ...(annotations ? { annotations } : {}) }, ...fields };
}

describe('two states of a value', () => {
  it.each([
    ['one that stays', { password: 'a' }, { password: 'a' }, { password: '(hidden)' }, { password: '(hidden)' }],
    ['one that differs', { password: 'a' }, { password: 'b' }, { password: '(hidden, before)' }, { password: '(hidden, after)' }],
    ['one that comes', {}, { password: 'b' }, {}, { password: '(hidden)' }],
    ['a number', { pwd: 1 }, { pwd: 2 }, { pwd: '(hidden, before)' }, { pwd: '(hidden, after)' }],
    ['a reference that becomes a value', { password: '' }, { password: 'b' }, { password: '' }, { password: '(hidden, after)' }],
    ['a URL', { uri: 'db://u:a@h' }, { uri: 'db://u:b@i' }, { uri: 'db://u:(hidden, before)@h' }, { uri: 'db://u:(hidden, after)@i' }],
    [
      'the same in a URL that differs',
      { uri: 'db://u:a@h' },
      { uri: 'db://u:a@i' },
      { uri: 'db://u:(hidden)@h' },
      { uri: 'db://u:(hidden)@i' },
    ],
    [
      'secrets that change places',
      'token=a password=b',
      'token=b password=a',
      'token=(hidden, before) password=(hidden, before)',
      'token=(hidden, after) password=(hidden, after)',
    ],
    [
      'JSON in a text',
      '{"token":"a","b":1}',
      '{"token":"c","b":1}',
      '{"token":"(hidden, before)","b":1}',
      '{"token":"(hidden, after)","b":1}',
    ],
  ])('hides %s', (_, before, after, shownBefore, shownAfter) => {
    expect(maskPair(before, after)).toEqual([shownBefore, shownAfter]);
  });

  it('compares the entries of a list by their names', () => {
    const env = (...names: readonly string[]): object => ({ env: names.map((name) => ({ name, value: `of ${name}` })) });
    expect(maskPair(env('TOKEN'), env('PASSWORD', 'TOKEN', 'HOST'))).toEqual([
      { env: [{ name: 'TOKEN', value: '(hidden)' }] },
      {
        env: [
          { name: 'PASSWORD', value: '(hidden)' },
          { name: 'TOKEN', value: '(hidden)' },
          { name: 'HOST', value: 'of HOST' },
        ],
      },
    ]);
  });

  it('hides the argument behind a flag, but no flag', () => {
    expect(maskValue({ args: ['--password', 'x', '--token', '--verbose', '--user', 'a'] })).toEqual({
      args: ['--password', '(hidden)', '--token', '--verbose', '--user', 'a'],
    });
  });

  it.each([
    [{ automountServiceAccountToken: false }],
    [{ maxTokens: 100 }],
    [{ passCredentials: true }],
    [{ secret: { secretName: 'a', defaultMode: 420 } }],
    [{ description: '{not JSON', password: null }],
  ])('leaves %j', (value) => {
    expect(maskValue(value)).toEqual(value);
  });
});

describe('a Secret', () => {
  it('shows which of its values differ, and none of them', () => {
    expect(
      maskObjects(
        object('Secret', { data: { same: 'x', other: 'y' } }),
        object('Secret', { data: { same: 'x', other: 'z', more: 'w' }, stringData: { a: 'b' } }),
      ),
    ).toEqual([
      object('Secret', { data: { same: '(hidden)', other: '(hidden, before)' } }),
      object('Secret', { data: { same: '(hidden)', other: '(hidden, after)', more: '(hidden)' }, stringData: { a: '(hidden)' } }),
    ]);
  });

  it('shows nothing of what kubectl applied last', () => {
    const applied = JSON.stringify(object('Secret', { stringData: { a: 'hunter2' } }));
    const [before, after] = maskObjects(object('Secret', { data: {} }, { [APPLIED]: applied, other: 'x' }), undefined);
    expect(before).toEqual(object('Secret', { data: {} }, { [APPLIED]: '(hidden)', other: 'x' }));
    expect(after).toBeUndefined();
  });
});

describe('another object', () => {
  it('is shown as it is where it holds no secret', () => {
    const map = object('ConfigMap', { data: { a: 'x', secretName: 'portal' } });
    expect(maskObjects(map, map)).toEqual([map, map]);
  });

  it('hides by the same rules what kubectl applied last', () => {
    const applied = object('HelmRelease', { spec: { values: { password: 'hunter2', host: 'a' } } });
    const [, after] = maskObjects(undefined, object('HelmRelease', {}, { [APPLIED]: JSON.stringify(applied) }));
    expect(JSON.parse(after?.metadata.annotations?.[APPLIED] ?? '')).toEqual(
      object('HelmRelease', { spec: { values: { password: '(hidden)', host: 'a' } } }),
    );
  });

  it('hides what the values of an Application hold', () => {
    const application = (values: string): KubernetesObject => object('Application', { spec: { source: { helm: { values } } } });
    const [before, after] = maskObjects(
      application('auth:\n  token: |-\n    two\n    lines\n'),
      application('auth:\n  token: b # changed\n'),
    );
    const valuesOf = (state: KubernetesObject | undefined): unknown =>
      (state?.['spec'] as { source: { helm: { values: string } } }).source.helm.values;
    expect(parseYaml(String(valuesOf(before)))).toEqual({ auth: { token: '(hidden, before)' } });
    expect(parseYaml(String(valuesOf(after)))).toEqual({ auth: { token: '(hidden, after)' } });

    const plain = application('host: a # as it is written\n');
    expect(maskObjects(plain, plain)).toEqual([plain, plain]);
  });
});

describe('a comparison', () => {
  it('still tells that a secret changed', () => {
    const release = (password: string): { target: string; object: KubernetesObject } => ({
      target: 'infra',
      object: object('HelmRelease', { spec: { values: { password, args: ['--token', password] } } }),
    });
    const [change] = maskComparison(compareObjects([release('a')], [release('b')])).changes;

    expect(change?.fields).toEqual([
      { path: ['spec', 'values', 'args', '1'], before: '(hidden, before)', after: '(hidden, after)' },
      { path: ['spec', 'values', 'password'], before: '(hidden, before)', after: '(hidden, after)' },
    ]);
    expect(change?.before?.['spec']).toEqual({ values: { password: '(hidden, before)', args: ['--token', '(hidden, before)'] } });
    expect(change?.after?.['spec']).toEqual({ values: { password: '(hidden, after)', args: ['--token', '(hidden, after)'] } });
  });
});

describe('the examples', () => {
  it.each(['quickstart', 'argocd', 'remote', 'own-service'])('%s are shown as they are', (example) => {
    const { blueprint } = loadBlueprint({ files: [`examples/${example}`] });
    const app = detachedApp();
    new PlatformMeshChart(app, 'mesh', { blueprint });
    for (const { object: made } of manifestsOf(app)) expect(maskObjects(undefined, made)[1]).toEqual(made);
  });
});
