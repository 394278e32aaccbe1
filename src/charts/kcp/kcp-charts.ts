import type { Construct } from 'constructs';
import { AdmissionWebhook, Workspace } from '../../constructs/index.js';
import { inOneLine, TargetChart } from '../target.js';
import { ApisChart, BindingsChart, TERMINAL_TOGGLE, TerminalChart } from './apis-charts.js';
import { IdentityChart, OrganizationsStoreChart } from './identity-charts.js';
import type { KcpProps } from './kcp-props.js';
import { PROVIDERS, SYSTEM } from './paths.js';
import { PagesChart } from './pages-chart.js';
import { FirstTypesChart, WorkspacesChart, WorkspaceTypesChart } from './workspace-charts.js';

/**
 * Everything that belongs into kcp, in an order in which one pass over an empty kcp succeeds: types before workspaces of
 * that type, schemas before exports, exports before bindings, bindings before what they bind.
 *
 * The tree of workspaces comes up while kcp makes the bindings of `root:platform-mesh-system`: it needs their exports only.
 */
export function kcpCharts(scope: Construct, props: KcpProps): readonly TargetChart[] {
  const { toggles } = props.blueprint;
  const apis = [
    new FirstTypesChart(scope, 'kcp-first-types', props),
    new ApisChart(scope, 'kcp-apis', props),
    ...(toggles.includes(TERMINAL_TOGGLE) ? [new TerminalChart(scope, 'kcp-terminal', props)] : []),
  ];
  const bound = [
    new BindingsChart(scope, 'kcp-bindings', props),
    ...(toggles.includes('feature-disable-contentconfigurations') ? [] : [new PagesChart(scope, 'kcp-portal-pages', props)]),
    new IdentityChart(scope, 'kcp-identity', props),
  ];
  const workspaces = [new WorkspaceTypesChart(scope, 'kcp-workspace-types', props), new WorkspacesChart(scope, 'kcp-workspaces')];
  const leaves = [new OrganizationsStoreChart(scope, 'kcp-organizations-store'), providersChart(scope)];
  const last = [webhooksChart(scope, props), ...extraWorkspaceCharts(scope, props)];
  for (const line of [apis, bound, workspaces, last]) inOneLine(line);
  for (const [first] of [bound, workspaces]) first?.addDependency(...apis.slice(-1));
  for (const leaf of leaves) leaf.addDependency(...workspaces.slice(-1));
  last[0]?.addDependency(...bound.slice(-1), ...leaves);
  return [...apis, ...bound, ...workspaces, ...leaves, ...last];
}

function providersChart(scope: Construct): TargetChart {
  const chart = new TargetChart(scope, 'kcp-providers', { target: `kcp/${PROVIDERS}` });
  new Workspace(chart, 'system', { name: 'system', parent: PROVIDERS, type: { name: 'provider' } });
  return chart;
}

const CORE = { group: 'core.platform-mesh.io', version: 'v1alpha1' } as const;
const ACCOUNT_OPERATOR = 'https://account-operator-webhook.platform-mesh-system.svc.cluster.local:9443';
const SECURITY_OPERATOR = 'https://security-operator-webhook.platform-mesh-system.svc.cluster.local:9443';

/** They come last: after them, every change needs an answer of their operators. */
function webhooksChart(scope: Construct, { values }: KcpProps): TargetChart {
  const chart = new TargetChart(scope, 'kcp-webhooks', { target: `kcp/${SYSTEM}` });
  const accountCa = values.caBundle('account-operator-webhook-server-cert');
  new AdmissionWebhook(chart, 'identity-providers', {
    ...CORE,
    kind: 'Validating',
    name: 'identityproviderconfiguration-validator.webhooks.core.platform-mesh.io',
    webhookName: 'identityproviderconfiguration.validation.platform-mesh.io',
    url: `${SECURITY_OPERATOR}/validate-core-platform-mesh-io-v1alpha1-identityproviderconfiguration`,
    caBundle: values.caBundle('security-operator-ca-secret'),
    operations: ['CREATE', 'UPDATE'],
    resources: ['identityproviderconfigurations'],
  });
  new AdmissionWebhook(chart, 'accounts', {
    ...CORE,
    kind: 'Mutating',
    name: 'account-operator.webhooks.core.platform-mesh.io',
    webhookName: 'maccount.kb.io',
    url: `${ACCOUNT_OPERATOR}/mutate-core-platform-mesh-io-v1alpha1-account`,
    caBundle: accountCa,
    operations: ['CREATE'],
    resources: ['accounts'],
  });
  new AdmissionWebhook(chart, 'organizations', {
    ...CORE,
    kind: 'Validating',
    name: 'organization-validator.webhooks.core.platform-mesh.io',
    webhookName: 'organization.validation.platform-mesh.ui',
    url: `${ACCOUNT_OPERATOR}/validate-core-platform-mesh-io-v1alpha1-account`,
    caBundle: accountCa,
    operations: ['CREATE', 'UPDATE'],
    resources: ['accounts'],
  });
  return chart;
}

/** A chart for each parent; the workspaces come parents first. Dashes are doubled, so that `a-b` and `a:b` have names of their own. */
function extraWorkspaceCharts(scope: Construct, { blueprint }: KcpProps): readonly TargetChart[] {
  const charts = new Map<string, TargetChart>();
  for (const { parent, name, type } of blueprint.kcp.extraWorkspaces) {
    const chart =
      charts.get(parent) ??
      new TargetChart(scope, `kcp-extra-workspaces-${parent.replaceAll('-', '--').replaceAll(':', '-')}`, { target: `kcp/${parent}` });
    charts.set(parent, chart);
    new Workspace(chart, name, { name, parent, type });
  }
  return [...charts.values()];
}
