/** How Flux reaches the runtime cluster: a Secret with a kubeconfig, in the namespace of the releases. */
export interface RemoteRuntime {
  /** Name of the Secret, in the instance's namespace on the infra cluster. */
  readonly secretName: string;
  /** Key of the Secret that holds the kubeconfig. */
  readonly secretKey: string;
}

/** What flags decide about the manifests. */
export interface Settings {
  /**
   * The runtime cluster is another one than that of Flux or Argo CD.
   * @default - one cluster for both
   */
  readonly remoteRuntime?: RemoteRuntime;
  /**
   * Users may register themselves.
   * @default false
   */
  readonly idpRegistrationAllowed?: boolean;
  /**
   * Further redirect URIs after a login to the portal.
   * @default - none
   */
  readonly idpWelcomeAdditionalRedirectUris?: readonly string[];
  /**
   * Further redirect URIs after a logout from the portal.
   * @default - none
   */
  readonly idpWelcomeAdditionalPostLogoutRedirectUris?: readonly string[];
  /**
   * Secret with the CA bundle of the domain.
   * @default 'domain-certificate'
   */
  readonly domainCertificateCaSecretName?: string;
  /**
   * Key of that Secret. A key that is named has to be there.
   * @default 'ca.crt', unless the certificate is of a public CA
   */
  readonly domainCertificateCaSecretKey?: string;
}

/** The type of the value of each kind of flag. */
interface FlagValues {
  readonly boolean: boolean;
  readonly integer: number;
  readonly string: string;
  readonly path: string;
  /** A duration of Go, such as `1m30s`. */
  readonly duration: string;
  /** Separated by commas; the flag may be repeated. */
  readonly list: readonly string[];
}

type FlagOf<Type extends keyof FlagValues> = {
  /** Without the two dashes. */
  readonly name: string;
  readonly type: Type;
  /** The default of the Go operator; an empty text means none. */
  readonly default: FlagValues[Type];
  /** The default of the command line, if it differs. */
  readonly commandLineDefault?: FlagValues[Type];
  readonly description: string;
  /** Environment variable that counts without the flag. */
  readonly environment?: string;
};

/** A flag of the Go operator. */
export type Flag = { readonly [Type in keyof FlagValues]: FlagOf<Type> }[keyof FlagValues];

/** The subroutines that flags switch on and off. */
const STEPS = {
  subroutinesDeploymentEnabled: step('deployment', 'apply the infra components and the services'),
  subroutinesKcpSetupEnabled: step('kcp-setup', 'apply what goes into kcp'),
  subroutinesProviderSecretEnabled: step('provider-secret', 'write the kubeconfigs of provider connections'),
  subroutinesWaitEnabled: step('wait', 'wait until the platform is ready'),
  subroutinesManagedProviderWaitPlatformMeshEnabled: step(
    'managed-provider-wait-platform-mesh',
    'a ManagedProvider waits for the platform',
  ),
  subroutinesManagedProviderResourceEnabled: step('managed-provider-resource', 'create the Provider of a ManagedProvider in kcp'),
  subroutinesManagedProviderWaitEnabled: step('managed-provider-wait', 'a ManagedProvider waits for its Provider'),
  subroutinesManagedProviderKubeconfigEnabled: step('managed-provider-kubeconfig', 'write the kubeconfig of a ManagedProvider'),
  subroutinesManagedProviderDeployEnabled: step('managed-provider-deploy', 'deploy the chart of a ManagedProvider'),
  subroutinesProvidersWorkspaceEnabled: step('providers-workspace', 'create the workspace of a Provider'),
  subroutinesProvidersKubeconfigEnabled: step('providers-kubeconfig', 'write the kubeconfig of a Provider'),
} as const satisfies Readonly<Record<string, Flag>>;

/** Every flag of the Go operator, by the name of its value in code. */
export const FLAGS = {
  ...STEPS,
  kubeconfig: {
    name: 'kubeconfig',
    type: 'path',
    default: '',
    environment: 'KUBECONFIG',
    description: 'kubeconfig of the cluster (default: $KUBECONFIG, ~/.kube/config, or the cluster that this runs in)',
  },
  remoteRuntimeKubeconfig: {
    name: 'remote-runtime-kubeconfig',
    type: 'path',
    default: '',
    description: 'kubeconfig of the runtime cluster, if Flux or Argo CD run on another cluster',
  },
  remoteInfraKubeconfig: {
    name: 'remote-infra-kubeconfig',
    type: 'path',
    default: '',
    description: 'kubeconfig of the cluster of Flux or Argo CD, if it is another one',
  },
  remoteRuntimeInfraSecretName: text(
    'remote-runtime-infra-secret-name',
    '',
    'Secret with the kubeconfig of the runtime cluster, in the namespace of the releases',
  ),
  remoteRuntimeInfraSecretKey: text('remote-runtime-infra-secret-key', '', 'key of that Secret'),
  kcpUrl: text('kcp-url', '', 'URL of kcp (default: its front proxy within the cluster)'),
  kcpNamespace: text('kcp-namespace', 'platform-mesh-system', 'namespace of kcp'),
  kcpRootShardName: text('kcp-root-shard-name', 'root', 'name of the RootShard'),
  kcpFrontProxyName: text('kcp-front-proxy-name', 'frontproxy', 'name of the FrontProxy'),
  kcpFrontProxyPort: text('kcp-front-proxy-port', '8443', 'its port'),
  kcpClusterAdminSecretName: text(
    'kcp-cluster-admin-secret-name',
    'kcp-cluster-admin-client-cert',
    'Secret with the credentials of a kcp administrator',
  ),
  authorizationWebhookSecretName: text(
    'authorization-webhook-secret-name',
    'kcp-webhook-secret',
    "Secret with the kubeconfig for kcp's authorization webhook",
  ),
  authorizationWebhookSecretCaName: text(
    'authorization-webhook-secret-ca-name',
    'rebac-authz-webhook-cert',
    'Secret with the CA bundle of that webhook',
  ),
  domainCertificateCaSecretName: text('domain-certificate-ca-secret-name', 'domain-certificate', 'Secret with the CA bundle of the domain'),
  domainCertificateCaSecretKey: text('domain-certificate-ca-secret-key', 'ca.crt', 'key of that Secret'),
  idpRegistrationAllowed: {
    name: 'idp-registration-allowed',
    type: 'boolean',
    default: false,
    description: 'let users register themselves',
  },
  idpWelcomeAdditionalRedirectUris: {
    name: 'idp-welcome-additional-redirect-uris',
    type: 'list',
    default: [],
    description: 'further redirect URIs after the login, separated by commas',
  },
  idpWelcomeAdditionalPostLogoutRedirectUris: {
    name: 'idp-welcome-additional-post-logout-redirect-uris',
    type: 'list',
    default: [],
    description: 'further redirect URIs after the logout, separated by commas',
  },
  subroutinesDeploymentEnableIstio: {
    name: 'subroutines-deployment-enable-istio',
    type: 'boolean',
    default: true,
    commandLineDefault: false,
    description: 'wait for the release of Istio',
  },
  subroutinesFeatureTogglesEnabled: {
    name: 'subroutines-feature-toggles-enabled',
    type: 'boolean',
    default: false,
    commandLineDefault: true,
    description: 'apply the objects of feature toggles',
  },
  providersApiexportEndpointsliceName: text(
    'providers-apiexport-endpointslice-name',
    'providers.platform-mesh.io',
    'endpoint slice to watch Providers',
  ),
  providersApiexportEndpointsliceWorkspace: text(
    'providers-apiexport-endpointslice-workspace',
    'root:platform-mesh-system',
    'its workspace',
  ),
  workspaceDir: { name: 'workspace-dir', type: 'path', default: '/operator/', description: 'folder with the templates of the Go operator' },
  debugLabelValue: text('debug-label-value', '', 'reconcile only objects with this value of the label debug.platform-mesh.io'),
  maxConcurrentReconciles: {
    name: 'max-concurrent-reconciles',
    type: 'integer',
    default: 10,
    description: 'reconciles at a time, for each controller',
  },
  isLocal: {
    name: 'is-local',
    type: 'boolean',
    default: false,
    description: 'do not replace the pod of the operator to get a sidecar of Istio',
  },
  logLevel: text('log-level', 'info', 'lowest log level'),
  noJson: { name: 'no-json', type: 'boolean', default: false, description: 'write log lines as text, not as JSON' },
  shutdownTimeout: { name: 'shutdown-timeout', type: 'duration', default: '1m', description: 'how long a shutdown may take' },
  metricsBindAddress: text('metrics-bind-address', ':9090', 'address of the metrics'),
  metricsSecure: { name: 'metrics-secure', type: 'boolean', default: false, description: 'serve the metrics over TLS' },
  healthProbeBindAddress: text('health-probe-bind-address', ':8090', 'address of the probes'),
  enableHttp2: { name: 'enable-http2', type: 'boolean', default: true, description: 'serve the metrics over HTTP/2 as well' },
  leaderElect: { name: 'leader-elect', type: 'boolean', default: false, description: 'let only one of several replicas work at a time' },
  tracingEnabled: { name: 'tracing-enabled', type: 'boolean', default: false, description: 'send traces by OTLP' },
  tracingConfigServiceName: text('tracing-config-service-name', '', 'name of the service in traces'),
  tracingConfigServiceVersion: text('tracing-config-service-version', '', 'its version in traces'),
  tracingConfigCollectorEndpoint: text('tracing-config-collector-endpoint', '', 'endpoint to send traces to'),
  environment: text('environment', '', 'has no effect'),
  region: text('region', 'local', 'has no effect'),
  imageName: text('image-name', '', 'has no effect'),
  imageTag: text('image-tag', '', 'has no effect'),
} as const satisfies Readonly<Record<string, Flag>>;

/** Defaults of the flags that only the command line has. */
export const COMMAND_LINE_DEFAULTS = {
  /** `--namespace` of an instance. */
  namespace: 'platform-mesh-system',
  /** `--timeout` of commands that wait. */
  timeout: '15m',
  /** `--out` of `synth`. */
  out: 'dist',
  /** `--gitops-branch` of `synth`. */
  gitopsBranch: 'main',
} as const;

function text<Default extends string>(name: string, value: Default, description: string): FlagOf<'string'> & { readonly default: Default } {
  return { name, type: 'string', default: value, description };
}

function step(name: string, description: string): FlagOf<'boolean'> {
  return { name: `subroutines-${name}-enabled`, type: 'boolean', default: true, description };
}
