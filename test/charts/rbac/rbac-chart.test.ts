import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, RbacChart, type RbacChartProps } from '../../../src/charts/index.js';
import { BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION } from '../../../src/profile/index.js';
import { accessOn, pluralOf } from '../../../src/charts/rbac/access.js';
import { policyRules } from '../../../src/charts/rbac/policy-rules.js';

const OWN = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

function objects(props: RbacChartProps): readonly KubernetesObject[] {
  const app = detachedApp();
  new RbacChart(app, 'rbac', props);
  return manifestsOf(app).map(({ object }) => object);
}

/** `namespace group/resource`: what may be done with it. */
function rights(props: RbacChartProps): Readonly<Record<string, string>> {
  return Object.fromEntries(
    accessOn(props).map(({ namespace, group, resource, verbs, names }) => [
      `${namespace} ${group}/${resource}${names ? ` ${names.join(',')}` : ''}`,
      verbs.join(' '),
    ]),
  );
}

const KUBECONFIGS = [...BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION].map(({ secret }) => secret).join(',');

describe('RbacChart', () => {
  it('lets Flux be used on the infra cluster', () => {
    expect(rights({ target: 'infra', namespace: 'mesh', instance: 'one', technologies: ['fluxcd'] })).toEqual({
      'mesh helm.toolkit.fluxcd.io/helmreleases': OWN.join(' '),
      'mesh kustomize.toolkit.fluxcd.io/kustomizations': OWN.join(' '),
      'mesh source.toolkit.fluxcd.io/gitrepositories': OWN.join(' '),
      'mesh source.toolkit.fluxcd.io/helmcharts': 'get list watch',
      'mesh source.toolkit.fluxcd.io/helmrepositories': OWN.join(' '),
      'mesh source.toolkit.fluxcd.io/ocirepositories': OWN.join(' '),
      'mesh /configmaps': 'list',
      'mesh /configmaps one-inventory-deployment-infra': 'get create patch delete update',
      'kube-system /namespaces kube-system': 'get',
    });
  });

  it('lets Argo CD be used on the infra cluster, and its project be written in its own namespace', () => {
    expect(rights({ target: 'infra', namespace: 'mesh', instance: 'one', technologies: ['argocd'] })).toEqual({
      'argocd argoproj.io/appprojects': OWN.join(' '),
      'mesh argoproj.io/applications': OWN.join(' '),
      'mesh /configmaps': 'list',
      'mesh /configmaps one-inventory-deployment-infra': 'get create patch delete update',
      'kube-system /namespaces kube-system': 'get',
    });
  });

  it('names the Secrets and ConfigMaps of the runtime cluster', () => {
    expect(
      rights({
        target: 'runtime',
        namespace: 'mesh',
        instance: 'one',
        kcpNamespace: 'kcp',
        authorizationWebhookSecretName: 'hook',
        authorizationWebhookSecretCaName: 'hook-ca',
      }),
    ).toEqual({
      'mesh delivery.ocm.software/resources': OWN.join(' '),
      'platform-mesh-system cert-manager.io/issuers': OWN.join(' '),
      'platform-mesh-system cert-manager.io/certificates': OWN.join(' '),
      'mesh core.platform-mesh.io/platformmeshes one': 'get',
      'mesh coordination.k8s.io/leases one-reconcile': 'get create patch',
      'mesh /secrets hook': OWN.join(' '),
      'mesh /secrets hook-ca': 'get list watch',
      'platform-mesh-system /secrets hook-ca': 'get list watch',
      'kcp operator.kcp.io/rootshards': 'get list watch',
      'kcp operator.kcp.io/frontproxies': 'get list watch',
      'kcp /secrets kcp-cluster-admin-client-cert,kubeconfig-kcp-admin,root-ca': 'get list watch',
      'mesh /secrets account-operator-webhook-server-cert,security-operator-ca-secret,domain-certificate': 'get list watch',
      [`kcp /secrets ${KUBECONFIGS}`]: OWN.join(' '),
      [`platform-mesh-system /secrets ${KUBECONFIGS}`]: OWN.join(' '),
      'kcp /pods': 'list watch',
      'kcp /pods/eviction': 'create',
      'mesh /configmaps': 'list get create patch delete update',
      'kube-system /namespaces kube-system': 'get',
    });
  });

  it('has a Role and a RoleBinding in each namespace, all for one ServiceAccount, and nothing for the cluster', () => {
    expect(
      objects({ target: 'infra', namespace: 'mesh' }).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    ).toEqual([
      'ServiceAccount mesh/platform-mesh',
      'Role mesh/platform-mesh-infra',
      'RoleBinding mesh/platform-mesh-infra',
      'Role argocd/mesh.platform-mesh-infra',
      'RoleBinding argocd/mesh.platform-mesh-infra',
      'Role kube-system/mesh.platform-mesh-infra',
      'RoleBinding kube-system/mesh.platform-mesh-infra',
    ]);
  });

  it('gives each instance an account of its own', () => {
    const [account, ...others] = objects({ target: 'runtime', namespace: 'mesh', instance: 'one' });

    expect(account).toMatchObject({ kind: 'ServiceAccount', metadata: { name: 'platform-mesh-one', namespace: 'mesh' } });
    for (const binding of others.filter(({ kind }) => kind === 'RoleBinding'))
      expect(binding).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'platform-mesh-one', namespace: 'mesh' }] });
  });

  it('never says "all": no wildcard, and Secrets by their names only', () => {
    const rules = (['infra', 'runtime'] as const).flatMap((target) => policyRules(accessOn({ target, namespace: 'mesh' })));

    expect(JSON.stringify(rules)).not.toContain('*');
    for (const rule of rules.filter(({ resources }) => resources.includes('secrets'))) expect(rule.resourceNames ?? []).not.toHaveLength(0);
  });
});

describe('the rules of a Role', () => {
  it('bring together what may be used alike, and leave out what a wider one allows', () => {
    expect(
      policyRules([
        { namespace: 'mesh', group: 'a', resource: 'twos', verbs: OWN },
        { namespace: 'mesh', group: 'a', resource: 'ones', verbs: OWN },
        { namespace: 'mesh', group: '', resource: 'configmaps', verbs: ['get'], names: ['profile'] },
        { namespace: 'mesh', group: '', resource: 'configmaps', verbs: ['get', 'patch'] },
      ]),
    ).toEqual([
      { apiGroups: ['a'], resources: ['ones', 'twos'], verbs: OWN },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'] },
    ]);
  });
});

describe('plurals', () => {
  it.each([
    ['HelmRelease', 'helmreleases'],
    ['GitRepository', 'gitrepositories'],
    ['AppProject', 'appprojects'],
  ])('%s: %s', (kind, plural) => expect(pluralOf(kind)).toBe(plural));
});
