import { BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION, type Technology } from '../../profile/index.js';
import { FLAGS } from '../../settings.js';
import { WEBHOOK_NAMESPACE } from '../authorization-webhook-chart.js';
import { emittedKinds } from './emitted-kinds.js';

/** What somebody may do with objects of one resource. */
export interface Access {
  readonly namespace: string;
  /** API group; empty for the core. */
  readonly group: string;
  /** Plural, as in a path of the API. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Only the objects of these names. @default - all of them */
  readonly names?: readonly string[];
}

/** Whose platform it is, and the names in it that flags decide. */
export interface AccessProps {
  /** The cluster: `infra` is that of Flux or Argo CD, `runtime` the other one, or the same. */
  readonly target: 'infra' | 'runtime';
  /** Namespace of the instance. */
  readonly namespace: string;
  /**
   * Name of the instance; its ConfigMaps and its `PlatformMesh` are the only ones then.
   * @default - those of all instances in the namespace
   */
  readonly instance?: string;
  /** @default - Flux and Argo CD */
  readonly technologies?: readonly Technology[];
  /** @default 'platform-mesh-system' */
  readonly kcpNamespace?: string;
  /** Secret that kcp reads. @default 'kcp-webhook-secret' */
  readonly authorizationWebhookSecretName?: string;
  /** Secret with the CA bundle of the webhook. @default 'rebac-authz-webhook-cert' */
  readonly authorizationWebhookSecretCaName?: string;
}

/** For observed kinds, with `list` and `watch`, because several objects of a kind are read at once. */
const READ = ['get', 'list', 'watch'];
/** A server-side apply is a `patch`, and a `create` for a new object; a dry run needs the same. */
const OWN = [...READ, 'create', 'patch', 'delete'];
/** For single objects by their names. */
const KEEP = [...READ, 'create', 'patch', 'delete'];
/** For objects that a write replaces only if they have not changed after the read. */
const REPLACE = ['get', 'create', 'patch', 'delete', 'update'];

/** For the lease of an instance, which is taken, renewed and given back by patches. */
const LEASE = ['get', 'create', 'patch'];

/** Where the services of the platform look for the kubeconfig of an administrator. */
const CONNECTION_NAMESPACE = 'platform-mesh-system';

/** Secrets with the CA bundles of webhooks in kcp, and of the domain. */
const CA_SECRETS = ['account-operator-webhook-server-cert', 'security-operator-ca-secret', FLAGS.domainCertificateCaSecretName.default];

/** The namespace that every cluster has. */
const SYSTEM = 'kube-system';

/** What plan, apply, status and delete need on one cluster, and nothing else. */
export function accessOn(props: AccessProps): readonly Access[] {
  const { target, namespace, technologies = ['fluxcd', 'argocd'] } = props;
  const emitted = emittedKinds(namespace, technologies).filter((kind) => kind.target === target);
  return [
    ...emitted.map(({ group, kind, namespace: where }): Access => ({ namespace: where, group, resource: pluralOf(kind), verbs: OWN })),
    ...(target === 'infra' ? helmCharts(namespace, technologies) : stepsOnRuntime(props)),
    // The UID of this namespace identifies the cluster; the Role is in that namespace.
    { namespace: SYSTEM, group: '', resource: 'namespaces', verbs: ['get'], names: [SYSTEM] },
    ...inventories(props),
  ];
}

/**
 * The inventories; all are listed, so that the objects of other platforms stay untouched. On the runtime cluster each workspace of
 * kcp has one, with its path in the name, and users name workspaces.
 */
function inventories(props: AccessProps): readonly Access[] {
  const configMaps = { namespace: props.namespace, group: '', resource: 'configmaps' };
  if (props.target === 'runtime') return [{ ...configMaps, verbs: ['list', ...REPLACE] }];
  return [
    { ...configMaps, verbs: ['list'] },
    { ...configMaps, verbs: REPLACE, ...named(props, 'inventory-deployment-infra') },
  ];
}

/** Flux creates a HelmChart for a release; its status says why the release is not ready. */
function helmCharts(namespace: string, technologies: readonly Technology[]): readonly Access[] {
  return technologies.includes('fluxcd') ? [{ namespace, group: 'source.toolkit.fluxcd.io', resource: 'helmcharts', verbs: READ }] : [];
}

/** The stored input, the lease, and the authorization webhook of kcp. */
function stepsOnRuntime(props: AccessProps): readonly Access[] {
  const { namespace, instance } = props;
  const kcpNamespace = props.kcpNamespace ?? FLAGS.kcpNamespace.default;
  const secretName = props.authorizationWebhookSecretName ?? FLAGS.authorizationWebhookSecretName.default;
  const caSecretName = props.authorizationWebhookSecretCaName ?? FLAGS.authorizationWebhookSecretCaName.default;
  return [
    {
      namespace,
      group: 'core.platform-mesh.io',
      resource: 'platformmeshes',
      verbs: ['get'],
      ...(instance === undefined ? {} : { names: [instance] }),
    },
    { namespace, group: 'coordination.k8s.io', resource: 'leases', verbs: LEASE, ...named(props, 'reconcile') },
    { namespace, group: '', resource: 'secrets', verbs: KEEP, names: [secretName] },
    ...[...new Set([namespace, WEBHOOK_NAMESPACE])].map((each) => ({
      namespace: each,
      group: '',
      resource: 'secrets',
      verbs: READ,
      names: [caSecretName],
    })),
    { namespace: kcpNamespace, group: 'operator.kcp.io', resource: 'rootshards', verbs: READ },
    { namespace: kcpNamespace, group: 'operator.kcp.io', resource: 'frontproxies', verbs: READ },
    ...kubeconfigsOn(namespace, kcpNamespace),
    { namespace: kcpNamespace, group: '', resource: 'pods', verbs: ['list', 'watch'] },
    { namespace: kcpNamespace, group: '', resource: 'pods/eviction', verbs: ['create'] },
  ];
}

/**
 * The Secrets with the kubeconfigs of services, and the Secrets that they are made of. The rights for the
 * Secrets of other connections are granted by hand, because their names depend on the spec (docs/security.md).
 */
function kubeconfigsOn(namespace: string, kcpNamespace: string): readonly Access[] {
  const rootShard = FLAGS.kcpRootShardName.default;
  const sources = [FLAGS.kcpClusterAdminSecretName.default, 'kubeconfig-kcp-admin', `${rootShard}-ca`];
  const published = [...BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION].map(({ secret }) => secret);
  return [
    { namespace: kcpNamespace, group: '', resource: 'secrets', verbs: READ, names: sources },
    { namespace, group: '', resource: 'secrets', verbs: READ, names: CA_SECRETS },
    ...[...new Set([kcpNamespace, CONNECTION_NAMESPACE])].map((each) => ({
      namespace: each,
      group: '',
      resource: 'secrets',
      verbs: KEEP,
      names: published,
    })),
  ];
}

function named({ instance }: AccessProps, suffix: string): Pick<Access, 'names'> {
  return instance === undefined ? {} : { names: [`${instance}-${suffix}`] };
}

/** As all CustomResourceDefinitions of the kinds that are emitted have it. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}
