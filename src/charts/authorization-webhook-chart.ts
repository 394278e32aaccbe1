import type { Construct } from 'constructs';
import { SelfSignedCertificate } from '../constructs/index.js';
import { FLAGS } from '../settings.js';
import { TargetChart } from './target.js';

/** The namespace of the webhook, and so of its certificate, whatever the namespace of the platform; the same as in the reference. */
export const WEBHOOK_NAMESPACE = 'platform-mesh-system';

/** The certificate of the webhook that authorizes requests to kcp. */
export class AuthorizationWebhookChart extends TargetChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { target: 'runtime' });
    new SelfSignedCertificate(this, 'certificate', {
      name: FLAGS.authorizationWebhookSecretCaName.default,
      issuerName: 'rebac-authz-webhook-issuer',
      namespace: WEBHOOK_NAMESPACE,
      dnsNames: [`rebac-authz-webhook.${WEBHOOK_NAMESPACE}.svc.cluster.local`],
    });
  }
}
