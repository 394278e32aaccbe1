import { listAt, textAt, textsAt } from '../../kubernetes/index.js';
import { NOT_OBSERVED, type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { asFailure, asProgress, byCondition, conditionsOf, falseCondition } from './conditions.js';
import { atOnce, type Rule, type Rules } from './rule.js';

/** Workspaces and LogicalClusters are ready in phase `Ready`; until then a condition says what holds them. */
const byPhaseReady: Rule = (object) => (textAt(object, 'status', 'phase') === 'Ready' ? READY : inPhase(object));

/**
 * A binding is ready once it is bound and its permission claims are applied. It stays ready when its export is lost later,
 * as in kcp's own summary.
 */
const apiBinding: Rule = (object) => {
  const conflict = conditionsOf(object).find(({ status, reason }) => status === 'False' && reason === 'NamingConflicts');
  // Other CRDs or bindings have the names, and keep them.
  if (conflict) return asFailure(conflict);
  if (textAt(object, 'status', 'phase') !== 'Bound') return inPhase(object);
  const outdated = falseCondition(object, 'BindingUpToDate');
  return outdated ? asProgress(outdated) : (permissionClaims(object) ?? READY);
};

/** A warning of kcp: the binding accepts other verbs or objects than the export asks for, and works with those. */
const NARROWER = 'PermissionClaimsMismatch';

/**
 * Claims that kcp has not applied. An accepted claim that the export does not ask for, such as one with another identity,
 * is applied once the export asks for it. kcp's conditions name no generation and a warning hides an error, so the
 * accepted claims are compared with the applied ones as well.
 */
function permissionClaims(object: Observed): Readiness | undefined {
  const bad = [falseCondition(object, 'PermissionClaimsValid'), falseCondition(object, 'PermissionClaimsApplied')];
  const held = bad.find((condition) => condition !== undefined && condition.reason !== NARROWER);
  if (held) return asProgress(held);
  const applied = new Set(listAt(object, 'status', 'appliedPermissionClaims').map(claimKey));
  const accepted = listAt(object, 'spec', 'permissionClaims').filter((claim) => textAt(claim, 'state') === 'Accepted');
  const missing = accepted.map(claimKey).filter((key) => !applied.has(key));
  if (missing.length === 0) return undefined;
  return progressing('PermissionClaimsNotApplied', `kcp has not applied these permission claims yet: ${missing.join(', ')}`);
}

/** Such as `secrets` or `workspaces.tenancy.kcp.io (identity 4f0c)`. */
function claimKey(claim: unknown): string {
  const [resource = '', group, identity] = ['resource', 'group', 'identityHash'].map((field) => textAt(claim, field));
  return `${resource}${group === undefined ? '' : `.${group}`}${identity === undefined ? '' : ` (identity ${identity})`}`;
}

/** Others need its identity. Its URLs exist only where endpoint slices are not used. */
const apiExport: Rule = (object) => {
  const identity = byCondition('IdentityValid')(object);
  if (identity.state !== 'ready') return identity;
  const urls = falseCondition(object, 'VirtualWorkspaceURLsReady');
  return urls ? asProgress(urls) : READY;
};

/** Endpoints come with the first binding, so a slice without endpoints can be ready. */
const endpointSlice: Rule = (object) => unlessFalse(object) ?? byCondition('APIExportValid')(object);

/** kcp writes the URLs of its virtual workspaces into every type, and sums up in Ready. */
const workspaceType: Rule = (object) => unlessFalse(object) ?? byCondition('Ready')(object);

function unlessFalse(object: Observed): Readiness | undefined {
  const bad = conditionsOf(object).find(({ status, type }) => status === 'False' && type !== 'Ready');
  return bad && asProgress(bad);
}

function inPhase(object: Observed): Readiness {
  const phase = textAt(object, 'status', 'phase');
  if (phase === undefined) return progressing(NOT_OBSERVED, 'kcp has not observed it yet');
  const initializers = textsAt(object, 'status', 'initializers');
  // `Ready` sums up the others.
  const held = conditionsOf(object).find(({ type, status }) => status === 'False' && type !== 'Ready');
  if (phase === 'Initializing' && initializers.length > 0) {
    return progressing(phase, `its initializers are not done: ${initializers.join(', ')}`);
  }
  return progressing(held?.reason ?? phase, held?.message ?? `its phase is ${phase}`);
}

export const TENANCY: Rules = { Workspace: byPhaseReady, WorkspaceType: workspaceType, WorkspaceAuthenticationConfiguration: atOnce };
export const KCP_CORE: Rules = { LogicalCluster: byPhaseReady };
export const KCP_APIS: Rules = {
  APIBinding: apiBinding,
  APIExport: apiExport,
  APIExportEndpointSlice: endpointSlice,
  APIResourceSchema: atOnce,
};
