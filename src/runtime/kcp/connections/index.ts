/** The kubeconfigs for kcp that services get: what they consist of, and when they are written; pure functions of what is observed. */
export {
  connectionPlan,
  keptSecret,
  secretOwner,
  tokenOf,
  type ConnectionPlan,
  type NewToken,
  type SecretOwner,
} from './connection-plan.js';
export {
  decoded,
  materialOf,
  secretNamespace,
  secretPlace,
  sourcesOf,
  workspacesOf,
  type Material,
  type MaterialContext,
  type Placed,
  type Unready,
} from './material.js';
export { parseKubeconfig, type Kubeconfig } from './kubeconfig.js';
export { ACCOUNT_NAMESPACE, accountName, CONNECTION_MANAGER, isOfConnection, rightsObjects, suffixesOf, type Rights } from './rights.js';
export { missingIssuers } from './ca-bundle.js';
export { publishedAge, type TokenAge } from './published-token.js';
export { publishedHost } from './server-url.js';
export { stamp, timesOfNew, type TokenTimes } from './token-age.js';
