import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** Props of an {@link AdmissionWebhook}. */
export interface AdmissionWebhookProps {
  /** Whether it changes objects or only judges them. */
  readonly kind: 'Mutating' | 'Validating';
  /** Name of the configuration. */
  readonly name: string;
  /** Name of the webhook, a domain name. */
  readonly webhookName: string;
  /** URL that is called; kcp reaches webhooks by URL alone, never by Service. */
  readonly url: string;
  /** The CA bundle of the webhook: PEM, in base64. */
  readonly caBundle: string;
  /** What it is asked about. */
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE')[];
  /** API group of the resources. */
  readonly group: string;
  /** API version of the resources. */
  readonly version: string;
  /** Plural names. */
  readonly resources: readonly string[];
  /**
   * How long an answer may take, in seconds.
   * @default 30
   */
  readonly timeoutSeconds?: number;
}

/**
 * An admission webhook in kcp. In the workspace of an export it is asked for the exported resources in every workspace
 * that binds them. Where it cannot be reached, requests are refused.
 *
 * @example
 * new AdmissionWebhook(chart, 'widgets', {
 *   kind: 'Validating', name: 'widgets.example.com', webhookName: 'widgets.example.com', url: 'https://webhook.example.com/validate',
 *   caBundle: 'LS0t', operations: ['CREATE'], group: 'example.com', version: 'v1', resources: ['widgets'],
 * });
 */
export class AdmissionWebhook extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: AdmissionWebhookProps) {
    super(scope, id);
    const { kind, name, webhookName, url, caBundle, operations, group, version, resources, timeoutSeconds = 30 } = props;
    this.object = new ApiObject(this, `${kind}WebhookConfiguration`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: `${kind}WebhookConfiguration`,
      metadata: { name },
      webhooks: [
        {
          name: webhookName,
          clientConfig: { url, caBundle },
          rules: [{ apiGroups: [group], apiVersions: [version], operations, resources }],
          admissionReviewVersions: ['v1'],
          failurePolicy: 'Fail',
          sideEffects: 'None',
          timeoutSeconds,
        },
      ],
    });
    this.node.defaultChild = this.object;
  }
}
