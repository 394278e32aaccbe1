import type { KubernetesObject } from '../../../kubernetes/index.js';
import { parseKubeconfig, tokenIn } from './kubeconfig.js';
import { decoded } from './material.js';
import { claimsOf } from './token-age.js';

/** When a token was made, and when it expires. */
export interface TokenAge {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** The age of the token in a Secret of a connection; undefined where it holds none. */
export function publishedAge(secret: KubernetesObject): TokenAge | undefined {
  const token = tokenIn(parseKubeconfig(decoded(secret, 'kubeconfig') ?? '') ?? {});
  const claims = token === undefined ? undefined : claimsOf(token);
  return claims && { issuedAt: new Date(claims.issuedAt), expiresAt: new Date(claims.expiresAt) };
}
