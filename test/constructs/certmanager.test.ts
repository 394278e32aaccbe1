import { describe, expect, it } from '@jest/globals';
import { SelfSignedCertificate } from '../../src/constructs/index.js';
import { objectsIn } from './in-chart.js';

describe('SelfSignedCertificate', () => {
  it('writes the Issuer first, and a Certificate that it signs', () => {
    const objects = objectsIn(
      (chart) =>
        new SelfSignedCertificate(chart, 'c', {
          name: 'cert',
          issuerName: 'issuer',
          namespace: 'mesh',
          dnsNames: ['a.mesh.svc', 'b.mesh.svc'],
        }),
    );

    expect(objects).toEqual([
      { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'issuer', namespace: 'mesh' }, spec: { selfSigned: {} } },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'cert', namespace: 'mesh' },
        spec: { dnsNames: ['a.mesh.svc', 'b.mesh.svc'], issuerRef: { name: 'issuer' }, secretName: 'cert' },
      },
    ]);
  });
});
