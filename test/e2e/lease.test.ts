import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, connectionFrom, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import { at, textAt } from '../../src/kubernetes/index.js';
import {
  acquireLease,
  InstanceLease,
  leaseName,
  runIdentity,
  type AcquireOptions,
  type HeldLease,
  type LeaseAttempt,
} from '../../src/runtime/manager/index.js';
import { call, startKube, until, type Kube } from '../servers/index.ts';
import { describeWith } from './describe-with.ts';
import { LeaseHolders } from './players/lease-holder.ts';

/** Short, so that tests need not wait long. */
const TIMES = { duration: 4_000, renewEvery: 800, margin: 1_000 };

describeWith(['kube'], 'the lease of an instance', () => {
  let kube: Kube;
  let cluster: Cluster;
  const holders = new LeaseHolders();
  const held: HeldLease[] = [];
  let namespace = '';
  let count = 0;
  const name = leaseName('mesh');

  beforeAll(async () => {
    kube = await startKube({ suite: 'lease' });
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig }));
    await holders.prepare();
  });
  afterAll(async () => {
    await holders.stop();
    await cluster.close();
    await kube.stop();
  });
  afterEach(async () => {
    for (const lease of held.splice(0)) await lease.release();
  });

  const newNamespace = async (): Promise<void> => {
    namespace = `lease-${(count += 1)}`;
    await call(kube, '/api/v1/namespaces', { method: 'POST', body: { metadata: { name: namespace } } });
  };
  const path = (): string => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
  const spec = async (): Promise<unknown> => at((await call(kube, path())).body, 'spec');
  const patch = (change: object): Promise<unknown> => call(kube, path(), { method: 'PATCH', body: change });
  const attempt = async (identity: string, options: AcquireOptions = {}, on = cluster): Promise<LeaseAttempt> => {
    const result = await acquireLease(on, { namespace, name, identity }, { ...TIMES, ...options });
    if (result.result === 'held') held.push(result.lease);
    return result;
  };
  const acquire = async (identity: string, options: AcquireOptions = {}, on = cluster): Promise<HeldLease> => {
    const result = await attempt(identity, options, on);
    if (result.result === 'taken') throw new Error(result.message);
    return result.lease;
  };
  const lost = (lease: HeldLease, timeout = 10_000): Promise<unknown> =>
    until('the lease is lost', () => Promise.resolve(lease.lost.aborted && (lease.lost.reason as unknown)), { timeout });

  it('is held by one run at a time, says by whom, and is free at once when it is given back', async () => {
    await newNamespace();
    const first = await acquire('one/1/a');
    expect(first.isHeld()).toBe(true);

    const second = await attempt('two/2/b');
    expect(second).toMatchObject({
      result: 'taken',
      holder: 'one/1/a',
      message: `Lease ${namespace}/${name}: one/1/a holds it on cluster "admin"; it expires in 4 s unless one/1/a renews it`,
    });
    // The wall clock may be set back a little meanwhile.
    expect(second.result === 'taken' && second.until.getTime() - Date.now()).toBeLessThanOrEqual(TIMES.duration + 100);

    const released = first.release();
    expect(first.isHeld()).toBe(false);
    await released;
    expect(first.lost.aborted).toBe(false);
    const started = performance.now();
    expect((await acquire('two/2/b')).isHeld()).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(await spec()).toMatchObject({
      holderIdentity: 'two/2/b',
      leaseDurationSeconds: 4,
      leaseTransitions: 2,
      renewTime: expect.stringMatching(/\.\d{6}Z$/u),
    });
  });

  it('is taken by one of many that try at the same moment', async () => {
    await newNamespace();
    const attempts = await Promise.all(Array.from({ length: 8 }, () => attempt(runIdentity())));

    expect(attempts.filter(({ result }) => result === 'held')).toHaveLength(1);
  });

  it('is renewed as long as it is held, also after somebody else wrote into it', async () => {
    await newNamespace();
    const lease = await acquire('one/1/a');
    const before = textAt(await spec(), 'renewTime');
    await patch({ metadata: { labels: { seen: 'yes' } } });
    await sleep(TIMES.duration + 1_000);

    expect(lease.isHeld()).toBe(true);
    expect(lease.lost.aborted).toBe(false);
    expect(textAt(await spec(), 'renewTime')).not.toBe(before);
    expect(await attempt('two/2/b')).toMatchObject({ result: 'taken' });
  });

  it('is renewed while the main thread is blocked for longer than its duration', async () => {
    await newNamespace();
    const lease = await acquire('one/1/a');
    // The thread begins when the lease has been held for a moment.
    const taken = await spec();
    await until('the lease is renewed', async () => JSON.stringify(await spec()) !== JSON.stringify(taken));
    const other = holders.start({
      kubeconfig: kube.kubeconfig,
      namespace,
      name,
      identity: 'two/2/b',
      ...TIMES,
      wait: TIMES.duration + 500,
    });
    const end = performance.now() + TIMES.duration + 3_000;
    while (performance.now() < end);

    // Before a single message could be read.
    expect(lease.isHeld()).toBe(true);
    expect(await other.answer).toContain('one/1/a holds it');
    expect(lease.lost.aborted).toBe(false);
  });

  it('of a run that was killed is taken over when it has not changed for its duration, and not before', async () => {
    await newNamespace();
    const other = holders.start({ kubeconfig: kube.kubeconfig, namespace, name, identity: 'two/2/b', ...TIMES });
    expect(await other.answer).toBe('held');
    // The bundled renewal thread renews.
    const before = textAt(await spec(), 'renewTime');
    await until('it is renewed', async () => textAt(await spec(), 'renewTime') !== before, { timeout: 10_000 });
    await other.kill();

    const started = performance.now();
    expect(await attempt('one/1/a', { wait: 1_000 })).toMatchObject({ result: 'taken', holder: 'two/2/b' });
    const lease = await acquire('one/1/a', { wait: 20_000 });
    expect(lease.isHeld()).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(TIMES.duration);
    expect(performance.now() - started).toBeLessThan(TIMES.duration + 5_000);
  });

  it('of a run that was killed on this machine is free at once', async () => {
    await newNamespace();
    const other = holders.start({ kubeconfig: kube.kubeconfig, namespace, name, ...TIMES });
    expect(await other.answer).toBe('held');
    expect(await attempt('one/1/a')).toMatchObject({ result: 'taken' });
    await other.kill();

    const started = performance.now();
    expect((await acquire('one/1/a')).isHeld()).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([
    ['behind', '1999-01-01T00:00:00.000000Z'],
    ['ahead', '2099-01-01T00:00:00.000000Z'],
  ])('of a holder whose clock is far %s expires by our clock alone', async (_, renewTime) => {
    await newNamespace();
    const body = { metadata: { name }, spec: { holderIdentity: 'two/2/b', leaseDurationSeconds: 2, renewTime, acquireTime: renewTime } };
    await call(kube, path().replace(/\/[^/]+$/u, ''), { method: 'POST', body });
    const lease = new InstanceLease(cluster, { namespace, name, identity: 'one/1/a' }, TIMES);

    expect(await lease.tryAcquire()).toMatchObject({ result: 'taken', holder: 'two/2/b' });
    await sleep(1_000);
    expect(await lease.tryAcquire()).toMatchObject({ result: 'taken', holder: 'two/2/b' });
    await sleep(1_200);
    const taken = await lease.tryAcquire();
    expect(taken.result).toBe('held');
    if (taken.result === 'held') held.push(taken.lease);
  });

  it.each<readonly [string, () => Promise<unknown>, string]>([
    ['somebody takes it by force', () => patch({ spec: { holderIdentity: 'two/2/b' } }), 'two/2/b holds it now'],
    ['somebody gives it back', () => patch({ spec: { holderIdentity: null } }), 'somebody gave it back'],
    ['somebody deletes it', () => call(kube, path(), { method: 'DELETE' }), 'it was deleted'],
  ])('is lost when %s, and the run gets to know', async (_, act, reason) => {
    await newNamespace();
    const lease = await acquire('one/1/a');
    await act();

    expect(await lost(lease)).toMatchObject({
      code: 'lease-lost',
      message: `Lease ${namespace}/${name}: it is lost on cluster "admin": ${reason}`,
    });
    expect(lease.isHeld()).toBe(false);
    await lease.release();
    expect(textAt(await spec(), 'holderIdentity')).not.toBe('one/1/a');
  });

  it('is lost before others can have it when the API server is away, and free for others afterwards', async () => {
    await newNamespace();
    const lease = await acquire('one/1/a');
    await kube.crash();
    const crashed = performance.now();
    const reason = await lost(lease);
    const after = performance.now() - crashed;
    await kube.restart();

    expect(reason).toMatchObject({
      code: 'lease-lost',
      message: expect.stringMatching(/it was not renewed in time: .*(?:ECONNREFUSED|other side closed|socket)/u),
    });
    expect(lease.isHeld()).toBe(false);
    // Our last renewal was at most so long ago.
    expect(after).toBeLessThan(TIMES.duration - TIMES.margin + 1_000);
    expect((await acquire('two/2/b', { wait: 15_000 })).isHeld()).toBe(true);
  });

  it('survives a restart of the API server that is shorter than its duration', async () => {
    await newNamespace();
    const long = { duration: 30_000, renewEvery: 1_000, margin: 5_000 };
    const lease = await acquire('one/1/a', long);
    await kube.crash();
    await kube.restart();
    const before = textAt(await spec(), 'renewTime');

    await until('it is renewed', async () => textAt(await spec(), 'renewTime') !== before, { timeout: 15_000 });
    expect(lease.isHeld()).toBe(true);
    expect(lease.lost.aborted).toBe(false);
  });

  const impersonating = async (user: string): Promise<Cluster> => {
    const config = {
      clusters: [{ name: 'kube', cluster: { server: kube.url, 'certificate-authority-data': Buffer.from(kube.ca).toString('base64') } }],
      users: [{ name: 'user', user: { token: kube.token, as: user } }],
      contexts: [{ name: 'limited', context: { cluster: 'kube', user: 'user' } }],
      'current-context': 'limited',
    };
    return connect(await connectionFrom(JSON.stringify(config), { env: {} }));
  };

  it('needs get, create and patch of this one Lease, and no more', async () => {
    await newNamespace();
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const rules = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'patch'], resourceNames: [name] }];
    await call(kube, `${rbac}/roles`, { method: 'POST', body: { metadata: { name: 'lease' }, rules } });
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'limited' }];
    await call(kube, `${rbac}/rolebindings`, {
      method: 'POST',
      body: { metadata: { name: 'lease' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'lease' }, subjects },
    });
    const limited = await impersonating('limited');

    const lease = await acquire('one/1/a', {}, limited);
    const before = textAt(await spec(), 'renewTime');
    await until('it is renewed', async () => textAt(await spec(), 'renewTime') !== before, { timeout: 10_000 });
    await lease.release();
    expect(textAt(await spec(), 'holderIdentity')).toBeUndefined();
    await limited.close();
  });

  it('that may not be used says which right is missing', async () => {
    await newNamespace();
    const nobody = await impersonating('nobody');

    await expect(attempt('one/1/a', {}, nobody)).rejects.toMatchObject({
      code: 'lease-forbidden',
      message: expect.stringMatching(new RegExp(`^Lease ${namespace}/${name}: .*cannot get resource "leases"`, 'u')),
      hint: expect.stringContaining(`grant get, create and patch on leases.coordination.k8s.io "${name}" in namespace ${namespace}`),
    });
    await nobody.close();
  });
});
