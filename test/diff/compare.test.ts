import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { compareObjects, objectsIn, patchOf, renderMarkdown, type Comparison, type PlacedObject } from '../../src/diff/index.js';
import { InvalidInputError } from '../../src/errors.js';

const release = (name: string, spec: object = {}, metadata: object = {}): KubernetesObject => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'mesh', ...metadata },
  spec,
});
const placed = (object: KubernetesObject, target = 'infra'): PlacedObject => ({ target, object });
const told = ({ changes }: Comparison): unknown =>
  changes.map(({ change, name, fields }) => [change, name, fields.map(({ path }) => path.join('.'))]);

describe('two sets of objects', () => {
  it('differ by what was added, removed and changed', () => {
    const comparison = compareObjects(
      [placed(release('a', { replicas: 1 })), placed(release('b')), placed(release('c'))],
      [placed(release('d')), placed(release('a', { replicas: 2 })), placed(release('b'))],
    );

    expect(comparison).toMatchObject({ added: 1, changed: 1, removed: 1, unchanged: 1 });
    expect(told(comparison)).toEqual([
      ['added', 'd', []],
      ['changed', 'a', ['spec.replicas']],
      ['removed', 'c', []],
    ]);
  });

  it('tell the fields that were added, removed and changed, with what they held', () => {
    const { changes } = compareObjects(
      [placed(release('a', { old: 1, list: [1, { x: 1 }], same: {} }))],
      [placed(release('a', { new: null, list: [1, { x: 2 }], same: {} }))],
    );

    expect(changes[0]?.fields).toEqual([
      { path: ['spec', 'list', '1', 'x'], before: 1, after: 2 },
      { path: ['spec', 'new'], after: null },
      { path: ['spec', 'old'], before: 1 },
    ]);
  });

  it('show a list whole when its length changed', () => {
    const { changes } = compareObjects([placed(release('a', { list: [1] }))], [placed(release('a', { list: [0, 1] }))]);

    expect(changes[0]?.fields).toEqual([{ path: ['spec', 'list'], before: [1], after: [0, 1] }]);
  });

  it('find an object again when its version changed, but not in another target or namespace', () => {
    const older = { ...release('a'), apiVersion: 'helm.toolkit.fluxcd.io/v2beta2' };

    expect(told(compareObjects([placed(older)], [placed(release('a'))]))).toEqual([['changed', 'a', ['apiVersion']]]);
    expect(told(compareObjects([placed(release('a'), 'runtime')], [placed(release('a'))]))).toEqual([
      ['added', 'a', []],
      ['removed', 'a', []],
    ]);
    expect(told(compareObjects([placed(release('a', {}, { namespace: 'other' }))], [placed(release('a'))]))).toEqual([
      ['added', 'a', []],
      ['removed', 'a', []],
    ]);
  });

  it('find an object of an unknown target in any', () => {
    expect(compareObjects([{ target: undefined, object: release('a') }], [placed(release('a'), 'runtime')])).toMatchObject({
      unchanged: 1,
      changes: [],
    });
  });

  it('differ by no field that a cluster added', () => {
    const stored = {
      ...release(
        'a',
        { interval: '1m', chartRef: { kind: 'OCIRepository' }, storageNamespace: 'mesh', values: { a: 1, b: null } },
        { uid: 'u', resourceVersion: '7', finalizers: ['f'] },
      ),
      status: { ready: true },
    };

    expect(
      compareObjects(
        [placed(stored)],
        [placed(release('a', { interval: '1m', chartRef: { kind: 'OCIRepository' }, values: { a: 1, b: null } }))],
      ),
    ).toMatchObject({ unchanged: 1 });
    expect(
      told(
        compareObjects([placed(stored)], [placed(release('a', { interval: '2m', chartRef: { kind: 'OCIRepository' }, values: { a: 1 } }))]),
      ),
    ).toEqual([['changed', 'a', ['spec.interval', 'spec.values.b']]]);
  });
});

describe('objects in files', () => {
  it('have the target of their folder', () => {
    const text = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
    const files = new Map([
      ['infra/a.yaml', text],
      ['runtime/a.yaml', text],
      ['kcp/root/orgs/a.yaml', text],
      ['a.yaml', text],
      ['infra/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: k}\n'],
    ]);

    expect(objectsIn(files).map(({ target }) => target)).toEqual(['infra', 'runtime', 'kcp/root:orgs', undefined]);
  });

  it('may be the items of a list, as kubectl prints it', () => {
    expect(
      objectsIn(new Map([['a.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [release('a'), release('b')] })]])).map(
        ({ object }) => object.metadata.name,
      ),
    ).toEqual(['a', 'b']);
  });

  it('that are no YAML are refused with their place', () => {
    const problems = ((): unknown => {
      try {
        return objectsIn(new Map([['infra/a.yaml', 'a: 1\nb: [\n']]));
      } catch (error) {
        return error instanceof InvalidInputError ? error.problems : error;
      }
    })();

    expect(problems).toMatchObject([{ code: 'invalid-yaml', location: { file: 'infra/a.yaml', line: 3, column: 1 } }]);
  });
});

describe('a patch', () => {
  it('has three lines around each change and says where lines are left out', () => {
    const spec = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${String(index).padStart(2, '0')}`, index]));
    const { changes } = compareObjects([placed(release('a', spec))], [placed(release('a', { ...spec, k04: 'x', k15: 'y' }))]);

    expect(changes.flatMap(patchOf).map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
      ...[
        'same k01: 1',
        'same k02: 2',
        'same k03: 3',
        'removed k04: 4',
        'added k04: x',
        'same k05: 5',
        'same k06: 6',
        'same k07: 7',
        'gap ...',
      ],
      ...[
        'same k12: 12',
        'same k13: 13',
        'same k14: 14',
        'removed k15: 15',
        'added k15: "y"',
        'same k16: 16',
        'same k17: 17',
        'same k18: 18',
      ],
    ]);
  });
});

describe('Markdown', () => {
  it('says when nothing changes', () => {
    expect(renderMarkdown(compareObjects([placed(release('a'))], [placed(release('a'))]))).toBe(
      '**Platform Mesh:** no change in 1 object\n',
    );
  });

  it('cannot be broken by a value', () => {
    const text = renderMarkdown(compareObjects([], [placed(release('a', { value: '</details>\n````\n# x' }))]));

    expect(text).toContain('\n`````diff\n');
    expect(text.trimEnd().endsWith('`````\n\n</details>')).toBe(true);
  });

  it('fits into a comment, and says what was left out', () => {
    const many = (value: string): readonly PlacedObject[] =>
      Array.from({ length: 3_000 }, (_, index) => placed(release(`svc-${index}`, { value })));
    const text = renderMarkdown(compareObjects(many('a'), many('b')));

    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('Too long to show');
  });
});
