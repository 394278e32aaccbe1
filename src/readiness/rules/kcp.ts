import type { Observed } from '../observed.js';
import { asFailure, asProgress, byCondition, conditionsOf, findCondition, NOT_OBSERVED } from '../conditions.js';
import { textAt, textsAt } from '../../kubernetes/index.js';
import { progressing, READY, type Readiness } from '../readiness.js';
import { atOnce } from './generic.js';
import type { Rule, Rules } from './rule.js';

/** Workspaces and LogicalClusters are ready in phase `Ready`; until then a condition tells what holds them. */
const byPhaseReady: Rule = (object) => (textAt(object, 'status', 'phase') === 'Ready' ? READY : inPhase(object));

/** Readiness is that the binding was bound; kcp itself says that an export that is lost later does not take it back. */
const apiBinding: Rule = (object) => {
  const conflict = conditionsOf(object).find(({ status, reason }) => status === 'False' && reason === 'NamingConflicts');
  // Other CRDs or bindings have the names already, and keep them.
  if (conflict) return asFailure(conflict);
  if (textAt(object, 'status', 'phase') !== 'Bound') return inPhase(object);
  const upToDate = findCondition(object, 'BindingUpToDate');
  return upToDate?.status === 'False' ? asProgress(upToDate) : READY;
};

/** Its identity is what others need; its URLs are there only where slices are not used. */
const apiExport: Rule = (object) => {
  const identity = byCondition('IdentityValid')(object);
  if (identity.state !== 'ready') return identity;
  const urls = findCondition(object, 'VirtualWorkspaceURLsReady');
  return urls?.status === 'False' ? asProgress(urls) : READY;
};

/** Endpoints come with the first binding, so a slice without any may be as it should. */
const endpointSlice: Rule = (object) => unlessFalse(object) ?? byCondition('APIExportValid')(object);

/** Only types with initializers or terminators get a status. */
const workspaceType: Rule = (object) => unlessFalse(object) ?? READY;

function unlessFalse(object: Observed): Readiness | undefined {
  const bad = conditionsOf(object).find(({ status }) => status === 'False');
  return bad && asProgress(bad);
}

function inPhase(object: Observed): Readiness {
  const phase = textAt(object, 'status', 'phase');
  if (phase === undefined) return progressing(NOT_OBSERVED, 'kcp has not looked at it yet');
  const initializers = textsAt(object, 'status', 'initializers');
  // `Ready` sums the others up.
  const held = conditionsOf(object).find(({ type, status }) => status === 'False' && type !== 'Ready');
  if (phase === 'Initializing' && initializers.length > 0) return progressing(phase, `its initializers are not done: ${initializers.join(', ')}`);
  return progressing(held?.reason ?? phase, held?.message ?? `its phase is ${phase}`);
}

export const TENANCY: Rules = { Workspace: byPhaseReady, WorkspaceType: workspaceType, WorkspaceAuthenticationConfiguration: atOnce };
export const KCP_CORE: Rules = { LogicalCluster: byPhaseReady };
export const KCP_APIS: Rules = { APIBinding: apiBinding, APIExport: apiExport, APIExportEndpointSlice: endpointSlice, APIResourceSchema: atOnce };
