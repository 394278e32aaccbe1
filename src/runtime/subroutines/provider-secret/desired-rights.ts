import { refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { DesiredObject } from '../../apply/index.js';
import { CONNECTION_MANAGER, isOfConnection, rightsObjects, type Rights } from '../../kcp/index.js';
import { storeOf, type ReconcileContext } from '../context.js';
import { appliedRefs } from '../inventories.js';
import { STEP } from './observe-connections.js';

/** An object that the step desires. */
export function desiredObject(target: string, object: KubernetesObject): DesiredObject {
  const level = { ServiceAccount: 0, ClusterRole: 0, ClusterRoleBinding: 1 }[object.kind] ?? 2;
  return { target, level, object, fieldManager: CONNECTION_MANAGER, ownership: 'manage' };
}

/** The ServiceAccount of a connection, and what it may do. */
export function desiredRights(rights: Rights): readonly DesiredObject[] {
  return rightsObjects(rights).map((object) => desiredObject(`kcp/${rights.workspace}`, object));
}

/** What a connection has in kcp, as it is: it stays while it is not known what it is to be. */
export function keptRights(suffix: string, targets: readonly string[], context: ReconcileContext): readonly DesiredObject[] {
  return targets.flatMap((target) =>
    appliedRefs(target, context, STEP).flatMap((ref) => {
      if (target === 'runtime' || !isOfConnection(ref.name, suffix)) return [];
      const observed = storeOf(context, target).observe(ref);
      return observed.state === 'present' ? [desiredObject(target, asWritten(observed.object))] : [];
    }),
  );
}

function asWritten(live: KubernetesObject): KubernetesObject {
  const { apiVersion, kind } = live;
  const { name, namespace } = refOf(live);
  const content = Object.fromEntries(['rules', 'roleRef', 'subjects'].flatMap((field) => (field in live ? [[field, live[field]]] : [])));
  const { labels } = live.metadata;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...(labels === undefined ? {} : { labels }) };
  return { apiVersion, kind, metadata, ...content };
}
