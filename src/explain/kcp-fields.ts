import type { KubernetesObject } from '../kubernetes/index.js';
import type { Blueprint } from '../profile/index.js';
import type { Path } from './path.js';

/** The label by which an object says which toggle it came with. */
const TOGGLE_LABEL = 'core.platform-mesh.io/feature-toggle';

/** Which keys of the input a field of an object in kcp is made from; empty when no input decides it. */
export function kcpPaths(object: KubernetesObject, field: Path, { kcp, exposure, provenance }: Blueprint): readonly Path[] {
  const { kind, metadata } = object;
  const path = field.join('.');
  if (path === `metadata.labels.${TOGGLE_LABEL}`)
    return itemWith(['spec', 'featureToggles'], 'name', metadata.labels?.[TOGGLE_LABEL], provenance);
  switch (kind) {
    case 'IdentityProviderConfiguration':
      return identityPaths(path);
    case 'WorkspaceAuthenticationConfiguration':
      return path === 'spec.jwt.0.issuer.url' ? [['exposure', 'baseDomainPort']] : [];
    case 'ContentConfiguration':
      return path === 'spec.inlineConfiguration.content' && JSON.stringify(object['spec']).includes(exposure.baseDomainPort)
        ? [['exposure', 'baseDomainPort']]
        : [];
    case 'Workspace': {
      const extra = kcp.extraWorkspaces.find(({ name }) => name === metadata.name);
      const [item] = extra ? itemWith(['spec', 'kcp', 'extraWorkspaces'], 'path', `${extra.parent}:${extra.name}`, provenance) : [];
      if (!item) return [];
      return field[1] === 'type' ? [[...item.slice(0, -1), 'type', ...field.slice(2)]] : [item];
    }
    case 'WorkspaceType':
      return bindingPaths(object, field, kcp.extraDefaultApiBindings);
    default:
      return [];
  }
}

/** The exports that a workspace type binds because the user added them. */
function bindingPaths(
  object: KubernetesObject,
  [spec, list, index, key]: Path,
  extra: Blueprint['kcp']['extraDefaultApiBindings'],
): readonly Path[] {
  if (spec !== 'spec' || list !== 'defaultAPIBindings' || index === undefined) return [];
  const { defaultAPIBindings = [] } = object['spec'] as {
    readonly defaultAPIBindings?: readonly { readonly export: string; readonly path: string }[];
  };
  const binding = defaultAPIBindings[Number(index)];
  const added = extra.findIndex(
    (entry) =>
      entry.workspaceTypePath === `root:${object.metadata.name}` && entry.export === binding?.export && entry.path === binding.path,
  );
  return added === -1 ? [] : [['spec', 'kcp', 'extraDefaultAPIBindings', String(added), ...(key === undefined ? [] : [key])]];
}

/** The first address is the portal's; those after it come from flags. */
function identityPaths(path: string): readonly Path[] {
  if (path === 'spec.registrationAllowed') return [['settings', 'idpRegistrationAllowed']];
  const [, list, number = ''] = /^spec\.clients\.0\.(redirectUris|postLogoutRedirectUris)\.(\d+)$/u.exec(path) ?? [];
  if (list === undefined) return [];
  if (number === '0') return [['exposure', 'baseDomainPort']];
  return [
    [
      'settings',
      list === 'redirectUris' ? 'idpWelcomeAdditionalRedirectUris' : 'idpWelcomeAdditionalPostLogoutRedirectUris',
      String(Number(number) - 1),
    ],
  ];
}

/** The path of the field of the list's item that has a value. */
function itemWith(list: Path, field: string, value: string | undefined, provenance: Blueprint['provenance']): readonly Path[] {
  const paths = provenance.children(list).map((item) => [...list, item, field]);
  return paths.filter((path) => provenance.history(path).at(-1)?.value === value).slice(0, 1);
}
