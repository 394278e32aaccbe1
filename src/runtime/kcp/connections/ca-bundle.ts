import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/** The certificates in several texts, each once, in the order in which they come up. What is no certificate is left out. */
export function caBundle(texts: readonly string[]): string {
  const found = new Map(texts.flatMap(certificatesIn).map((certificate) => [certificate.raw.toString('base64'), certificate]));
  return [...found.values()].map((certificate) => certificate.toString()).join('');
}

/**
 * The subjects whose certificate a bundle lacks: those that signed one of its certificates. Some TLS libraries insist on the whole
 * chain, up to a certificate that signed itself.
 */
export function missingIssuers(bundle: string): readonly string[] {
  const certificates = certificatesIn(bundle);
  const orphans = certificates.filter((certificate) => !certificates.some((other) => isIssuedBy(certificate, other)));
  return [...new Set(orphans.map(({ issuer }) => issuer.replaceAll('\n', ', ')))];
}

function isIssuedBy(certificate: X509Certificate, other: X509Certificate): boolean {
  return certificate.checkIssued(other) && certificate.verify(other.publicKey);
}

function certificatesIn(text: string): readonly X509Certificate[] {
  return (text.match(CERTIFICATE) ?? []).flatMap((block) => certificateOf(block) ?? []);
}

function certificateOf(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}
