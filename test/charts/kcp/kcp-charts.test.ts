import { describe, expect, it } from '@jest/globals';
import { render } from '../../../src/charts/index.js';
import { FEATURE_TOGGLES, loadBlueprint, type FeatureToggleName } from '../../../src/profile/index.js';
import { printStream } from '../../../src/synth/index.js';
import { find, kcpOf, kcpOfBlueprint, KNOWN, names, SYSTEM } from './kcp-of.js';

const ADDED = [
  'feature-enable-getting-started',
  'feature-accounts-in-accounts',
  'feature-enable-account-iam-ui',
  'feature-enable-terminal-controller-manager',
] as const;
const ROOT = 'kcp/root';

describe('the charts of kcp', () => {
  it('come to what was reviewed, with everything that toggles add', () => {
    const { blueprint } = loadBlueprint({ files: ['examples/quickstart'] });

    expect(printStream(kcpOfBlueprint({ ...blueprint, toggles: ADDED }, KNOWN).manifests)).toMatchSnapshot();
  });

  it('make each workspace before anything goes into it, and each type before a workspace of that type', () => {
    const seen = new Set(['kcp/root', 'type universal']);
    for (const { target, object } of kcpOf({
      toggles: ADDED,
      kcp: {
        extraWorkspaces: [
          { path: 'root:orgs:a:b', type: 'account' },
          { path: 'root:orgs:a', type: 'org' },
        ],
      },
    }).manifests) {
      expect(seen).toContain(target);
      const { metadata, kind } = object;
      if (kind === 'WorkspaceType') seen.add(`type ${metadata.name}`);
      if (kind !== 'Workspace') continue;
      expect(seen).toContain(`type ${(object['spec'] as { type: { name: string } }).type.name}`);
      seen.add(`${target}:${metadata.name}`);
    }
  });

  it('offer an API before they bind it, and bind it before they use it', () => {
    const all = names(kcpOf({ toggles: ADDED }));
    const place = (name: string): number => all.indexOf(`${SYSTEM} ${name}`);

    for (const api of ['core.platform-mesh.io', 'system.platform-mesh.io'])
      expect(place(`APIExport ${api}`)).toBeLessThan(place(`APIBinding ${api}`));
    expect(place('APIExport core.platform-mesh.io')).toBeLessThan(place('APIExport terminal.platform-mesh.io'));
    expect(place('APIBinding core.platform-mesh.io')).toBeLessThan(place('ContentConfiguration account-home'));
    expect(place('APIBinding system.platform-mesh.io')).toBeLessThan(place('IdentityProviderConfiguration welcome'));
    expect(place('APIExport terminal.platform-mesh.io')).toBeLessThan(all.indexOf(`${ROOT} WorkspaceType org`));
  });

  it('let the tree of workspaces come up beside the bindings, and both before the webhooks', () => {
    const { blueprint } = loadBlueprint({ files: ['examples/quickstart'] });
    const { manifests, chartsBefore } = render({ ...blueprint, toggles: ADDED }, KNOWN, { mode: 'runtime' });
    const order = (chart: string): number => manifests.find((each) => each.chart === chart)!.order;
    const isAfter = (chart: string, other: string): boolean => chartsBefore[order(chart)]!.has(order(other));

    expect(isAfter('kcp-workspace-types', 'kcp-terminal')).toBe(true);
    expect(isAfter('kcp-workspace-types', 'kcp-bindings')).toBe(false);
    expect(isAfter('kcp-workspaces', 'kcp-apis')).toBe(true);
    for (const chart of ['kcp-identity', 'kcp-portal-pages']) expect(isAfter(chart, 'kcp-bindings')).toBe(true);
    for (const chart of ['kcp-identity', 'kcp-organizations-store', 'kcp-providers', 'authorization-webhook', 'services'])
      expect(isAfter('kcp-webhooks', chart)).toBe(true);
  });

  it('ask for webhooks last, but for what the user adds', () => {
    const charts = [
      ...new Set(kcpOf({ kcp: { extraWorkspaces: [{ path: 'root:mine', type: 'universal' }] } }).manifests.map(({ chart }) => chart)),
    ];

    expect(charts.slice(-2)).toEqual(['kcp-webhooks', 'kcp-extra-workspaces-root']);
  });

  it('reach the portal at the exposure', () => {
    const text = printStream(kcpOf({ baseDomain: 'elsewhere.example.com' }).manifests);

    expect(text).toContain('https://elsewhere.example.com/keycloak/realms/welcome');
    expect(text).toContain('https://{context.organization}.elsewhere.example.com/ui/iam');
    expect(text).not.toContain('portal.localhost');
  });

  it('take the flags of the login', () => {
    const settings = {
      idpRegistrationAllowed: true,
      idpWelcomeAdditionalRedirectUris: ['http://localhost:4200/*'],
      idpWelcomeAdditionalPostLogoutRedirectUris: ['http://localhost:4200/out'],
      domainCertificateCaSecretName: 'corporate-ca',
    };
    const kcp = kcpOf({ settings, values: { ...KNOWN, caBundles: { ...KNOWN.caBundles, 'corporate-ca': 'CORPORATE PEM\n' } } });

    expect(find(kcp, SYSTEM, 'IdentityProviderConfiguration', 'welcome')['spec']).toMatchObject({
      registrationAllowed: true,
      clients: [
        {
          redirectUris: ['https://mesh.example.com/callback*', 'http://localhost:4200/*'],
          postLogoutRedirectUris: ['https://mesh.example.com/logout*', 'http://localhost:4200/out'],
        },
        { clientName: 'welcome-kubectl' },
      ],
    });
    expect(find(kcp, ROOT, 'WorkspaceAuthenticationConfiguration', 'orgs-authentication')).toHaveProperty(
      'spec.jwt.0.issuer.certificateAuthority',
      'CORPORATE PEM\n',
    );
  });
});

describe('feature toggles', () => {
  const plain = names(kcpOf());

  it.each<[FeatureToggleName, readonly string[], readonly string[]]>([
    ['feature-enable-getting-started', [`${SYSTEM} ContentConfiguration main-home-overview-getting-started`], []],
    ['feature-accounts-in-accounts', [`${SYSTEM} ContentConfiguration account-accounts`], []],
    ['feature-enable-account-iam-ui', [`${SYSTEM} ContentConfiguration account-iam-ui`], []],
    [
      'feature-enable-terminal-controller-manager',
      [`${SYSTEM} APIResourceSchema v260216-62483c5.terminals.terminal.platform-mesh.io`, `${SYSTEM} APIExport terminal.platform-mesh.io`],
      [],
    ],
    ['feature-disable-email-verification', [], []],
    ['feature-disable-contentconfigurations', [], plain.filter((name) => name.includes(' ContentConfiguration '))],
    ['feature-enable-marketplace-account', [], []],
    ['feature-enable-marketplace-org', [], []],
    ['feature-enable-provider-permissions', [], []],
  ])('%s adds %j and takes away %j', (toggle, added, removed) => {
    const toggled = names(kcpOf({ toggles: [toggle] }));

    expect(toggled.filter((name) => !plain.includes(name))).toEqual(added);
    expect(plain.filter((name) => !toggled.includes(name))).toEqual(removed);
  });

  it('mark what they add, so that it goes when they go', () => {
    const marked = kcpOf({
      toggles: FEATURE_TOGGLES.map(({ name }) => name).filter((name) => name !== 'feature-disable-contentconfigurations'),
    }).manifests.flatMap(({ target, object }) => {
      const toggle = object.metadata.labels?.['core.platform-mesh.io/feature-toggle'];
      return toggle === undefined ? [] : [`${target} ${object.kind} ${object.metadata.name}`];
    });

    expect(marked.sort()).toEqual(
      names(kcpOf({ toggles: ADDED }))
        .filter((name) => !plain.includes(name))
        .toSorted(),
    );
  });

  it('write no page at all with feature-disable-contentconfigurations, not even those of other toggles', () => {
    const all = names(
      kcpOf({ toggles: ['feature-enable-getting-started', 'feature-disable-contentconfigurations', 'feature-accounts-in-accounts'] }),
    );

    expect(all.filter((name) => name.includes('ContentConfiguration'))).toEqual([]);
  });

  it('bind new organizations and accounts to terminals, and no others', () => {
    const kcp = kcpOf({ toggles: ['feature-enable-terminal-controller-manager'] });
    const bound = kcp.manifests.filter(
      ({ object }) => object.kind === 'WorkspaceType' && JSON.stringify(object).includes('terminal.platform-mesh.io'),
    );

    expect(bound.map(({ object }) => object.metadata.name).sort()).toEqual(['account', 'org']);
    expect(find(kcp, SYSTEM, 'APIExport', 'terminal.platform-mesh.io')).toHaveProperty(
      'spec.permissionClaims.0.identityHash',
      KNOWN.identityHashes?.['root:platform-mesh-system:core.platform-mesh.io'],
    );
  });

  it('let users in whose address is not verified', () => {
    const username = (toggles: readonly FeatureToggleName[]): unknown =>
      find(kcpOf({ toggles }), ROOT, 'WorkspaceAuthenticationConfiguration', 'orgs-authentication');

    expect(username([])).toHaveProperty('spec.jwt.0.claimMappings.username', { claim: 'email', prefix: '' });
    expect(username(['feature-disable-email-verification'])).toHaveProperty('spec.jwt.0.claimMappings.username', {
      expression: 'claims.email',
    });
  });
});

describe('what the user adds', () => {
  const extra = (...paths: readonly (readonly [string, string])[]): readonly string[] =>
    names(kcpOf({ kcp: { extraWorkspaces: paths.map(([path, type]) => ({ path, type })) } })).filter(
      (name) => !names(kcpOf()).includes(name),
    );

  it('makes workspaces, parents first, whatever their order', () => {
    expect(extra(['root:orgs:a:b:c', 'account'], ['root:orgs:a', 'org'], ['root:team', 'universal'], ['root:orgs:a:b', 'account'])).toEqual(
      ['kcp/root Workspace team', 'kcp/root:orgs Workspace a', 'kcp/root:orgs:a Workspace b', 'kcp/root:orgs:a:b Workspace c'],
    );
  });

  it('tells a dash from a colon in the paths of parents', () => {
    expect(
      extra(
        ['root:orgs:a-b', 'org'],
        ['root:orgs:a', 'org'],
        ['root:orgs:a:b', 'account'],
        ['root:orgs:a-b:x', 'account'],
        ['root:orgs:a:b:y', 'account'],
      ),
    ).toEqual(expect.arrayContaining(['kcp/root:orgs:a-b Workspace x', 'kcp/root:orgs:a:b Workspace y']));
  });

  it('keeps the type with its path', () => {
    const kcp = kcpOf({ kcp: { extraWorkspaces: [{ path: 'root:team', type: { name: 'team', path: 'root:types' } }] } });

    expect(find(kcp, ROOT, 'Workspace', 'team')['spec']).toEqual({ type: { name: 'team', path: 'root:types' } });
  });

  it('binds exports to types, behind those of the platform, and none twice', () => {
    const mine = { export: 'data.example.com', path: 'root:providers:databases' };
    const kcp = kcpOf({
      kcp: {
        extraDefaultApiBindings: [
          { workspaceTypePath: 'root:account', ...mine },
          { workspaceTypePath: 'root:account', ...mine },
          { workspaceTypePath: 'root:account', export: 'tenancy.kcp.io', path: 'root' },
          { workspaceTypePath: 'root:security', ...mine },
        ],
      },
    });
    const bindings = (type: string): unknown =>
      (find(kcp, ROOT, 'WorkspaceType', type)['spec'] as { defaultAPIBindings?: unknown }).defaultAPIBindings;

    expect(bindings('account')).toEqual([
      { export: 'core.platform-mesh.io', path: 'root:platform-mesh-system' },
      { export: 'tenancy.kcp.io', path: 'root' },
      { export: 'topology.kcp.io', path: 'root' },
      mine,
    ]);
    expect(bindings('security')).toEqual([mine]);
    expect(bindings('org')).not.toContainEqual(mine);
  });
});
