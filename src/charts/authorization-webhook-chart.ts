import type { Construct } from 'constructs';
import { SelfSignedCertificate } from '../constructs/index.js';
import { TargetChart } from './target.js';

/** The namespace of the webhook, which other charts refer to by name. */
const NAMESPACE = 'platform-mesh-system';

/** The certificate of the webhook that authorizes requests to kcp. */
export class AuthorizationWebhookChart extends TargetChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { target: 'runtime' });
    new SelfSignedCertificate(this, 'certificate', {
      name: 'rebac-authz-webhook-cert',
      issuerName: 'rebac-authz-webhook-issuer',
      namespace: NAMESPACE,
      dnsNames: [`rebac-authz-webhook.${NAMESPACE}.svc.cluster.local`],
    });
  }
}
