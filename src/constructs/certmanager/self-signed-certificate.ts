import { Construct } from 'constructs';
import { Certificate } from '../../imports/certificate-cert-manager.io.js';
import { Issuer } from '../../imports/issuer-cert-manager.io.js';

/** Props of a {@link SelfSignedCertificate}. */
export interface SelfSignedCertificateProps {
  /** Name of the Certificate, and of the Secret that it is written to. */
  readonly name: string;
  /** Name of the Issuer. */
  readonly issuerName: string;
  /** Namespace of Issuer, Certificate and Secret. */
  readonly namespace: string;
  /** The hosts that it is for. */
  readonly dnsNames: readonly string[];
}

/**
 * A serving certificate that signs itself: an Issuer, and a Certificate that comes after it.
 *
 * @example
 * new SelfSignedCertificate(chart, 'webhook', {
 *   name: 'webhook-cert', issuerName: 'webhook-issuer', namespace: 'mesh', dnsNames: ['webhook.mesh.svc.cluster.local'],
 * });
 */
export class SelfSignedCertificate extends Construct {
  /** The objects themselves, for escape hatches. */
  readonly issuer: Issuer;
  /** The certificate, which comes after the issuer. */
  readonly certificate: Certificate;

  constructor(scope: Construct, id: string, props: SelfSignedCertificateProps) {
    super(scope, id);
    const { namespace } = props;
    this.issuer = new Issuer(this, 'Issuer', { metadata: { name: props.issuerName, namespace }, spec: { selfSigned: {} } });
    this.certificate = new Certificate(this, 'Certificate', {
      metadata: { name: props.name, namespace },
      spec: { secretName: props.name, dnsNames: [...props.dnsNames], issuerRef: { name: props.issuerName } },
    });
    this.certificate.addDependency(this.issuer);
    this.node.defaultChild = this.certificate;
  }
}
