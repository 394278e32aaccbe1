/** A token of a ServiceAccount, as far as anybody reads it without verifying it. Times are in seconds. */
export function tokenOf({ iat, exp, uid }: { readonly iat: number; readonly exp: number; readonly uid: string }): string {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ iat, exp, 'kubernetes.io': { serviceaccount: { uid } } })}.signature`;
}
