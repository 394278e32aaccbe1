import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import {
  WorkspaceAuthenticationConfiguration as AuthenticationObject,
  type WorkspaceAuthenticationConfigurationSpecJwt,
} from '../../imports/workspace-authentication-configuration-tenancy.kcp.io.js';

/** Props of a {@link WorkspaceAuthenticationConfiguration}. */
export interface WorkspaceAuthenticationConfigurationProps {
  /** Name of the configuration, by which types of workspaces refer to it. */
  readonly name: string;
  /** URL of the issuer of tokens, with https. */
  readonly issuerUrl: string;
  /** Client ids that a token may be for; one of them must be in it. kcp refuses every token when there is none. */
  readonly audiences: readonly string[];
  /**
   * The CA bundle of the issuer, as PEM.
   * @default - the CAs of the system
   */
  readonly certificateAuthority?: string;
  /**
   * Let users in whose e-mail address the issuer has not verified.
   * @default false
   */
  readonly unverifiedEmail?: boolean;
}

/**
 * How users of workspaces log in with a token: the user name is the e-mail address, groups are those of the token.
 *
 * @example
 * new WorkspaceAuthenticationConfiguration(chart, 'login', {
 *   name: 'login', issuerUrl: 'https://example.com/realms/welcome', audiences: ['portal'],
 * });
 */
export class WorkspaceAuthenticationConfiguration extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: WorkspaceAuthenticationConfigurationProps) {
    super(scope, id);
    const { name, issuerUrl, audiences, certificateAuthority } = props;
    // By its manifest, not as its class, which would read again what an escape hatch wrote.
    this.object = new ApiObject(
      this,
      'WorkspaceAuthenticationConfiguration',
      AuthenticationObject.manifest({
        metadata: { name },
        spec: {
          jwt: [
            {
              issuer: {
                url: issuerUrl,
                audiences: [...audiences],
                audienceMatchPolicy: 'MatchAny',
                ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
              },
              ...claims(props.unverifiedEmail === true),
            },
          ],
        },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
  }
}

/** kcp demands a verified address where the claim is mapped plainly, and a rule that looks at it where it is not. */
function claims(unverifiedEmail: boolean): Pick<WorkspaceAuthenticationConfigurationSpecJwt, 'claimMappings' | 'claimValidationRules'> {
  const groups = { claim: 'groups', prefix: '' };
  if (!unverifiedEmail) return { claimMappings: { groups, username: { claim: 'email', prefix: '' } } };
  return {
    claimMappings: { groups, username: { expression: 'claims.email' } },
    claimValidationRules: [
      {
        expression: 'claims.?email_verified.orValue(true) == true || claims.?email_verified.orValue(true) == false',
        message: 'verified and unverified e-mail addresses are both let in',
      },
    ],
  };
}
