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
