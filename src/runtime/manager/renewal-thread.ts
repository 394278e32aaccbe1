/**
 * The thread that renews leases. It has an event loop and connections of its own, so that nothing which the main thread does
 * delays a renewal. It is a program: `startRenewal` starts it by the URL of this file. So it imports types of ours only, and
 * runs from source as well as compiled and bundled.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext, getCACertificates } from 'node:tls';
import { parentPort } from 'node:worker_threads';
import type { Dispatcher } from 'undici';
import type { About, RenewalOrder, RenewalReport, RenewalTask } from './renewal-messages.js';

type Reach = RenewalTask['reach'];

/** The result of an attempt: renewed, retry, or over. */
type Attempt = 'renewed' | 'again' | 'over';

interface Answer {
  readonly status: number;
  readonly holder: string | undefined;
  readonly resourceVersion: string | undefined;
}

/** One lease that is renewed. */
class Renewal {
  readonly #task: RenewalTask;
  readonly #tell: (report: RenewalReport) => void;
  readonly #stopped = new AbortController();
  #reach: Reach;
  #resourceVersion: string;
  /** Why the last renewal failed. */
  #failure: string | undefined;
  /** The connection, made anew when the reach changes. */
  #dispatcher: Promise<Dispatcher> | undefined;

  constructor(task: RenewalTask, tell: (report: RenewalReport) => void) {
    this.#task = task;
    this.#tell = tell;
    this.#reach = task.reach;
    this.#resourceVersion = task.resourceVersion;
  }

  setReach(reach: Reach): void {
    this.#reach = reach;
    this.#closeConnection();
  }

  stop(): void {
    this.#stopped.abort();
    this.#closeConnection();
  }

  async run(): Promise<void> {
    const { renewEvery } = this.#task;
    const { signal } = this.#stopped;
    for (let last: Attempt = 'renewed'; last !== 'over'; last = await this.#attempt()) {
      await sleep(last === 'renewed' ? renewEvery : renewEvery / 4, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
    this.#closeConnection();
  }

  async #attempt(): Promise<Attempt> {
    if (!this.#isHeld()) return this.#lose(`it was not renewed in time${this.#failure === undefined ? '' : `: ${this.#failure}`}`);
    try {
      return await this.#renew();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // TLS libraries do not name the cause; new credentials or another CA bundle may help.
      return this.#retry(isTlsFailure(error) ? { type: 'refused', reach: this.#reach, reason } : { type: 'failed', reason });
    }
  }

  async #renew(): Promise<Attempt> {
    const [monotonic, wall] = [process.hrtime.bigint(), new Date()];
    const { status, resourceVersion } = await this.#send('PATCH', {
      metadata: { resourceVersion: this.#resourceVersion },
      spec: { renewTime: wall.toISOString().replace(/Z$/u, '000Z') },
    });
    if (status === 200 && resourceVersion !== undefined) {
      Atomics.store(this.#task.sent, 0, monotonic);
      Atomics.store(this.#task.sent, 1, BigInt(wall.getTime()));
      this.#resourceVersion = resourceVersion;
      this.#failure = undefined;
      this.#tell({ type: 'renewed', resourceVersion });
      return 'renewed';
    }
    if (status === 404) return this.#lose('it was deleted');
    if (status === 409) return this.#afterConflict();
    const reason = `the API server answered HTTP ${status}`;
    return this.#retry(status === 401 ? { type: 'refused', reach: this.#reach, reason } : { type: 'failed', reason });
  }

  /** The lease changed: somebody took it, somebody added a label, or our own write succeeded and its answer was lost. */
  async #afterConflict(): Promise<Attempt> {
    const { status, holder, resourceVersion } = await this.#send('GET');
    if (status === 404) return this.#lose('it was deleted');
    if (status !== 200 || resourceVersion === undefined) {
      return this.#retry({ type: 'failed', reason: `the API server answered HTTP ${status}` });
    }
    if (holder !== this.#task.identity) return this.#lose(holder === undefined ? 'somebody gave it back' : `${holder} holds it now`);
    this.#resourceVersion = resourceVersion;
    return 'again';
  }

  async #send(method: 'GET' | 'PATCH', body?: object): Promise<Answer> {
    const { origin, pathname } = new URL(this.#reach.server);
    const dispatcher = await (this.#dispatcher ??= connectionTo(this.#reach, this.#timeout));
    const { statusCode: status, body: stream } = await dispatcher.request({
      origin,
      method,
      path: `${pathname.replace(/\/$/u, '')}${this.#task.path}`,
      headers: {
        accept: 'application/json',
        'user-agent': 'platform-mesh',
        ...(body ? { 'content-type': 'application/merge-patch+json' } : {}),
        ...(this.#reach.headers as Record<string, string | string[]>),
      },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(this.#timeout),
    });
    const text = await stream.text();
    return { status, ...(status === 200 ? leaseIn(text) : { holder: undefined, resourceVersion: undefined }) };
  }

  /** Short enough for a second attempt before the lease ends. */
  get #timeout(): number {
    return Math.ceil(this.#task.holds / 3);
  }

  #isHeld(): boolean {
    const { sent, holds } = this.#task;
    const elapsed = Number((process.hrtime.bigint() - Atomics.load(sent, 0)) / 1_000_000n);
    return elapsed < holds && Date.now() - Number(Atomics.load(sent, 1)) < holds;
  }

  #retry(message: Extract<RenewalReport, { readonly type: 'failed' | 'refused' }>): Attempt {
    this.#failure = message.reason;
    this.#tell(message);
    // A connection that failed may never work again.
    this.#closeConnection();
    return 'again';
  }

  #lose(reason: string): Attempt {
    // The main thread sees it before it reads the message.
    Atomics.store(this.#task.sent, 0, 0n);
    Atomics.store(this.#task.sent, 1, 0n);
    this.#tell({ type: 'lost', reason });
    return 'over';
  }

  #closeConnection(): void {
    const dispatcher = this.#dispatcher;
    this.#dispatcher = undefined;
    // A connection that was never created needs no close.
    void dispatcher?.then((made) => made.destroy()).catch(() => undefined);
  }
}

/** A connection of its own. HTTP/1 does for one request at a time. The library loads when the first renewal is due. */
async function connectionTo({ server, ca, certificate, insecure, serverName, proxy }: Reach, timeout: number): Promise<Dispatcher> {
  // In a bundle, a module that Node.js knows as CommonJS has its default export only.
  const { Agent, ProxyAgent } = (await import('undici')).default;
  const publicCaBundle = (): string[] => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  const tls = {
    secureContext: createSecureContext({
      ...(insecure ? {} : { ca: ca ?? publicCaBundle() }),
      ...certificate,
      // As every other connection of ours.
      allowPartialTrustChain: true,
    }),
    rejectUnauthorized: !insecure,
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  const connect = { ...(server.startsWith('https:') ? tls : {}), timeout };
  const common = { allowH2: false, connections: 1, headersTimeout: timeout, bodyTimeout: timeout };
  return proxy === undefined ? new Agent({ ...common, connect }) : new ProxyAgent({ ...common, uri: proxy, requestTls: connect });
}

function leaseIn(text: string): Omit<Answer, 'status'> {
  const { metadata, spec } = JSON.parse(text) as {
    readonly metadata?: { readonly resourceVersion?: string };
    readonly spec?: { readonly holderIdentity?: string };
  };
  return { holder: spec?.holderIdentity, resourceVersion: metadata?.resourceVersion };
}

function isTlsFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|^ERR_(?:SSL|TLS|OSSL)|^UNABLE_TO|^EPROTO$/u.test(code);
}

const renewals = new Map<number, Renewal>();

function obey({ id, ...order }: About<RenewalOrder>): void {
  if (order.type === 'start') {
    const renewal = new Renewal(order.task, (report) => parentPort?.postMessage({ ...report, id } satisfies About<RenewalReport>));
    renewals.set(id, renewal);
    void renewal.run().finally(() => renewals.delete(id));
  } else if (order.type === 'reach') {
    renewals.get(id)?.setReach(order.reach);
  } else {
    renewals.get(id)?.stop();
  }
}

parentPort?.on('message', obey);
