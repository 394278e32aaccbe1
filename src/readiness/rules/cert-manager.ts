import { asProgress, findCondition, trueCondition } from '../conditions.js';
import { numberAt } from '../../kubernetes/index.js';
import { failed } from '../readiness.js';
import { byReady } from './generic.js';
import type { Rule, Rules } from './rule.js';

/**
 * While a certificate is issued, `Issuing` is true and says more than `Ready`. After an attempt that went wrong it is
 * false, and cert-manager tries again after an hour, then two, up to 32: longer than anybody waits.
 */
const certificate: Rule = (object) => {
  const ready = byReady(object);
  if (ready.state === 'ready') return ready;
  const issuing = findCondition(object, 'Issuing');
  if (trueCondition(object, 'Issuing')) return issuing?.message === undefined ? ready : asProgress(issuing);
  if (issuing?.status !== 'False') return ready;
  const attempts = numberAt(object, 'status', 'failedIssuanceAttempts');
  return failed(issuing.reason, [issuing.message, attempts === undefined ? undefined : `(attempt ${attempts})`].filter((part) => part !== undefined).join(' '));
};

/** An issuer whose Secret or account is not there is tried again. */
export const CERT_MANAGER: Rules = { Certificate: certificate, CertificateRequest: byReady, Issuer: byReady, ClusterIssuer: byReady };
