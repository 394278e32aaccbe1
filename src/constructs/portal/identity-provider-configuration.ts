import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** An OpenID Connect client. */
export interface IdentityProviderClient {
  /** Name of the client. */
  readonly clientName: string;
  /** Whether it can keep a secret. */
  readonly clientType: 'confidential' | 'public';
  /** Where users may be sent after they logged in; a star at the end takes anything. */
  readonly redirectUris: readonly string[];
  /** @default - none */
  readonly postLogoutRedirectUris?: readonly string[];
  /** The Secret that its credentials are written to. */
  readonly secretRef: { readonly name: string; readonly namespace: string };
}

/** Props of an {@link IdentityProviderConfiguration}. */
export interface IdentityProviderConfigurationProps {
  /** Name of the configuration, and of the realm. */
  readonly name: string;
  /**
   * Whether users may register themselves.
   * @default false
   */
  readonly registrationAllowed?: boolean;
  /** The clients of the realm. */
  readonly clients: readonly IdentityProviderClient[];
}

/**
 * A realm of the identity provider, with its clients.
 *
 * @example
 * new IdentityProviderConfiguration(chart, 'welcome', {
 *   name: 'welcome',
 *   clients: [{ clientName: 'portal', clientType: 'public', redirectUris: ['https://example.com/callback*'], secretRef: { name:
 * 'portal', namespace: 'default' } }],
 * });
 */
export class IdentityProviderConfiguration extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { name, registrationAllowed = false, clients }: IdentityProviderConfigurationProps) {
    super(scope, id);
    this.object = new ApiObject(this, 'IdentityProviderConfiguration', {
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'IdentityProviderConfiguration',
      metadata: { name },
      spec: { registrationAllowed, clients },
    });
    this.node.defaultChild = this.object;
  }
}
