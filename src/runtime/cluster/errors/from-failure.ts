import { ApiError, type ApiErrorCode } from './api-error.js';
import type { Subject } from './from-answer.js';
import { redact } from './redact.js';
import { isMap } from '../../../kubernetes/index.js';

/** A request that got no answer. */
export interface Failure {
  readonly error: ApiError;
  /** Whether the server cannot have seen the request, so that even a create may be repeated. */
  readonly unsent: boolean;
  /** In a few words, why the host did not answer; absent where it did, or was not asked. */
  readonly unanswered?: string;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'DNS does not answer for the host',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_PRX_CONN: 'the proxy cannot reach it',
};

const TLS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is signed by a CA that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is signed by a CA that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT: "the server's certificate is signed by a CA that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is signed by a CA that is not trusted",
  CERT_SIGNATURE_FAILURE: "the server's certificate is signed by a CA that is not trusted",
  UND_ERR_PRX_TLS: "the proxy's certificate is for another host",
};

const TLS_CODES = /^ERR_(?:SSL|TLS|OSSL)|^EPROTO$/u;

/** Turns an exception of the connection into an error. */
export function errorFromFailure(cluster: string, server: URL, subject: Subject, cause: unknown): Failure {
  const code = codeOf(cause);
  const about = { cluster, subject: subject.text, object: subject.object, cause };
  const host = server.host;
  const trust = TLS[code] ?? (TLS_CODES.test(code) ? `no TLS connection to ${host}: ${redact(messageOf(cause))}` : undefined);
  if (trust !== undefined) {
    const hint = 'check certificate-authority, tls-server-name and the client certificate of this context';
    return { unsent: true, error: new ApiError({ ...about, code: 'tls', text: trust, hint }) };
  }
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined || isTunnelRefusal(cause)) {
    const said = unreachable ?? redact(messageOf(cause));
    const hint = 'check the server URL of this context, the network and the proxy';
    const error = new ApiError({ ...about, code: 'unreachable', text: `${host} cannot be reached`, said, retryable: true, hint });
    return { unsent: true, unanswered: said, error };
  }
  if (/_TIMEOUT$/u.test(code)) {
    const text = 'no answer in time';
    return { unsent: false, unanswered: text, error: new ApiError({ ...about, code: 'timeout', text, retryable: true }) };
  }
  const said = redact(messageOf(cause));
  const error = new ApiError({ ...about, code: 'unreachable', text: `the connection to ${host} broke`, said, retryable: true });
  return { unsent: false, unanswered: `the connection broke: ${said}`, error };
}

/** An outage of a host. */
export interface Outage {
  readonly last: { readonly code: ApiErrorCode; readonly reason: string };
  /** How long the host has been silent, in milliseconds. */
  readonly silentFor: number;
  /** When the next probe is due, in milliseconds. */
  readonly probeIn: number;
}

/** The error of a request that was not sent, because the host has answered nobody for too long. */
export function errorFromOutage(cluster: string, server: URL, subject: Subject, { last, silentFor, probeIn }: Outage): ApiError {
  const seconds = (ms: number): number => Math.ceil(ms / 1000);
  const next = probeIn > 0 ? `; the next attempt is in ${seconds(probeIn)} s` : '';
  return new ApiError({
    cluster,
    subject: subject.text,
    object: subject.object,
    code: last.code,
    text: `${server.host} has not answered for ${seconds(silentFor)} s${next}`,
    said: last.reason,
    retryable: true,
    hint: 'check whether the server runs, the network and the proxy',
  });
}

/** A proxy that refuses the tunnel; undici has no code of its own for it. */
function isTunnelRefusal(error: unknown): boolean {
  return messageOf(error).startsWith('Proxy response (');
}

/** Whether the two ends do not trust each other. */
export function isTlsFailure(error: unknown): boolean {
  const code = codeOf(error);
  return code in TLS || TLS_CODES.test(code);
}

/** Its code; that of the first attempt where several addresses were tried. The error may come from another realm, so its shape counts. */
function codeOf(error: unknown): string {
  if (!isMap(error)) return '';
  const { code, errors } = error;
  return typeof code === 'string' ? code : Array.isArray(errors) ? codeOf(errors[0]) : '';
}

function messageOf(error: unknown): string {
  return isMap(error) && typeof error['message'] === 'string' ? error['message'] : 'unknown';
}
