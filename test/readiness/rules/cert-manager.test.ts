import { describeKind } from '../cases.ts';

describeKind('cert-manager.io/v1', 'Certificate', [
  {
    it: 'issued',
    object: `
      status:
        conditions:
          - {type: Ready, status: "True", reason: Ready, observedGeneration: 2, message: Certificate is up to date and has not expired}`,
    state: 'ready',
  },
  {
    it: 'issued for the generation before',
    object: `
      status: {conditions: [{type: Ready, status: "True", reason: Ready, observedGeneration: 1}]}`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'generation 2',
  },
  {
    it: 'being issued',
    object: `
      status:
        conditions:
          - type: Ready
            status: "False"
            reason: DoesNotExist
            observedGeneration: 2
            message: Issuing certificate as Secret does not exist
          - type: Issuing
            status: "True"
            reason: DoesNotExist
            observedGeneration: 2
            message: Issuing certificate as Secret does not exist`,
    state: 'progressing',
    reason: 'DoesNotExist',
    says: 'Secret does not exist',
  },
  {
    it: 'not issued, until an hour has passed',
    object: `
      status:
        failedIssuanceAttempts: 1
        lastFailureTime: 2026-01-01T00:00:00Z
        conditions:
          - {type: Ready, status: "False", reason: DoesNotExist, observedGeneration: 2}
          - type: Issuing
            status: "False"
            reason: Failed
            observedGeneration: 2
            message: "The certificate request has failed to complete and will be retried: Failed to wait for order resource"`,
    state: 'failed',
    reason: 'Failed',
    says: 'will be retried: Failed to wait for order resource (attempt 1)',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
]);

describeKind('cert-manager.io/v1', 'Issuer', [
  {
    it: 'verified',
    object: `
      status: {conditions: [{type: Ready, status: "True", reason: KeyPairVerified, observedGeneration: 2, message: Signing CA verified}]}`,
    state: 'ready',
  },
  {
    it: 'without the Secret of its authority',
    object: `
      status:
        conditions:
          - type: Ready
            status: "False"
            reason: ErrGetKeyPair
            observedGeneration: 2
            message: 'Error getting keypair for CA issuer: secret "ca" not found'`,
    state: 'progressing',
    reason: 'ErrGetKeyPair',
    says: 'not found',
  },
]);

describeKind('cert-manager.io/v1', 'CertificateRequest', [
  {
    it: 'issued',
    object: `
      status:
        conditions:
          - {type: Approved, status: "True", reason: cert-manager.io, message: Certificate request has been approved by cert-manager.io}
          - {type: Ready, status: "True", reason: Issued, message: Certificate fetched from issuer successfully}`,
    state: 'ready',
  },
  { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
  {
    it: 'waiting for its issuer',
    object: `
      status: {conditions: [{type: Ready, status: "False", reason: Pending, message: Waiting on certificate issuance from order}]}`,
    state: 'progressing',
    reason: 'Pending',
    says: 'order',
  },
  {
    it: 'denied',
    object: `
      status:
        conditions:
          - {type: Denied, status: "True", reason: policy.cert-manager.io, message: No policy allows portal.example.com}
          - {type: Ready, status: "False", reason: Denied, message: The CertificateRequest was denied by an approval controller}`,
    state: 'failed',
    reason: 'Denied',
    says: 'No policy allows portal.example.com',
  },
  {
    it: 'denied, before its issuer says so',
    object: '{status: {conditions: [{type: Ready, status: "False", reason: Denied, message: denied by an approval controller}]}}',
    state: 'failed',
    reason: 'Denied',
  },
  {
    it: 'invalid',
    object: '{status: {conditions: [{type: InvalidRequest, status: "True", reason: Invalid, message: the key is too short}]}}',
    state: 'failed',
    reason: 'InvalidRequest',
    says: 'too short',
  },
  {
    it: 'refused by its issuer',
    object: '{status: {conditions: [{type: Ready, status: "False", reason: Failed, message: Failed to wait for order resource}]}}',
    state: 'failed',
    reason: 'Failed',
    says: 'order',
  },
]);
