/** How the cluster where Flux lives reaches the runtime cluster: a Secret with a kubeconfig, beside the releases. */
export interface RemoteRuntime {
  /** Name of the Secret, in the instance's namespace on the infra cluster. */
  readonly secretName: string;
  /** Key of the Secret that holds the kubeconfig. */
  readonly secretKey: string;
}

/** What flags decide about the manifests. */
export interface Settings {
  /**
   * The runtime is another cluster than the one where Flux or Argo CD lives.
   * @default - one cluster for both
   */
  readonly remoteRuntime?: RemoteRuntime;
  /**
   * Users may register themselves.
   * @default false
   */
  readonly idpRegistrationAllowed?: boolean;
  /**
   * Further places that users may be sent to after they logged in to the portal.
   * @default - none
   */
  readonly idpWelcomeAdditionalRedirectUris?: readonly string[];
  /**
   * Further places that users may be sent to after they logged out of the portal.
   * @default - none
   */
  readonly idpWelcomeAdditionalPostLogoutRedirectUris?: readonly string[];
  /**
   * Secret with the authority that signed the certificate of the domain.
   * @default 'domain-certificate'
   */
  readonly domainCertificateCaSecretName?: string;
}

/** What the values of flags are. */
interface FlagValues {
  readonly boolean: boolean;
  readonly integer: number;
  readonly string: string;
  readonly path: string;
  /** Of Go, such as `1m30s`. */
  readonly duration: string;
  /** Separated by commas; the flag may be repeated. */
  readonly list: readonly string[];
}

type FlagOf<Type extends keyof FlagValues> = {
  /** Without the two dashes. */
  readonly name: string;
  readonly type: Type;
  /** Of the reference; an empty text stands for none. */
  readonly default: FlagValues[Type];
  /** Of the command line, where it has another one. */
  readonly commandLineDefault?: FlagValues[Type];
  readonly description: string;
  /** Variable that is read where the flag is not given. */
  readonly environment?: string;
};

/** A flag of the reference. */
export type Flag = { readonly [Type in keyof FlagValues]: FlagOf<Type> }[keyof FlagValues];

/** The steps that flags switch on and off. */
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

/** Every flag of the reference, by the name that its value has in code. */
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
    description: 'kubeconfig of the runtime cluster, where it is another than that of Flux or Argo CD',
  },
  remoteInfraKubeconfig: {
    name: 'remote-infra-kubeconfig',
    type: 'path',
    default: '',
    description: 'kubeconfig of the cluster of Flux or Argo CD, where it is another',
  },
  remoteRuntimeInfraSecretName: text(
    'remote-runtime-infra-secret-name',
    '',
    'Secret with the kubeconfig of that cluster, beside the releases',
  ),
  remoteRuntimeInfraSecretKey: text('remote-runtime-infra-secret-key', '', 'key of that Secret'),
  kcpUrl: text('kcp-url', '', 'where kcp is reached (default: its front proxy within the cluster)'),
  kcpNamespace: text('kcp-namespace', 'platform-mesh-system', 'namespace that kcp runs in'),
  kcpRootShardName: text('kcp-root-shard-name', 'root', 'name of the RootShard'),
  kcpFrontProxyName: text('kcp-front-proxy-name', 'frontproxy', 'name of the FrontProxy'),
  kcpFrontProxyPort: text('kcp-front-proxy-port', '8443', 'its port'),
  kcpClusterAdminSecretName: text(
    'kcp-cluster-admin-secret-name',
    'kcp-cluster-admin-client-cert',
    'Secret with the access of an administrator of kcp',
  ),
  authorizationWebhookSecretName: text(
    'authorization-webhook-secret-name',
    'kcp-webhook-secret',
    "Secret with the kubeconfig for kcp's authorization webhook",
  ),
  authorizationWebhookSecretCaName: text(
    'authorization-webhook-secret-ca-name',
    'rebac-authz-webhook-cert',
    'Secret with the authority of that webhook',
  ),
  domainCertificateCaSecretName: text('domain-certificate-ca-secret-name', 'domain-certificate', 'Secret with the authority of the domain'),
  domainCertificateCaSecretKey: text('domain-certificate-ca-secret-key', 'ca.crt', 'key of that Secret'),
  idpRegistrationAllowed: {
    name: 'idp-registration-allowed',
    type: 'boolean',
    default: false,
    description: 'users may register themselves',
  },
  idpWelcomeAdditionalRedirectUris: {
    name: 'idp-welcome-additional-redirect-uris',
    type: 'list',
    default: [],
    description: 'further places to go to after the login; separated by commas',
  },
  idpWelcomeAdditionalPostLogoutRedirectUris: {
    name: 'idp-welcome-additional-post-logout-redirect-uris',
    type: 'list',
    default: [],
    description: 'the same after the logout',
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
    description: 'apply what feature toggles add',
  },
  providersApiexportEndpointsliceName: text(
    'providers-apiexport-endpointslice-name',
    'providers.platform-mesh.io',
    'endpoint slice through which Providers are watched',
  ),
  providersApiexportEndpointsliceWorkspace: text(
    'providers-apiexport-endpointslice-workspace',
    'root:platform-mesh-system',
    'its workspace',
  ),
  workspaceDir: { name: 'workspace-dir', type: 'path', default: '/operator/', description: 'folder with the templates of the reference' },
  debugLabelValue: text('debug-label-value', '', 'only objects with this value of the label debug.platform-mesh.io are reconciled'),
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
    description: 'the pod of the operator is not replaced to get a sidecar of Istio',
  },
  logLevel: text('log-level', 'info', 'least level that is logged'),
  noJson: { name: 'no-json', type: 'boolean', default: false, description: 'log lines for people, not as JSON' },
  shutdownTimeout: { name: 'shutdown-timeout', type: 'duration', default: '1m', description: 'how long a shutdown may take' },
  metricsBindAddress: text('metrics-bind-address', ':9090', 'address of the metrics'),
  metricsSecure: { name: 'metrics-secure', type: 'boolean', default: false, description: 'serve the metrics over TLS' },
  healthProbeBindAddress: text('health-probe-bind-address', ':8090', 'address of the probes'),
  enableHttp2: { name: 'enable-http2', type: 'boolean', default: true, description: 'serve the metrics over HTTP/2 as well' },
  leaderElect: { name: 'leader-elect', type: 'boolean', default: false, description: 'only one of several replicas works at a time' },
  tracingEnabled: { name: 'tracing-enabled', type: 'boolean', default: false, description: 'send traces by OTLP' },
  tracingConfigServiceName: text('tracing-config-service-name', '', 'name of the service in traces'),
  tracingConfigServiceVersion: text('tracing-config-service-version', '', 'its version in traces'),
  tracingConfigCollectorEndpoint: text('tracing-config-collector-endpoint', '', 'where traces are sent to'),
  environment: text('environment', '', 'accepted without an effect'),
  region: text('region', 'local', 'accepted without an effect'),
  imageName: text('image-name', '', 'accepted without an effect'),
  imageTag: text('image-tag', '', 'accepted without an effect'),
} as const satisfies Readonly<Record<string, Flag>>;

/** Defaults of the flags that only the command line has. */
export const COMMAND_LINE_DEFAULTS = {
  /** `--namespace` of an instance. */
  namespace: 'platform-mesh-system',
  /** `--timeout` of what waits. */
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
