import { isMap, numberAt, textAt, type KubernetesObject } from '../../../kubernetes/index.js';

/** On a Secret with a token: when it expires. */
export const EXPIRES_AT = 'core.platform-mesh.io/token-expires-at';
/** On a Secret with a token: when it is to be renewed, by the clock of whoever asked for it. */
export const RENEW_AT = 'core.platform-mesh.io/token-renew-at';

/** The share of its lifetime after which a token is renewed. */
const RENEW_AFTER = 0.6;

/** What a token says of itself. It is not verified: its server does that. */
export interface TokenClaims {
  /** In milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** UID of its ServiceAccount. */
  readonly serviceAccountUid: string | undefined;
}

/** When a token ends, and when it is renewed. */
export interface TokenTimes {
  readonly expiresAt: Date;
  readonly renewAt: Date;
}

/** What stands in a token of a ServiceAccount; undefined for any other text. */
export function claimsOf(token: string): TokenClaims | undefined {
  const claims = payloadOf(token);
  const [issued, expires] = [numberAt(claims, 'iat'), numberAt(claims, 'exp')];
  if (issued === undefined || expires === undefined) return undefined;
  return {
    issuedAt: issued * 1000,
    expiresAt: expires * 1000,
    serviceAccountUid: textAt(claims, 'kubernetes.io', 'serviceaccount', 'uid'),
  };
}

function payloadOf(token: string): unknown {
  const [, payload] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    return isMap(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The times of a token that was just given: its real lifetime counts, whatever was asked for, from now on by our own clock.
 *
 * @param expiration what the server answered, for a token that does not say it itself
 */
export function timesOfNew(token: string, expiration: string | undefined, now: Date): TokenTimes | undefined {
  const claims = claimsOf(token);
  const expiresAt = claims?.expiresAt ?? (expiration === undefined ? Number.NaN : Date.parse(expiration));
  if (Number.isNaN(expiresAt)) return undefined;
  const lifetime = expiresAt - (claims?.issuedAt ?? now.getTime());
  return { expiresAt: new Date(expiresAt), renewAt: new Date(now.getTime() + lifetime * RENEW_AFTER) };
}

/** Clocks that differ by more are wrong: a note by such a clock does not count, or a token might expire unseen. */
const TRUSTED_SKEW = 3_600_000;

/** The times of a token that is in a Secret: as whoever asked for it has noted, else as the token says itself. */
export function timesOfStored(token: string, secret: KubernetesObject): TokenTimes | undefined {
  const claims = claimsOf(token);
  if (!claims) return undefined;
  const expiresAt = new Date(claims.expiresAt);
  const own = claims.issuedAt + (claims.expiresAt - claims.issuedAt) * RENEW_AFTER;
  const note = (name: string): string | undefined => textAt(secret, 'metadata', 'annotations', name);
  const noted = note(EXPIRES_AT) === stamp(expiresAt) ? Date.parse(note(RENEW_AT) ?? '') : Number.NaN;
  return { expiresAt, renewAt: new Date(Math.abs(noted - own) <= TRUSTED_SKEW ? noted : own) };
}

/** The annotations that tell the times of a token. */
export function tokenAnnotations({ expiresAt, renewAt }: TokenTimes): Readonly<Record<string, string>> {
  return { [EXPIRES_AT]: stamp(expiresAt), [RENEW_AT]: stamp(renewAt) };
}

/** A moment as Kubernetes writes it, to the second. */
export function stamp(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
