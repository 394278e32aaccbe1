/** The portal and what authorizes its users: pages, the marketplace, stores of relations, realms. */
export { printModule, type AuthorizationModule, type AuthorizationType, type Relation } from './authorization-model.js';
export { ContentConfiguration, type ContentConfigurationProps } from './content-configuration.js';
export {
  IdentityProviderConfiguration,
  type IdentityProviderClient,
  type IdentityProviderConfigurationProps,
} from './identity-provider-configuration.js';
export type { NavigationNode, NavigationTexts, NodeContext, ResourceView, ViewField, ViewFilter } from './navigation.js';
export {
  ProviderMetadata,
  type ProviderContact,
  type ProviderImage,
  type ProviderLink,
  type ProviderMetadataProps,
} from './provider-metadata.js';
export { Store, type RelationTuple, type StoreProps } from './store.js';
