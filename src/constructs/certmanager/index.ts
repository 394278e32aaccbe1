/** cert-manager: certificates that sign themselves. */
export { SelfSignedCertificate, type SelfSignedCertificateProps } from './self-signed-certificate.js';
