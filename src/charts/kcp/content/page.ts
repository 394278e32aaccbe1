import type { ContentConfigurationProps, NavigationNode, NavigationTexts, ResourceView } from '../../../constructs/index.js';

/** Pages of the portal, before it is known where the portal is reached. */
export interface Page extends Omit<ContentConfigurationProps, 'nodes'> {
  readonly nodes: (place: PagePlace) => readonly NavigationNode[];
}

/** Where the portal is reached. */
export interface PagePlace {
  /** Start of the URLs of an organization's own pages; the portal fills in which one. */
  readonly organizationUrl: string;
}

export const MAIN = 'main';
export const ACCOUNT = 'core_platform-mesh_io_account';
export const ACCOUNT_ID = 'core_platform-mesh_io_accountId';

/** When the first pages were made; the portal shows it. */
export const FIRST_MADE = '2022-05-17T11:37:17Z';

/** The portal's own web components. */
export const WEB_COMPONENTS = '/assets/platform-mesh-portal-ui-wc.js';

export const SELF_REGISTERED = { webcomponent: { selfRegistered: true } } as const;

/** Micro front ends in a frame want a URL, which nothing reads. */
export const FRAME = { frameContext: { automaticDGraphqlApiUrl: 'http://localhost/placeholder' } } as const;

/** What a page with a generic list is made of. */
export const LIST_PAGE = { loadingIndicator: { enabled: false }, keepSelectedForChildren: true, ...SELF_REGISTERED } as const;

/** An overview of an entity, made of parts that other pages bring. */
export const DASHBOARD: NavigationNode = {
  pathSegment: 'dashboard',
  label: 'Dashboard',
  order: 100,
  url: `${WEB_COMPONENTS}#generic-detail-view`,
  ...SELF_REGISTERED,
  defineEntity: { id: 'dashboard' },
  compound: { children: [] },
};

/** Accounts, as the portal's GraphQL knows them. */
export const ACCOUNTS_VIEW: ResourceView = {
  apiGroup: 'core_platform_mesh_io',
  entityCollection: 'Accounts',
  entity: 'Account',
  scope: 'Cluster',
  version: 'v1alpha1',
};

export const LOGO_URL = 'https://platform-mesh.io/main/pm_logo.svg';

/** The pages of one account, below a list of accounts. */
export const ONE_ACCOUNT: NavigationNode = {
  pathSegment: `:${ACCOUNT_ID}`,
  hideFromNav: true,
  keepSelectedForChildren: false,
  defineEntity: { id: ACCOUNT, type: 'account', contextKey: ACCOUNT_ID, dynamicFetchId: ACCOUNT, additionalContextKeys: ['accountPath'] },
  context: { accountId: `:${ACCOUNT_ID}`, [ACCOUNT_ID]: `:${ACCOUNT_ID}`, resourceId: `:${ACCOUNT_ID}` },
  navHeader: { label: `:${ACCOUNT_ID}` },
};

/** A word in English and German; English where the portal speaks neither. */
export function texts(key: string, english: string, german: string): readonly NavigationTexts[] {
  return [
    ['', english],
    ['en', english],
    ['de', german],
  ].map(([locale = '', word = '']) => ({ locale, textDictionary: { [key]: word } }));
}
