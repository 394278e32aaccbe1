import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isApplied } from '../../src/runtime/apply/index.js';
import { connect, isApiError, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import { call, startKube, until, type ApiServer } from '../servers/index.ts';
import { install, type Crd } from './crds.ts';
import { describeWith } from './describe-with.ts';

const MANAGER = 'platform-mesh-deployment';
const THING = { apiVersion: 'example.test/v1', kind: 'Thing' } as const;
const RUNS = process.env['E2E_LONG'] === '1' ? 2000 : 300;

const text = { type: 'string' };
const port = {
  type: 'object',
  required: ['port'],
  properties: { port: { type: 'integer' }, protocol: { ...text, default: 'TCP' }, name: text },
};

/** Everything that decides who owns what: lists by key, as a set and as a whole, maps, defaults, and values of any kind. */
const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        interval: { ...text, default: '5m' },
        ports: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['port', 'protocol'], items: port },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
        steps: { type: 'array', items: port },
        selector: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: text },
        limits: { type: 'object', additionalProperties: { 'x-kubernetes-int-or-string': true } },
        maybe: { type: 'object', nullable: true, properties: { a: text, b: { ...text, nullable: true } } },
        values: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.test' },
  spec: {
    group: 'example.test',
    scope: 'Namespaced',
    names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: SCHEMA } }],
  },
} as unknown as Crd;

const word = fc.constantFrom('a', 'b', 'c', 'd/e', 'f.g', 'h:i', '~1', '');
const key = fc.constantFrom('a', 'b', 'c', 'd/e', 'f.g', 'h:i', '.', 'f:x', '0');
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(0.5, 1e21, -0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const fullPort = fc.record(
  { port: fc.integer({ min: 1, max: 4 }), protocol: fc.constantFrom('TCP', 'UDP'), name: word },
  { requiredKeys: ['port', 'protocol'] },
);
// The server gives it a protocol, so that it is not what was wanted.
const shortPort = fc.record({ port: fc.integer({ min: 1, max: 4 }) });
const ports = fc.array(fc.oneof({ arbitrary: fullPort, weight: 20 }, { arbitrary: shortPort, weight: 1 }), { minLength: 1, maxLength: 4 });

const spec = fc.record(
  {
    interval: fc.constantFrom('1m', '5m'),
    ports: ports.map((all) => unique(all, (each) => `${each.port} ${'protocol' in each ? each.protocol : 'TCP'}`)),
    tags: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    steps: ports,
    selector: fc.dictionary(key, word, { maxKeys: 2 }),
    limits: fc.dictionary(key, fc.oneof(fc.integer({ min: 0, max: 2 }), word), { maxKeys: 2 }),
    maybe: fc.oneof(fc.constant(null), fc.record({ a: word, b: fc.oneof(word, fc.constant(null)) }, { requiredKeys: [] })),
    values: fc.dictionary(key, anything, { maxKeys: 4 }),
  },
  { requiredKeys: [] },
);
const labels = fc.dictionary(fc.constantFrom('a', 'b', 'example.com/c'), fc.constantFrom('x', 'y', ''), { maxKeys: 2 });
const finalizers = fc.constantFrom(
  undefined,
  ['example.com/one'],
  ['example.com/one', 'example.com/two'],
  ['example.com/two', 'example.com/one'],
);
type Content = { readonly spec: object; readonly labels: object; readonly finalizers: readonly string[] | undefined };
const content: fc.Arbitrary<Content> = fc.record({ spec, labels, finalizers });

/** What somebody else writes: labels mostly, so that not every field changes hands. */
const theirs: fc.Arbitrary<Content> = fc.record({
  spec: fc.oneof({ arbitrary: fc.constant({}), weight: 3 }, { arbitrary: spec, weight: 1 }),
  labels,
  finalizers,
});

/** What is wanted next: mostly the same, in another order, or with a part of something else. */
const next = fc.constantFrom<(now: Content, other: Content) => Content>(
  (now) => now,
  (now) => now,
  (now) => now,
  (now) => ({ ...now, spec: Object.fromEntries(Object.entries(now.spec).reverse()) }),
  (now) => reordered(now) as Content,
  (now, other) => ({ ...now, spec: { ...now.spec, ...Object.fromEntries(Object.entries(other.spec).slice(0, 1)) } }),
  (now) => ({ ...now, spec: Object.fromEntries(Object.entries(now.spec).slice(1)) }),
  (now, other) => ({ ...now, labels: other.labels, finalizers: other.finalizers }),
  (_, other) => other,
);

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** The same with each list and the keys of each map turned round. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered).reverse();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, reordered(each)])
      .reverse(),
  );
}

describeWith(['kube'], 'what is taken for applied', () => {
  let kube: ApiServer;
  let cluster: Cluster;
  let count = 0;
  const seen = { refused: 0, applied: 0, notApplied: 0, unnecessary: 0 };

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-property' });
    await install(kube, CRD);
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }));
    // Schemas are published a moment after their kinds.
    const published = async (): Promise<boolean> =>
      JSON.stringify((await call(kube, '/openapi/v3/apis/example.test/v1')).body).includes('"Thing"');
    await until('the schema is published', published);
  });
  afterAll(async () => {
    await cluster.close();
    await kube.stop();
  });

  /** As JSON has it: without -0, and with maps that are plain objects. */
  const thing = (name: string, { spec: given, labels: some, finalizers: held }: Content): KubernetesObject =>
    JSON.parse(
      JSON.stringify({
        ...THING,
        metadata: { name, namespace: 'default', ...(Object.keys(some).length > 0 ? { labels: some } : {}), finalizers: held },
        spec: given,
      }),
    ) as KubernetesObject;

  /** Some of what is made up is refused, such as two items of a set that are the same. */
  const tried = async (object: KubernetesObject, fieldManager: string): Promise<KubernetesObject | undefined> => {
    try {
      return await cluster.apply(object, { fieldManager, force: true });
    } catch (error) {
      if (isApiError(error, 'invalid', 'bad-request')) return undefined;
      throw error;
    }
  };

  it('is changed by no apply', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.option(theirs, { freq: 1 }), content, next, async (first, other, third, change) => {
        const name = `thing-${(count += 1)}`;
        if (!(await tried(thing(name, first), MANAGER))) {
          seen.refused += 1;
          return;
        }
        if (other) await tried(thing(name, other), 'somebody');
        const wanted = thing(name, change(first, third));
        const live = (await cluster.get({ ...THING, namespace: 'default', name }))!;
        const before = live.metadata.resourceVersion;
        const after = isApplied(wanted, live, MANAGER, await cluster.schemaFor(THING))
          ? await cluster.apply(wanted, { fieldManager: MANAGER })
          : undefined;
        if (after) seen.applied += 1;
        else seen.notApplied += 1;
        if (!after && (await tried(wanted, MANAGER))?.metadata.resourceVersion === before) seen.unnecessary += 1;
        expect(after?.metadata.resourceVersion ?? before).toBe(before);
      }),
      { numRuns: RUNS },
    );
    // Neither always nor never.
    expect(seen.applied).toBeGreaterThan(RUNS / 20);
    expect(seen.notApplied).toBeGreaterThan(RUNS / 20);
    process.stderr.write(`isApplied: ${JSON.stringify(seen)}\n`);
  });
});
