import type { KubernetesObject } from '../../../kubernetes/index.js';
import type { DeletionPlace } from '../../apply/index.js';
import { workspaceIn, type InstanceContext } from '../context.js';
import { appliedRefs } from '../inventories.js';
import type { Area } from '../pass.js';
import { EXTRA_WORKSPACES_MANAGER, KCP_MANAGER } from './kcp-desired.js';

/** What the step applies to, and the order in which its objects go. */
export function kcpArea(targets: readonly string[], context: Pick<InstanceContext, 'memory'>): Area {
  const homes = apiWorkspaces(targets, context);
  return {
    targets,
    fieldManager: KCP_MANAGER,
    otherManagers: [EXTRA_WORKSPACES_MANAGER],
    deletionPlace: (target, object) => kcpDeletionPlace(target, object, homes),
  };
}

/** The workspaces with exports of ours: others bind their APIs, and operators keep their own objects there. */
export function apiWorkspaces(targets: readonly string[], context: Pick<InstanceContext, 'memory'>): ReadonlySet<string> {
  const hasExports = (target: string): boolean => appliedRefs(target, context).some(({ kind }) => kind === 'APIExport');
  return new Set(targets.filter(hasExports).map(workspaceIn));
}

/** Ranks by kind; custom resources have the second one. */
const RANKS: Readonly<Record<string, number>> = {
  MutatingWebhookConfiguration: 0,
  ValidatingWebhookConfiguration: 0,
  Workspace: 2,
  APIBinding: 3,
  APIExportEndpointSlice: 4,
  APIExport: 4,
  APIResourceSchema: 5,
  CustomResourceDefinition: 5,
  WorkspaceType: 7,
  WorkspaceAuthenticationConfiguration: 7,
};
const CUSTOM_RESOURCE = 1;
const API_WORKSPACE = 6;

/**
 * Where an object goes. Webhooks go first, since nobody may answer them soon. Workspaces go before the APIs that they bind, the
 * deepest ones first, and before their types. The workspace of the APIs is the last one.
 *
 * @param homes paths of workspaces whose exports others bind
 */
export function kcpDeletionPlace(target: string, { kind, metadata }: KubernetesObject, homes: ReadonlySet<string>): DeletionPlace {
  if (kind !== 'Workspace') return [RANKS[kind] ?? CUSTOM_RESOURCE, 0];
  const parent = workspaceIn(target);
  return [homes.has(`${parent}:${metadata.name}`) ? API_WORKSPACE : (RANKS[kind] ?? 0), -parent.split(':').length];
}
