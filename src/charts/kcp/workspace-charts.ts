import type { Construct } from 'constructs';
import { JsonPatch } from 'cdk8s';
import {
  Workspace,
  WorkspaceAuthenticationConfiguration,
  WorkspaceType,
  type ApiExportReference,
  type WorkspaceTypeProps,
} from '../../constructs/index.js';
import { FLAGS } from '../../settings.js';
import { TargetChart } from '../target.js';
import { TERMINAL_TOGGLE } from './apis-charts.js';
import type { KcpProps } from './kcp-props.js';
import { CORE_EXPORT, PROVIDERS_EXPORT, ROOT, SYSTEM_EXPORT, TENANCY_EXPORT, TERMINAL_EXPORT, TOPOLOGY_EXPORT } from './paths.js';

const LOGIN = 'orgs-authentication';

/** The first step: the types that bind none of our exports, and the workspace of our APIs. */
export class FirstTypesChart extends TargetChart {
  constructor(scope: Construct, id: string, props: KcpProps) {
    super(scope, id, { target: `kcp/${ROOT}` });
    // Workspaces that extend it wait for the security-operator, when they come and when they go.
    new WorkspaceType(this, 'type-security', withExtraBindings({ name: 'security', initializer: true, terminator: true }, props));
    new Workspace(this, 'platform-mesh-system', { name: 'platform-mesh-system', parent: ROOT, type: { name: 'universal' } });
  }
}

/** The types of the tree's workspaces; the exports that they bind must exist. */
export class WorkspaceTypesChart extends TargetChart {
  constructor(scope: Construct, id: string, props: KcpProps) {
    super(scope, id, { target: `kcp/${ROOT}` });
    const login = this.#login(props);
    const terminal: readonly ApiExportReference[] = props.blueprint.toggles.includes(TERMINAL_TOGGLE) ? [TERMINAL_EXPORT] : [];
    const tenant = [CORE_EXPORT, TENANCY_EXPORT, TOPOLOGY_EXPORT, ...terminal];
    const type = (type: WorkspaceTypeProps): WorkspaceType => new WorkspaceType(this, `type-${type.name}`, withExtraBindings(type, props));
    type({
      name: 'account',
      extends: [{ name: 'universal' }, { name: 'security' }],
      defaultApiBindings: tenant,
      defaultChildType: { name: 'account' },
      allowedChildren: [{ name: 'account' }],
      allowedParents: [{ name: 'org' }, { name: 'account' }],
    });
    type({
      name: 'org',
      extends: [{ name: 'security' }],
      defaultApiBindings: tenant,
      defaultChildType: { name: 'account' },
      allowedChildren: [{ name: 'account' }],
      allowedParents: [{ name: 'orgs' }],
    });
    const orgs = type({
      name: 'orgs',
      extends: [{ name: 'universal' }],
      defaultApiBindings: [CORE_EXPORT, SYSTEM_EXPORT],
      defaultChildType: { name: 'org' },
      allowedChildren: [{ name: 'org' }],
      authenticationConfigurations: [LOGIN],
    });
    type({ name: 'provider', defaultApiBindings: [CORE_EXPORT, PROVIDERS_EXPORT], allowedParents: [{ name: 'providers' }] });
    type({ name: 'providers', defaultApiBindings: [TENANCY_EXPORT, TOPOLOGY_EXPORT], allowedChildren: [{ name: 'provider' }] });
    orgs.node.addDependency(login);
  }

  #login({ blueprint, values }: KcpProps): WorkspaceAuthenticationConfiguration {
    const { exposure, settings, toggles } = blueprint;
    const audiences = values.audiences('welcome');
    const { domainCertificateCaSecretName: secret, domainCertificateCaSecretKey: key } = settings;
    const caBundle = values.caPem(secret ?? FLAGS.domainCertificateCaSecretName.default, key);
    const login = new WorkspaceAuthenticationConfiguration(this, 'login', {
      name: LOGIN,
      issuerUrl: `https://${exposure.baseDomainPort}/keycloak/realms/welcome`,
      audiences: 'list' in audiences ? audiences.list : [],
      ...(caBundle !== 'none' && 'pem' in caBundle ? { certificateAuthority: caBundle.pem } : {}),
      unverifiedEmail: toggles.includes('feature-disable-email-verification'),
    });
    const { object } = login;
    if ('placeholder' in audiences) object.addJsonPatch(JsonPatch.replace('/spec/jwt/0/issuer/audiences', audiences.placeholder));
    if (caBundle !== 'none' && 'placeholder' in caBundle)
      object.addJsonPatch(JsonPatch.add('/spec/jwt/0/issuer/certificateAuthority', caBundle.placeholder));
    return login;
  }
}

/** The tree of workspaces. It is a chart of its own, because a client that checks a whole step first would not find the types. */
export class WorkspacesChart extends TargetChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { target: `kcp/${ROOT}` });
    for (const name of ['orgs', 'providers']) new Workspace(this, name, { name, parent: ROOT, type: { name } });
  }
}

/** The type with the exports that the user binds to it; those that are there already are left out. */
function withExtraBindings(type: WorkspaceTypeProps, { blueprint }: KcpProps): WorkspaceTypeProps {
  const own = type.defaultApiBindings ?? [];
  const extra = blueprint.kcp.extraDefaultApiBindings
    .filter(({ workspaceTypePath }) => workspaceTypePath === `${ROOT}:${type.name}`)
    .map(({ export: name, path }) => ({ name, path }));
  const unique = new Map([...own, ...extra].map((reference) => [`${reference.path}:${reference.name}`, reference]));
  return unique.size === 0 ? type : { ...type, defaultApiBindings: [...unique.values()] };
}
