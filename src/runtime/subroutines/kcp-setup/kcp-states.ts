import { refOf, type ObjectRef } from '../../../kubernetes/index.js';
import { gateReadiness, NOT_FOUND, progressing, type ObjectState, type Readiness } from '../../../readiness/index.js';
import { storeOf, type ReconcileContext } from '../context.js';
import { renderForClusters } from '../deployment/desired.js';
import { kcpManifests } from './kcp-desired.js';

/** The kind of the login. It waits for client ids that an operator writes long after the kcp objects exist. */
export const LOGIN = 'WorkspaceAuthenticationConfiguration';

/** How the workspaces and the login are, once kcp is connected. */
export function kcpStates(context: ReconcileContext): readonly ObjectState[] {
  const { blueprint, memory } = context;
  if (!memory.kcp || !memory.values) return [];
  const rendered = renderForClusters(blueprint, memory.values);
  const workspaces = kcpManifests(rendered).filter(({ object }) => object.kind === 'Workspace');
  const logins = rendered.withheld.filter(({ object }) => object.kind === LOGIN);
  return [
    ...workspaces.map(({ target, object }) => stateOf(target, refOf(object), workspaceReadiness(target, refOf(object), context))),
    ...logins.map(({ target, object, reason }) => stateOf(target, object, progressing('NoAudiences', reason))),
  ];
}

function stateOf(place: string, ref: ObjectRef, readiness: Readiness): ObjectState {
  return { place, ref, readiness, needs: [], makes: [] };
}

function workspaceReadiness(target: string, ref: ObjectRef, context: ReconcileContext): Readiness {
  const observed = storeOf(context, target).observe(ref);
  return observed.state === 'present' ? gateReadiness(observed.object) : progressing(NOT_FOUND);
}
