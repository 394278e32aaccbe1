import { PlatformMeshError } from '../../../errors.js';
import type { DesiredObject } from '../../apply/index.js';
import { isApiError } from '../../cluster/index.js';
import { ACCOUNT_NAMESPACE, accountName, CONNECTION_MANAGER, timesOfNew, type Rights } from '../../kcp/index.js';
import { storeOf, type ReconcileContext } from '../context.js';
import { placeOf, writingPlace } from '../inventories.js';
import { NAMESPACE } from './observe-connections.js';

/** What the reference asks for, in seconds: a week. */
const LIFETIME = 604_800;

/** Why no token was given. */
export interface Given {
  readonly reason?: string;
  readonly error?: PlatformMeshError;
}

/** UID of the ServiceAccount of a connection; undefined as long as there is none. */
export function accountUidOf({ workspace, suffix }: Rights, context: ReconcileContext): string | undefined {
  const ref = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: ACCOUNT_NAMESPACE, name: accountName(suffix) };
  const observed = storeOf(context, `kcp/${workspace}`).observe(ref);
  return observed.state === 'present' ? observed.object.metadata.uid : undefined;
}

/** Asks for a token, and keeps it: another attempt to write its Secret needs no other one. */
export async function newToken(rights: Rights, key: string, context: ReconcileContext): Promise<Given> {
  const { memory, lease, stop, tokenLifetime = LIFETIME } = context;
  if (accountUidOf(rights, context) === undefined || stop.aborted) return {};
  try {
    const locked = await lease.enter();
    if (locked !== undefined) return { reason: locked };
    const { cluster } = writingPlace(placeOf(context, `kcp/${rights.workspace}`), lease.lost);
    const account = { namespace: ACCOUNT_NAMESPACE, name: accountName(rights.suffix) };
    const { token, expiresAt } = await cluster.requestToken(account, { expirationSeconds: tokenLifetime });
    memory.tokens = new Map([...(memory.tokens ?? []), [key, { token, times: timesOfNew(token, expiresAt, context.now()) }]]);
    return {};
  } catch (error) {
    if (error instanceof PlatformMeshError && error.code !== 'lease-lost') return { error };
    throw error;
  }
}

/** kcp gives each workspace this namespace, which somebody may have deleted. It belongs to nobody, so no inventory names it. */
export async function ensureNamespaces(rights: readonly DesiredObject[], context: ReconcileContext): Promise<void> {
  const missing = [...new Set(rights.map(({ target }) => target))].filter(
    (target) => storeOf(context, target).observe(NAMESPACE).state === 'absent',
  );
  if (missing.length === 0 || context.stop.aborted || (await context.lease.enter()) !== undefined) return;
  const { apiVersion, kind, name } = NAMESPACE;
  await Promise.all(
    missing.map(async (target) => {
      const { cluster, store } = writingPlace(placeOf(context, target), context.lease.lost);
      try {
        store.record(await cluster.apply({ apiVersion, kind, metadata: { name } }, { fieldManager: CONNECTION_MANAGER, force: true }));
      } catch (error) {
        // The ServiceAccount is refused then, which its connection tells.
        if (!isApiError(error)) throw error;
      }
    }),
  );
}
