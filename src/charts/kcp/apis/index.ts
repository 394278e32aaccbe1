/** The resources that the platform offers in kcp, as data. */
export { ACCOUNT, ACCOUNT_INFO, INVITE } from './accounts.js';
export { API_EXPORT_POLICY, AUTHORIZATION_MODEL, IDENTITY_PROVIDER_CONFIGURATION, STORE } from './authorization.js';
export { schemaProps, type ApiDefinition } from './definition.js';
export { INIT_TARGET, INIT_TEMPLATE } from './initialization.js';
export { CONTENT_CONFIGURATION, PROVIDER_METADATA, TERMINAL } from './portal.js';
export { PROVIDER, PROVIDER_PERMISSIONS } from './providers.js';
