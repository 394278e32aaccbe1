import type { Outcome } from '../../apply/index.js';
import { CONNECTION_MANAGER } from '../../kcp/index.js';
import type { InstanceContext } from '../context.js';
import { removeStep } from '../step-removal.js';
import { STEP } from './observe-connections.js';

/**
 * One pass that takes away the Secrets of provider connections, and the ServiceAccounts and their rights in kcp.
 *
 * @param isHeld whether the services still need them
 */
export function removeConnections(context: InstanceContext, isHeld: boolean): Promise<readonly Outcome[]> {
  return removeStep(context, { step: STEP, fieldManager: CONNECTION_MANAGER, isHeld });
}
