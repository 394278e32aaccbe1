import { keyOf, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import type { DesiredObject, Planned, PlannedChange } from '../../apply/index.js';
import type { ConnectionPlan } from '../../kcp/index.js';
import type { ReconcileContext } from '../context.js';
import { unconnected, type KcpPlan } from '../kcp-setup/kcp-plan.js';
import { planOnce } from '../pass.js';
import { planOf, type Item, type Work } from './decide-connection.js';
import { desiredObject, desiredRights, keptRights } from './desired-rights.js';
import { areaOf, gather, uniqueObjects } from './provider-secret.js';

/**
 * What the step would do: the rights by a dry run, and the Secrets by what is known. No token is asked for, so
 * the new content of a Secret with a token is not known.
 */
export async function previewConnections(context: ReconcileContext): Promise<KcpPlan> {
  const unknown = await unconnected(context);
  const { kcp } = context.memory;
  if (unknown || !kcp) return unknown ?? { changes: [] };
  const { items, work } = await gather(context, kcp.secret, true);
  const planned = items.map((item) => ({ item, plan: planOf(item, work) }));
  const secrets = new Set(items.map(({ place: { ref } }) => keyOf(ref)));
  const desired = planned.flatMap(({ item, plan }) => [...rightsOf(item, plan, work), withheldSecret(item)]);
  const changes = await planOnce(uniqueObjects(desired), context, areaOf(work.targets, context.policy.prune));
  const isSecret = ({ target, id }: PlannedChange): boolean => target === 'runtime' && secrets.has(keyOf(id));
  return {
    changes: [
      ...changes.filter((change) => !isSecret(change)),
      ...planned.map(({ item, plan }) => ({ target: item.place.target, id: item.place.ref, planned: changeOf(item, plan, work) })),
    ],
  };
}

/** What a connection has in kcp; while it is not known what it is to be, it stays as it is. */
function rightsOf({ material, suffix }: Item, plan: ConnectionPlan, { targets, context }: Work): readonly DesiredObject[] {
  if (plan.kind === 'conflict') return [];
  return material.kind === 'scoped'
    ? desiredRights(material.rights)
    : material.kind === 'admin'
      ? []
      : keptRights(suffix, targets, context);
}

/** The Secret is no object that nobody desires; what becomes of it is planned with its connection. */
function withheldSecret({ place: { ref } }: Item): DesiredObject {
  return { ...desiredObject('runtime', emptySecret(ref)), withheld: 'its connection says what becomes of it' };
}

function changeOf({ place }: Item, plan: ConnectionPlan, { sources }: Work): Planned {
  const observed = sources.observe(place);
  const live = observed.state === 'present' ? observed.object : undefined;
  switch (plan.kind) {
    case 'unchanged':
      return { action: 'unchanged', before: live ?? plan.secret };
    case 'write':
      return written(live, plan.secret);
    case 'renew':
      return written(live, { ...(live ?? emptySecret(place.ref)), data: { kubeconfig: NEW_TOKEN } });
    case 'conflict':
    case 'failed':
      return { action: 'blocked', reason: plan.error.message, wakeOn: [] };
    case 'waiting':
      return plan.reason === 'WorkspaceNotReady' && !live
        ? { action: 'create', after: emptySecret(place.ref) }
        : { action: 'blocked', reason: plan.message, wakeOn: plan.wakeOn };
  }
}

/** Stands for a kubeconfig that is not known before its token is there. */
const NEW_TOKEN = Buffer.from('a kubeconfig with a new token').toString('base64');

function written(before: KubernetesObject | undefined, after: KubernetesObject): Planned {
  return before ? { action: 'update', before, after, takes: [], from: [], isForced: false } : { action: 'create', after };
}

function emptySecret({ apiVersion, kind, namespace, name }: ObjectRef): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
