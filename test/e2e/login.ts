import { call } from '../servers/index.ts';
import type { PlatformInKcp } from './platform-in-kcp.ts';

/**
 * Who kcp takes the bearer of a token of the realm for, in a workspace; undefined for nobody. What users may do is
 * decided elsewhere, so a refusal that names the user is an answer.
 */
export async function login({ kcp, issuer }: PlatformInKcp, workspace: string, claims: object): Promise<string | undefined> {
  const { body } = await call({ ...kcp, token: issuer.token(claims) }, `/clusters/${workspace}/api/v1/namespaces`);
  return /User "([^"]+)"/u.exec((body as { readonly message?: string }).message ?? '')?.[1];
}
