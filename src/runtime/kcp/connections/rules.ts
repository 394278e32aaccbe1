import { listAt, textAt, textsAt, type KubernetesObject } from '../../../kubernetes/index.js';

/** A rule of a ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

const APIS = 'apis.kcp.io';
const READ = ['get', 'list', 'watch'] as const;
const STATUS = ['get', 'update', 'patch'] as const;

/** What every client asks a server before it does anything. */
const DISCOVERY: PolicyRule = {
  verbs: ['get'],
  nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/clusters/*', '/services', '/services/*'],
};

/** What may be done with an APIExport: everything with what it offers, and what it claims within the workspaces that bind it. */
export function exportRules(apiExport: KubernetesObject): readonly PolicyRule[] {
  const offered = listAt(apiExport, 'spec', 'resources').flatMap((resource) => {
    const name = textAt(resource, 'name');
    return name === undefined ? [] : rulesFor(textAt(resource, 'group') ?? '', name, ['*']);
  });
  const claimed = listAt(apiExport, 'spec', 'permissionClaims').flatMap((claim) => {
    const resource = textAt(claim, 'resource');
    const verbs = textsAt(claim, 'verbs');
    return resource === undefined ? [] : rulesFor(textAt(claim, 'group') ?? '', resource, verbs.length === 0 ? ['*'] : verbs);
  });
  return [
    ...offered,
    ...claimed,
    { verbs: ['*'], apiGroups: [APIS], resources: ['apiexports/content'], resourceNames: [apiExport.metadata.name] },
    { verbs: READ, apiGroups: [APIS], resources: ['apiexportendpointslices'] },
    { verbs: READ, apiGroups: [APIS], resources: ['apibindings'] },
    DISCOVERY,
  ];
}

/** Whoever may write an object may write its status. */
function rulesFor(group: string, resource: string, verbs: readonly string[]): readonly PolicyRule[] {
  const writes = ['*', 'update', 'patch'].some((verb) => verbs.includes(verb));
  return [
    { verbs, apiGroups: [group], resources: [resource] },
    ...(writes ? [{ verbs: STATUS, apiGroups: [group], resources: [`${resource}/status`] }] : []),
  ];
}

/** What may be done with the workspaces of a type that are being made, or deleted: kcp asks for one verb, by the name of the type. */
export function workspaceTypeRules(name: string, virtualWorkspace: 'initializing' | 'terminating'): readonly PolicyRule[] {
  const verb = { initializing: 'initialize', terminating: 'terminate' }[virtualWorkspace];
  return [{ verbs: ['get', verb], apiGroups: ['tenancy.kcp.io'], resources: ['workspacetypes'], resourceNames: [name] }, DISCOVERY];
}
