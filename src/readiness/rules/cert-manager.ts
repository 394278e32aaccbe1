import { numberAt } from '../../kubernetes/index.js';
import { failed } from '../readiness.js';
import { asFailure, asProgress, falseCondition, findCondition, trueCondition } from './conditions.js';
import { byReady, type Rule, type Rules } from './rule.js';

/**
 * While cert-manager issues a certificate, `Issuing` is true and says more than `Ready`. After a failed attempt it is
 * false, and cert-manager tries again after an hour, then two, up to 32: longer than a run waits.
 */
const certificate: Rule = (object) => {
  const ready = byReady(object);
  if (ready.state === 'ready') return ready;
  const issuing = findCondition(object, 'Issuing');
  if (issuing?.status === 'True') return issuing.message === undefined ? ready : asProgress(issuing);
  if (issuing?.status !== 'False') return ready;
  const attempts = numberAt(object, 'status', 'failedIssuanceAttempts');
  const parts = [issuing.message, attempts === undefined ? undefined : `(attempt ${attempts})`];
  return failed(issuing.reason, parts.filter((part) => part !== undefined).join(' '));
};

/** A request is about one attempt, so what ended it is final: a denial, an invalid request, or the failure of its issuer. */
const certificateRequest: Rule = (object) => {
  const refused = trueCondition(object, 'Denied') ?? trueCondition(object, 'InvalidRequest');
  if (refused) return failed(refused.type, refused.message);
  const ready = falseCondition(object, 'Ready');
  return ready && (ready.reason === 'Failed' || ready.reason === 'Denied') ? asFailure(ready) : byReady(object);
};

/** cert-manager retries an issuer whose Secret or account is missing. */
export const CERT_MANAGER: Rules = {
  Certificate: certificate,
  CertificateRequest: certificateRequest,
  Issuer: byReady,
  ClusterIssuer: byReady,
};
