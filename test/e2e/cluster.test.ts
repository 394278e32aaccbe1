import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  connectionFrom,
  loadConnection,
  type ApiError,
  type Cluster,
  type ClusterOptions,
  type RequestEvent,
  type WatchEvent,
  type WatchOptions,
} from '../../src/runtime/cluster/index.js';
import { certificate } from '../runtime/cluster/certificate.ts';
import { call, readAudit, startKcp, startKube, until, type ApiServer } from '../servers/index.ts';
import { startProcess, type ServerProcess } from '../servers/process.ts';
import { describeWith } from './describe-with.ts';

const failure = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => error as ApiError,
  );

const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>> = { a: '1' }): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.test' },
  spec: {
    group: 'example.test',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** Collects what a watch tells. */
function collect(
  cluster: Cluster,
  namespace: string,
  options: WatchOptions = {},
): { readonly events: WatchEvent[]; readonly names: () => readonly string[]; readonly stop: () => Promise<void> } {
  const events: WatchEvent[] = [];
  const controller = new AbortController();
  const done = (async () => {
    for await (const event of cluster.watch({ apiVersion: 'v1', kind: 'ConfigMap', namespace }, { signal: controller.signal, ...options }))
      events.push(event);
  })();
  const stop = async (): Promise<void> => {
    controller.abort();
    await done;
  };
  return {
    events,
    stop,
    names: () => events.flatMap((event) => (event.type === 'BOOKMARK' ? [] : [`${event.type} ${event.object.metadata.name}`])),
  };
}

/** The API server's own process, by its port: it is one of ours. */
function processAt(port: string): { readonly pid: number; readonly path: string; readonly args: readonly string[] } {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
    const [path = '', ...args] = commandOf(pid);
    if (path.endsWith('kube-apiserver') && args.includes(`--secure-port=${port}`)) return { pid: Number(pid), path, args };
  }
  throw new Error(`no kube-apiserver at ${port}`);
}

function commandOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    // It ended meanwhile.
    return [];
  }
}

describeWith(['kube'], 'a cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  let kube: ApiServer;
  let cluster: Cluster;
  const started: ServerProcess[] = [];
  const ending: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });

  beforeAll(async () => {
    kube = await startKube({ suite: 'cluster' });
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }));
  });

  afterAll(async () => {
    await cluster.close();
    for (const server of started) await server.stop();
    await kube.stop();
    rmSync(folder, { recursive: true });
  });

  async function namespace(name: string): Promise<string> {
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { fieldManager: 'test' });
    return name;
  }

  /** A client of its own, with another user. */
  async function as(user: object, options: ClusterOptions = {}): Promise<Cluster> {
    const text = JSON.stringify({
      clusters: [{ name: 'kube', cluster: { server: kube.url, 'certificate-authority-data': Buffer.from(kube.ca).toString('base64') } }],
      users: [{ name: 'user', user }],
      contexts: [{ name: 'other', context: { cluster: 'kube', user: 'user' } }],
      'current-context': 'other',
    });
    return connect(await connectionFrom(text, { trusted: true, env: {} }), options);
  }

  describe('applies', () => {
    it('what is not there, what is there, and takes nothing from others', async () => {
      const ns = await namespace('applies');
      const created = await cluster.apply(configMap(ns, 'settings'), { fieldManager: 'one' });
      const again = await cluster.apply(configMap(ns, 'settings'), { fieldManager: 'one' });
      expect(again.metadata.resourceVersion).toBe(created.metadata.resourceVersion);

      const error = await failure(cluster.apply(configMap(ns, 'settings', { a: '2' }), { fieldManager: 'two' }));
      expect(error).toMatchObject({
        code: 'apply-conflict',
        status: 409,
        conflicts: [{ manager: 'one', field: '.data.a' }],
        object: `ConfigMap ${ns}/settings`,
      });
      expect(await cluster.apply(configMap(ns, 'settings', { a: '2' }), { fieldManager: 'two', force: true, dryRun: true })).toMatchObject({
        data: { a: '2' },
      });
      expect(await cluster.get(configMapRef(ns, 'settings'))).toMatchObject({ data: { a: '1' } });
      expect(await cluster.apply(configMap(ns, 'settings', { a: '2' }), { fieldManager: 'two', force: true })).toMatchObject({
        data: { a: '2' },
      });
    });

    it('nothing that is invalid, and says which field', async () => {
      const ns = await namespace('invalid');
      const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: ns }, spec: { ports: [{ port: 99999 }] } };
      expect(await failure(cluster.apply(service, { fieldManager: 'one' }))).toMatchObject({
        code: 'invalid',
        status: 422,
        causes: expect.arrayContaining([expect.objectContaining({ field: 'spec.ports[0].port', reason: 'FieldValueInvalid' })]),
      });
    });

    it('a Secret, and keeps it to itself when the server refuses it', async () => {
      const ns = await namespace('secrets');
      const secret = (rest: object): KubernetesObject => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'login', namespace: ns },
        ...rest,
      });
      const errors = [
        await failure(
          cluster.apply(secret({ type: 'kubernetes.io/tls', stringData: { password: 'hunter2-hunter2' } }), { fieldManager: 'one' }),
        ),
        await failure(cluster.apply(secret({ data: { password: 'hunter2-hunter2!' } }), { fieldManager: 'one' })),
        await failure(cluster.apply(secret({ stringData: { password: { deep: 'hunter2-hunter2' } } }), { fieldManager: 'one' })),
        await failure(cluster.create(secret({ stringData: ['hunter2-hunter2'] }))),
      ];

      for (const error of errors) expect([error.message, JSON.stringify(error)].join()).not.toContain('hunter2');
      expect(errors.map(({ code, status }) => `${code} ${String(status)}`)).toEqual([
        'invalid 422',
        'invalid 500',
        'invalid 500',
        'bad-request 400',
      ]);
      expect(errors[2]?.message).toContain('.stringData.password: expected string');
    });

    it('nothing into a namespace that is not there', async () => {
      expect(await failure(cluster.apply(configMap('nowhere', 'a'), { fieldManager: 'one' }))).toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('its namespace does not exist'),
      });
    });
  });

  it('creates, replaces, patches and deletes, each only once', async () => {
    const ns = await namespace('writes');
    const created = await cluster.create({ ...configMap(ns, 'x'), metadata: { generateName: 'made-', namespace: ns } });
    const { name, uid } = created.metadata;
    expect(name).toMatch(/^made-/u);
    expect(await failure(cluster.create(configMap(ns, name)))).toMatchObject({ code: 'already-exists' });

    const ref = configMapRef(ns, name);
    expect(await cluster.mergePatch(ref, { data: { a: null, b: '2' } })).toMatchObject({ data: { b: '2' } });
    expect(await cluster.jsonPatch(ref, [{ op: 'add', path: '/data/c', value: '3' }])).toMatchObject({ data: { b: '2', c: '3' } });
    expect(await failure(cluster.replace({ ...created, data: {} }))).toMatchObject({ code: 'conflict', status: 409 });

    expect(await failure(cluster.delete(ref, { preconditions: { uid: 'another' } }))).toMatchObject({ code: 'conflict' });
    expect(await cluster.delete(ref, { preconditions: { uid }, dryRun: true })).toBe('gone');
    expect([await cluster.delete(ref, { preconditions: { uid } }), await cluster.delete(ref), await cluster.get(ref)]).toEqual([
      'gone',
      'absent',
      undefined,
    ]);
  });

  it('tells which precondition does not hold', async () => {
    const ns = await namespace('preconditions');
    const { metadata, ...rest } = await cluster.create(configMap(ns, 'x'));
    const ref = configMapRef(ns, 'x');
    const stale = [{ op: 'replace', path: '/metadata/resourceVersion', value: '1' }] as const;
    const applied = configMap(ns, 'x', { a: '2' });
    const errors = await Promise.all(
      [
        cluster.delete(ref, { preconditions: { uid: 'another' } }),
        cluster.mergePatch(ref, { metadata: { uid: 'another' } }),
        cluster.apply({ ...applied, metadata: { ...applied.metadata, uid: 'another' } }, { fieldManager: 'test', force: true }),
        cluster.replace({ ...rest, metadata: { ...metadata, uid: 'another' } }),
        cluster.delete(ref, { preconditions: { uid: metadata.uid, resourceVersion: '1' } }),
        cluster.mergePatch(ref, { metadata: { uid: metadata.uid, resourceVersion: '1' } }),
        cluster.jsonPatch(ref, stale),
        cluster.apply({ ...applied, metadata: { ...applied.metadata, resourceVersion: '1' } }, { fieldManager: 'test', force: true }),
        cluster.replace({ ...rest, metadata: { ...metadata, resourceVersion: '1' } }),
      ].map(failure),
    );

    expect(errors.map(({ code, precondition, retryable }) => ({ code, precondition, retryable }))).toEqual([
      ...Array.from({ length: 4 }, () => ({ code: 'conflict', precondition: 'uid', retryable: false })),
      ...Array.from({ length: 5 }, () => ({ code: 'conflict', precondition: 'resourceVersion', retryable: false })),
    ]);
    expect(await cluster.get(ref)).toEqual({ ...rest, metadata });
  });

  it('evicts a pod, unless a disruption budget needs it', async () => {
    const ns = await namespace('evictions');
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kcp-0', namespace: ns, labels: { app: 'kcp' } } };
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'kcp', namespace: ns } };
    await cluster.apply(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: ns } },
      { fieldManager: 'test' },
    );
    const { uid = '' } = (await cluster.apply({ ...pod, spec: { containers: [{ name: 'kcp', image: 'kcp' }] } }, { fieldManager: 'test' }))
      .metadata;
    const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await cluster.mergePatch({ ...pod, ...pod.metadata }, { status: running }, { subresource: 'status' });
    await cluster.apply({ ...budget, spec: { minAvailable: 1, selector: { matchLabels: { app: 'kcp' } } } }, { fieldManager: 'test' });
    // Without its controller, nobody counts the pods of the budget.
    expect(await cluster.evict(pod.metadata, { uid })).toEqual({
      result: 'refused',
      message: expect.stringContaining('still being processed'),
    });
    const counted = { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 };
    await cluster.mergePatch({ ...budget, ...budget.metadata }, { status: counted }, { subresource: 'status' });

    expect(await cluster.evict(pod.metadata, { uid })).toEqual({
      result: 'refused',
      message: 'The disruption budget kcp needs 1 healthy pods and has 1 currently',
    });
    await cluster.delete({ ...budget, ...budget.metadata });
    expect(await cluster.evict(pod.metadata, { uid: 'another' })).toEqual({ result: 'gone' });
    expect(await cluster.evict(pod.metadata, { uid, dryRun: true })).toEqual({ result: 'evicted' });
    expect(await cluster.evict(pod.metadata, { uid })).toEqual({ result: 'evicted' });
    expect(await cluster.evict(pod.metadata, { uid })).toEqual({ result: 'gone' });
  });

  it('keeps the case of names', async () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'MyApp:Admin' }, rules: [] };
    await cluster.apply(role, { fieldManager: 'test' });
    expect(await cluster.get({ apiVersion: role.apiVersion, kind: role.kind, name: 'MyApp:Admin' })).toMatchObject({
      metadata: { name: 'MyApp:Admin' },
    });
  });

  it('says who may not do what', async () => {
    const jane = await as({ token: kube.token, as: 'jane', 'as-groups': ['devs'] });
    const error = await failure(jane.get(configMapRef('default', 'settings')));
    expect(error).toMatchObject({
      code: 'forbidden',
      status: 403,
      object: 'ConfigMap default/settings',
      message: expect.stringContaining('User "jane" cannot get resource "configmaps"'),
    });
    await jane.close();
  });

  it('finds a kind whose CustomResourceDefinition comes late, and loses it with it', async () => {
    const widget = { apiVersion: 'example.test/v1', kind: 'Widget', metadata: { name: 'a', namespace: 'default' } };
    expect(await failure(cluster.apply(widget, { fieldManager: 'test' }))).toMatchObject({ code: 'unknown-kind' });
    await cluster.apply(CRD, { fieldManager: 'test' });

    await until('widgets are served', async () => (await cluster.apply(widget, { fieldManager: 'test' })).metadata.uid, {
      every: 500,
      timeout: 30_000,
    });
    expect(await cluster.resourceFor(widget)).toMatchObject({ plural: 'widgets', namespaced: true, subresources: ['status'] });
    expect(await cluster.apply({ ...widget, status: { ready: true } }, { fieldManager: 'test', subresource: 'status' })).toMatchObject({
      status: { ready: true },
    });

    await cluster.delete({ ...CRD, name: CRD.metadata.name });
    expect(
      await until('widgets are gone', async () => failure(cluster.get({ ...widget, ...widget.metadata })).catch(() => undefined), {
        every: 500,
        timeout: 30_000,
      }),
    ).toMatchObject({ code: 'unknown-kind' });
  });

  it('lists 1,200 objects in pages of 500', async () => {
    const ns = await namespace('many');
    const events: RequestEvent[] = [];
    const client = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }), { onRequest: (event) => events.push(event) });
    await Promise.all(Array.from({ length: 1200 }, (_, index) => client.apply(configMap(ns, `c${index}`), { fieldManager: 'test' })));
    events.length = 0;
    const { items } = await client.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace: ns, limit: 500 });

    expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(1200);
    expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(events.map(({ path, status }) => `${path} ${status}`)).toEqual(
      Array.from({ length: 3 }, () => '/api/v1/namespaces/{namespace}/configmaps 200'),
    );
    expect(
      readAudit(kube.auditLog).filter(
        ({ requestURI, userAgent }) => userAgent === 'platform-mesh' && requestURI.includes('/many/configmaps/'),
      ).length,
    ).toBe(1200);
    await client.close();
  });

  it('goes on when a token is revoked and its file replaced', async () => {
    const token = async (account: string): Promise<string> => {
      await call(kube, '/api/v1/namespaces/default/serviceaccounts', { method: 'POST', body: { metadata: { name: account } } });
      const { body } = await call(kube, `/api/v1/namespaces/default/serviceaccounts/${account}/token`, {
        method: 'POST',
        body: { spec: { expirationSeconds: 600 } },
      });
      return (body as { readonly status: { readonly token: string } }).status.token;
    };
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const whoAmI = async (client: Cluster): Promise<unknown> =>
      ((await client.create(review))['status'] as { readonly userInfo: { readonly username: string } }).userInfo.username;
    const first = await token('first');
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, first);
    const client = await as({ tokenFile });
    expect(await whoAmI(client)).toBe('system:serviceaccount:default:first');

    await cluster.delete({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'first' });
    await until('the token is refused', async () => (await call({ ...kube, token: first }, '/version')).status === 401, {
      timeout: 30_000,
    });
    expect(await failure(whoAmI(client))).toMatchObject({ code: 'unauthorized', status: 401 });
    writeFileSync(tokenFile, await token('second'));
    expect(await whoAmI(client)).toBe('system:serviceaccount:default:second');
    await client.close();
  });

  it('waits for a server that has too many requests, as long as it says', async () => {
    // One at a time, and whoever comes meanwhile is sent away.
    const limited = { nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: { type: 'Reject' } };
    await cluster.apply(
      {
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'PriorityLevelConfiguration',
        metadata: { name: 'one' },
        spec: { type: 'Limited', limited },
      },
      { fieldManager: 'test' },
    );
    await cluster.apply(
      {
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'FlowSchema',
        metadata: { name: 'busy' },
        spec: {
          priorityLevelConfiguration: { name: 'one' },
          matchingPrecedence: 2,
          rules: [
            {
              subjects: [{ kind: 'User', user: { name: 'busy' } }],
              resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
            },
          ],
        },
      },
      { fieldManager: 'test' },
    );
    // Not of system:masters, which nothing holds up.
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'busy' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    };
    await cluster.apply(
      { ...role, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'busy' }] },
      { fieldManager: 'test' },
    );
    const statuses: number[] = [];
    const [hasty, patient] = await Promise.all([
      as({ token: kube.token, as: 'busy' }, { retry: { attempts: 1 } }),
      as({ token: kube.token, as: 'busy' }, { onRequest: ({ status }) => statuses.push(status) }),
    ]);
    const parallel = (client: Cluster): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled(Array.from({ length: 12 }, (_, index) => client.create(configMap('default', `busy-${index}`), { dryRun: true })));

    const refused = await until(
      'some are refused',
      async () => (await parallel(hasty)).find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined,
      { timeout: 30_000 },
    );
    expect(refused.reason).toMatchObject({ code: 'too-many-requests', status: 429, retryAfter: 1000, retryable: true });
    expect((await parallel(patient)).map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'fulfilled'));
    expect(statuses).toContain(429);
    await Promise.all([hasty.close(), patient.close()]);
  });

  it('loses seconds in sum to an API server that is stopped, and goes on when it does', async () => {
    const ns = await namespace('stopped');
    const client = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }));
    const { pid } = processAt(new URL(kube.url).port);
    ending.push(
      () => client.close(),
      () => Promise.resolve(process.kill(pid, 'SIGCONT')),
    );
    await client.apply(configMap(ns, 'before'), { fieldManager: 'test' });
    process.kill(pid, 'SIGSTOP');
    const begun = performance.now();
    const errors = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => failure(client.apply(configMap(ns, `c${index}`), { fieldManager: 'test' }))),
    );
    const parallel = performance.now() - begun;
    for (let index = 0; index < 1000; index += 1) errors.push(await failure(client.get(configMapRef(ns, 'before'))));
    const serial = performance.now() - begun - parallel;
    process.kill(pid, 'SIGCONT');

    expect(errors.filter(({ retryable, code }) => !retryable || (code !== 'timeout' && code !== 'unreachable'))).toEqual([]);
    expect(errors.at(-1)?.message).toContain('has not answered for');
    // The tolerance of 20 s, once.
    expect([parallel < 40_000, serial < 15_000, { parallel, serial }]).toEqual([true, true, expect.anything()]);
    await until('it is back', () => client.get(configMapRef(ns, 'before')).catch(() => undefined), { timeout: 30_000 });
    expect(
      await Promise.all(Array.from({ length: 100 }, (_, index) => client.apply(configMap(ns, `c${index}`), { fieldManager: 'test' }))),
    ).toHaveLength(100);
  });

  it('waits for a slow webhook, which is no outage', async () => {
    const ns = await namespace('slow');
    const pair = certificate({ name: 'webhook', hosts: ['127.0.0.1'] });
    const webhook = createServer({ key: pair.key, cert: pair.cert }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const review = JSON.parse(Buffer.concat(chunks).toString()) as { readonly request: { readonly uid: string } };
        const answer = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: review.request.uid, allowed: true } };
        setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)), 8_000);
      });
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    const configuration = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'slow' },
    };
    const clientConfig = {
      url: `https://127.0.0.1:${(webhook.address() as AddressInfo).port}`,
      caBundle: Buffer.from(pair.cert).toString('base64'),
    };
    const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': ns } };
    const rest = {
      name: 'slow.example.test',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      timeoutSeconds: 20,
      failurePolicy: 'Fail',
    };
    ending.push(
      () => cluster.delete({ ...configuration, name: 'slow' }),
      () => new Promise((resolve) => webhook.close(resolve)),
    );
    await cluster.apply({ ...configuration, webhooks: [{ ...rest, clientConfig, rules, namespaceSelector }] }, { fieldManager: 'test' });
    const attempts: RequestEvent[] = [];
    const client = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }), { onRequest: (event) => attempts.push(event) });
    ending.push(() => client.close());

    await until('the webhook is asked', async () => {
      attempts.length = 0;
      await client.create({ ...configMap(ns, 'x'), metadata: { generateName: 'x-', namespace: ns } });
      return attempts.some(({ method, ms }) => method === 'POST' && ms > 8_000);
    });
    expect(attempts.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(attempts.filter(({ path }) => path === '/livez').map(({ status }) => status)).toContain(200);
  });

  it('says its version, and that it is ready', async () => {
    expect(await cluster.version()).toMatchObject({ major: '1', gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/u) });
    expect(await cluster.readyz()).toBe(true);
  });

  describe('watches', () => {
    it('on after its server was killed and started again, without a gap, while others write', async () => {
      const ns = await namespace('watched');
      await cluster.apply(configMap(ns, 'before'), { fieldManager: 'test' });
      const interruptions: string[] = [];
      const watch = collect(cluster, ns, { onInterruption: ({ code }) => interruptions.push(code) });
      await until('it is synced', () => Promise.resolve(watch.events.some((event) => event.type === 'BOOKMARK' && event.synced)));
      await cluster.apply(configMap(ns, 'meanwhile'), { fieldManager: 'test' });

      const { pid, path, args } = processAt(new URL(kube.url).port);
      process.kill(pid, 'SIGKILL');
      await sleep(300);
      expect(await cluster.readyz()).toBe(false);
      // Waits for it: it was known to answer.
      const written = cluster.create(configMap(ns, 'after'));
      started.push(await startProcess({ path, args, logs: kube.logs, ready: async () => (await call(kube, '/readyz')).status === 200 }));
      await written;
      await cluster.delete(configMapRef(ns, 'before'));

      await until('all is told', () => Promise.resolve(watch.names().length >= 4), { timeout: 60_000 });
      await watch.stop();
      // Each change once. Those that the server had no time to tell come with a list, in its order.
      expect([...watch.names()].sort()).toEqual(['ADDED after', 'ADDED before', 'ADDED meanwhile', 'DELETED before']);
      expect(watch.names().at(-1)).toBe('DELETED before');
      expect(interruptions.length).toBeGreaterThan(0);
    });

    it('from a version that the server has forgotten, by listing', async () => {
      const ns = await namespace('forgotten');
      await cluster.apply(configMap(ns, 'a'), { fieldManager: 'test' });
      const watch = collect(cluster, ns, { resourceVersion: '1' });
      await until('it is told', () => Promise.resolve(watch.events.length > 1));
      await watch.stop();

      expect(watch.names()).toContain('ADDED a');
    });
  });
});

describeWith(['kcp'], 'workspaces of a kcp', () => {
  let kcp: ApiServer;
  let cluster: Cluster;
  const events: RequestEvent[] = [];

  const WORKSPACE = { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace' };
  const phaseOf = (workspace: KubernetesObject | undefined): string | undefined =>
    (workspace?.['status'] as { readonly phase?: string } | undefined)?.phase;

  beforeAll(async () => {
    kcp = await startKcp({ suite: 'cluster-kcp' });
    cluster = connect(await loadConnection({ kubeconfig: kcp.kubeconfig, env: {} }), { onRequest: (event) => events.push(event) });
  });

  afterAll(async () => {
    await cluster.close();
    await kcp.stop();
  });

  /** Makes a workspace and waits until it is Ready, by a watch. */
  async function make(parent: Cluster, name: string, type: 'organization' | 'universal' = 'universal'): Promise<void> {
    await parent.apply({ ...WORKSPACE, metadata: { name }, spec: { type: { name: type, path: 'root' } } }, { fieldManager: 'test' });
    for await (const event of parent.watch(
      { ...WORKSPACE, fieldSelector: `metadata.name=${name}` },
      { signal: AbortSignal.timeout(60_000) },
    )) {
      if (event.type !== 'BOOKMARK' && phaseOf(event.object) === 'Ready') return;
    }
    throw new Error(`${name} is not Ready`);
  }

  it('are reached by the same connection, from whichever the kubeconfig names', async () => {
    const root = cluster.workspace('root');
    await make(root, 'one', 'organization');
    // kcp serves a kind some moments after the workspace says that it is Ready.
    await until('a workspace in it can be made', async () => make(cluster.workspace('root:one'), 'below').then(() => true), {
      every: 500,
      timeout: 30_000,
    });
    const below = cluster.workspace('root:one:below');
    await below.apply(configMap('default', 'settings'), { fieldManager: 'test' });

    expect(await below.get(configMapRef('default', 'settings'))).toMatchObject({ data: { a: '1' } });
    expect(await root.get(configMapRef('default', 'settings'))).toBeUndefined();
    expect([cluster.server.pathname, below.server.pathname, below.name]).toEqual([
      '/clusters/root',
      '/clusters/root:one:below',
      'root root:one:below',
    ]);
    expect(await below.version()).toMatchObject({ gitVersion: expect.stringMatching(/^v1\./u) });
    expect(await below.readyz()).toBe(true);
  });

  it('that are not there are no missing objects', async () => {
    const nowhere = cluster.workspace('root:nowhere');
    expect(await failure(nowhere.get(configMapRef('default', 'a')))).toMatchObject({
      code: 'unknown-workspace',
      cluster: 'root root:nowhere',
    });
    expect(await failure(nowhere.delete(configMapRef('default', 'a')))).toMatchObject({ code: 'unknown-workspace' });
  });

  it('have kinds of their own, which may come late', async () => {
    await make(cluster.workspace('root'), 'late');
    const late = cluster.workspace('root:late');
    const widget = { apiVersion: 'example.test/v1', kind: 'Widget', metadata: { name: 'a', namespace: 'default' } };
    expect(await failure(late.resourceFor(widget))).toMatchObject({ code: 'unknown-kind' });
    await until('a CRD can be applied', async () => (await late.apply(CRD, { fieldManager: 'test' })).metadata.uid, {
      every: 500,
      timeout: 30_000,
    });

    await until('widgets are served', async () => (await late.apply(widget, { fieldManager: 'test' })).metadata.uid, {
      every: 500,
      timeout: 30_000,
    });
    expect(await failure(cluster.workspace('root').resourceFor(widget))).toMatchObject({ code: 'unknown-kind' });
  });

  it('are asked for their kinds in few requests: kcp has those of groups not in one answer, which need be asked only once', () => {
    const roots = events.filter(({ path, status }) => path === '/apis' && status === 200);
    expect(roots.map(({ cluster: name }) => name)).toEqual(['root root']);
  });
});

function configMapRef(
  namespace: string,
  name: string,
): { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string } {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
}
