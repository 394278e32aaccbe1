import { describe, expect, it } from '@jest/globals';
import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import fc from 'fast-check';
import { detachedApp, manifestsOf, TargetChart, type Target } from '../../src/charts/index.js';
import { Release } from '../../src/constructs/index.js';

const configMap = (scope: Chart, name: string, more: object = {}): ApiObject =>
  new ApiObject(scope, `${name}-${scope.node.children.length}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more } });
const release = (scope: Chart, name: string): Release =>
  new Release(scope, name, { name, namespace: 'mesh', source: { kind: 'OCIRepository', name } });
const chartOf = (target: Target = 'infra', scope: Construct = detachedApp(), id = 'chart'): TargetChart =>
  new TargetChart(scope, id, { target });
const names = (scope: IConstruct): readonly string[] => manifestsOf(scope).map(({ object }) => object.metadata.name);

describe('the order of manifests', () => {
  it('is the order of writing where no dependency decides', () => {
    const chart = chartOf();
    for (const name of ['c', 'a', 'b']) configMap(chart, name);

    expect(names(chart)).toEqual(['c', 'a', 'b']);
  });

  it('has each object after those it depends on', () => {
    const chart = chartOf();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => configMap(chart, name));
    a!.addDependency(b!);
    b!.addDependency(c!);

    expect(names(chart)).toEqual(['c', 'b', 'a']);
  });

  it('has an object after a construct that it depends on', () => {
    const chart = chartOf();
    const first = configMap(chart, 'a');
    first.addDependency(release(chart, 'b'));

    expect(names(chart)).toEqual(['b', 'a']);
  });

  it('has each chart after those it depends on', () => {
    const app = detachedApp();
    const [one, two] = [chartOf('infra', app, 'one'), chartOf('runtime', app, 'two')];
    configMap(one, 'a');
    configMap(two, 'b');
    one.addDependency(two);

    expect(manifestsOf(app).map(({ target, chart, order, object }) => [target, chart, order, object.metadata.name])).toEqual([
      ['runtime', 'two', 0, 'b'],
      ['infra', 'one', 1, 'a'],
    ]);
  });

  it('is topological for any dependencies between objects', () => {
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 60 });
    fc.assert(
      fc.property(edges, fc.shuffledSubarray([...Array(20).keys()], { minLength: 20 }), (pairs, rank) => {
        const chart = chartOf();
        const objects = rank.map((_, index) => configMap(chart, `o${index}`));
        const wanted = pairs.filter(([from, to]) => rank[from]! > rank[to]!);
        for (const [from, to] of wanted) objects[from]!.addDependency(objects[to]!);

        const order = names(chart);

        expect(order).toHaveLength(20);
        for (const [from, to] of wanted) expect(order.indexOf(`o${from}`)).toBeGreaterThan(order.indexOf(`o${to}`));
      }),
    );
  });

  // Five more that cdk8s itself gets right or refuses. Patch 1 of the review.
  it('has a construct after one that it depends on', () => {
    const chart = chartOf();
    const [a, b] = [release(chart, 'a'), release(chart, 'b')];
    a.node.addDependency(b);

    expect(names(chart)).toEqual(['b', 'a']);
  });

  it('has a chart after another when one of its objects depends on one there', () => {
    const app = detachedApp();
    const a = configMap(chartOf('infra', app, 'one'), 'a');
    a.addDependency(configMap(chartOf('infra', app, 'two'), 'b'));

    expect(names(app)).toEqual(['b', 'a']);
  });

  it('refuses objects that wait for each other', () => {
    const chart = chartOf();
    const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
    a.addDependency(b);
    b.addDependency(a);

    expect(() => manifestsOf(chart)).toThrow(expect.objectContaining({ code: 'dependency-cycle' }));
  });

  it('refuses charts that wait for each other', () => {
    const app = detachedApp();
    const [one, two] = [chartOf('infra', app, 'one'), chartOf('infra', app, 'two')];
    one.addDependency(two);
    two.addDependency(one);

    expect(() => manifestsOf(app)).toThrow(expect.objectContaining({ code: 'dependency-cycle' }));
  });

  it('follows a chain that is longer than the call stack is deep', () => {
    const chart = chartOf();
    let before: ApiObject | undefined;
    for (let index = 0; index < 20_000; index += 1) {
      const object = new ApiObject(chart, String(index), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `o${index}` } });
      if (before) before.addDependency(object);
      before = object;
    }

    expect(names(chart)[0]).toBe('o19999');
  });
});

describe('a manifest', () => {
  it('carries the target of its chart, a nested one included', () => {
    const outer = chartOf('infra');
    configMap(outer, 'a');
    configMap(chartOf('kcp/root:orgs', outer, 'inner'), 'b');

    expect(manifestsOf(outer).map(({ target, chart, object }) => [target, chart, object.metadata.name])).toEqual([
      ['infra', 'chart', 'a'],
      ['kcp/root:orgs', 'inner', 'b'],
    ]);
  });

  it('needs a target', () => {
    const chart = new Chart(detachedApp(), 'plain');
    configMap(chart, 'a');

    expect(() => manifestsOf(chart)).toThrow(expect.objectContaining({ code: 'no-target' }));
    expect(() => manifestsOf(chart)).toThrow(/plain\/a-0/u);
  });

  it('is refused when it is written twice, and both paths are named', () => {
    const chart = chartOf();
    configMap(chart, 'a', { namespace: 'mesh' });
    configMap(chart, 'a', { namespace: 'mesh' });

    expect(() => manifestsOf(chart)).toThrow(expect.objectContaining({ code: 'duplicate-object' }));
    expect(() => manifestsOf(chart)).toThrow(/ConfigMap mesh\/a: .*chart\/a-0 and chart\/a-1/u);
  });

  it.each([
    ['another namespace', { namespace: 'other' }, 'infra', 'v1'],
    ['another target', { namespace: 'mesh' }, 'runtime', 'v1'],
    ['another API group', { namespace: 'mesh' }, 'infra', 'example.com/v1'],
  ] as const)('may have the name of one in %s', (_, metadata, target, apiVersion) => {
    const app = detachedApp();
    configMap(chartOf('infra', app, 'one'), 'a', { namespace: 'mesh' });
    new ApiObject(chartOf(target, app, 'two'), 'other', { apiVersion, kind: 'ConfigMap', metadata: { name: 'a', ...metadata } });

    expect(names(app)).toEqual(['a', 'a']);
  });

  it('is the same object in another version', () => {
    const chart = chartOf();
    new ApiObject(chart, 'one', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' } });
    new ApiObject(chart, 'two', { apiVersion: 'example.com/v2', kind: 'Thing', metadata: { name: 'a' } });

    expect(() => manifestsOf(chart)).toThrow(expect.objectContaining({ code: 'duplicate-object' }));
  });
});
