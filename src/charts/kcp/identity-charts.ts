import type { Construct } from 'constructs';
import { IdentityProviderConfiguration, Store, type AuthorizationModule } from '../../constructs/index.js';
import { FLAGS } from '../../settings.js';
import { TargetChart } from '../target.js';
import type { KcpProps } from './kcp-props.js';
import { ORGS, SYSTEM } from './paths.js';

/** The realm in which users without an organization log in. */
export class IdentityChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint }: KcpProps) {
    super(scope, id, { target: `kcp/${SYSTEM}` });
    const { exposure, settings } = blueprint;
    const portal = `https://${exposure.baseDomainPort}`;
    new IdentityProviderConfiguration(this, 'welcome', {
      name: 'welcome',
      registrationAllowed: settings.idpRegistrationAllowed ?? FLAGS.idpRegistrationAllowed.default,
      clients: [
        {
          clientName: 'welcome',
          clientType: 'confidential',
          redirectUris: [`${portal}/callback*`, ...(settings.idpWelcomeAdditionalRedirectUris ?? [])],
          postLogoutRedirectUris: [`${portal}/logout*`, ...(settings.idpWelcomeAdditionalPostLogoutRedirectUris ?? [])],
          secretRef: { name: 'portal-client-secret-welcome', namespace: 'default' },
        },
        {
          clientName: 'welcome-kubectl',
          clientType: 'public',
          redirectUris: ['http://localhost:8000/*', 'http://localhost:18000/*'],
          secretRef: { name: 'welcome-kubectl-client-secret', namespace: 'default' },
        },
      ],
    });
  }
}

const ACCOUNTS = 'core_platform-mesh_io_accounts';

/** Members of a workspace may do with accounts what the relation says. */
const CORE_MODULE: AuthorizationModule = {
  name: 'core',
  types: [
    { name: 'user' },
    { name: 'role', relations: { assignee: { assignable: ['user', 'user:*'] } } },
    {
      name: 'tenancy_kcp_io_workspace',
      relations: {
        owner: { assignable: ['role#assignee'] },
        member: { assignable: ['role#assignee'] },
        ...Object.fromEntries(['create', 'list', 'get', 'watch'].map((verb) => [`${verb}_${ACCOUNTS}`, { same: 'member' }])),
      },
    },
  ],
};

/** Every user who is logged in may create, list, get and watch organizations. */
export class OrganizationsStoreChart extends TargetChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { target: `kcp/${ORGS}` });
    new Store(this, 'orgs', {
      name: 'orgs',
      coreModule: CORE_MODULE,
      tuples: [
        { object: 'role:authenticated', relation: 'assignee', user: 'user:*' },
        { object: 'tenancy_kcp_io_workspace:orgs', relation: 'member', user: 'role:authenticated#assignee' },
      ],
    });
  }
}
