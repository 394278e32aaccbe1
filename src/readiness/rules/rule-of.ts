import { ARGO } from './argo.js';
import { CERT_MANAGER } from './cert-manager.js';
import { API_EXTENSIONS, API_REGISTRATION, CORE, NETWORKING } from './core.js';
import { HELM, KUSTOMIZE, SOURCES } from './flux.js';
import { GATEWAYS } from './gateway.js';
import { KCP_APIS, KCP_CORE, TENANCY } from './kcp.js';
import { KCP_OPERATOR } from './kcp-operator.js';
import { OCM } from './ocm.js';
import { PLATFORM_MESH, PROVIDERS } from './platform-mesh.js';
import { PODS } from './pod.js';
import { unknownKind, type Rule, type Rules } from './rule.js';
import { APPS, BATCH } from './workloads.js';

/** Rules by group, and by kind within a group. */
const RULES: Readonly<Record<string, Rules>> = {
  '': { ...CORE, ...PODS },
  apps: APPS,
  batch: BATCH,
  'apiextensions.k8s.io': API_EXTENSIONS,
  'apiregistration.k8s.io': API_REGISTRATION,
  'networking.k8s.io': NETWORKING,
  'gateway.networking.k8s.io': GATEWAYS,
  'helm.toolkit.fluxcd.io': HELM,
  'kustomize.toolkit.fluxcd.io': KUSTOMIZE,
  'source.toolkit.fluxcd.io': SOURCES,
  'argoproj.io': ARGO,
  'delivery.ocm.software': OCM,
  'cert-manager.io': CERT_MANAGER,
  'tenancy.kcp.io': TENANCY,
  'core.kcp.io': KCP_CORE,
  'apis.kcp.io': KCP_APIS,
  'operator.kcp.io': KCP_OPERATOR,
  'core.platform-mesh.io': PLATFORM_MESH,
  'providers.platform-mesh.io': PROVIDERS,
};

/** The rule of a kind; for a kind without one, the rule that follows the conventions of conditions. */
export function ruleOf(group: string, kind: string): Rule {
  const rules = Object.hasOwn(RULES, group) ? RULES[group] : undefined;
  return (rules && Object.hasOwn(rules, kind) ? rules[kind] : undefined) ?? unknownKind;
}
