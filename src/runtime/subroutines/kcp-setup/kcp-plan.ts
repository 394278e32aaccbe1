import { refOf } from '../../../kubernetes/index.js';
import type { DesiredObject, PlannedChange } from '../../apply/index.js';
import type { InstanceContext } from '../context.js';
import { planOnce, type Area } from '../pass.js';
import { connectedKcp } from './connection.js';
import { keyOfManifest } from './kcp-desired.js';

/** What an apply would do in kcp. */
export type KcpPlan =
  | { readonly changes: readonly PlannedChange[] }
  /** kcp cannot be asked yet. */
  | { readonly unknown: string };

/** Why kcp cannot be asked yet; undefined when it is connected. */
export async function unconnected(context: InstanceContext): Promise<Extract<KcpPlan, { readonly unknown: string }> | undefined> {
  const notConnected = await connectedKcp(context);
  if (!notConnected) return undefined;
  return { unknown: notConnected.kind === 'failed' ? notConnected.error.message : (notConnected.message ?? '') };
}

/**
 * What a pass of a step would do in kcp, by a dry run. What goes into a workspace that does not exist yet is created.
 *
 * @param written those of the desired objects that are known to the last field
 */
export async function planInKcp(
  desired: readonly DesiredObject[],
  written: readonly Pick<DesiredObject, 'target' | 'object'>[],
  area: Area,
  context: InstanceContext,
): Promise<KcpPlan> {
  const isLater = ({ target, withheld }: DesiredObject): boolean => withheld !== undefined && !area.targets.includes(target);
  const isWritten = new Set(written.map(keyOfManifest));
  const created = desired
    .filter((each) => isLater(each) && isWritten.has(keyOfManifest(each)))
    .map(({ target, object }): PlannedChange => ({ target, id: refOf(object), object, planned: { action: 'create', after: object } }));
  const now = desired.filter((each) => !isLater(each));
  return { changes: [...(await planOnce(now, context, area)), ...created] };
}
