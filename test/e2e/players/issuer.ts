import { generateKeyPairSync, sign } from 'node:crypto';
import type { RequestListener } from 'node:http';

/** An issuer of tokens, as Keycloak is one for each realm. */
export interface Issuer {
  readonly listener: RequestListener;
  /** A token with these claims, valid for an hour. */
  token(claims: object): string;
}

/** Makes the issuer of a URL; it tells its keys, and nothing else. */
export function createIssuer(url: string): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' };
  const path = new URL(url).pathname;
  const answers: Readonly<Record<string, object>> = {
    [`${path}/.well-known/openid-configuration`]: {
      issuer: url,
      jwks_uri: `${url}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
    },
    [`${path}/keys`]: { keys: [key] },
  };
  return {
    listener: (request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    },
    token: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const header = part({ alg: 'RS256', typ: 'JWT', kid: 'test' });
      const text = `${header}.${part({ iss: url, sub: 'test', iat: now, exp: now + 3600, ...claims })}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}
