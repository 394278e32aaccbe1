import type { NavigationNode, NodeContext } from '../../../constructs/index.js';
import { ACCOUNT, ACCOUNT_ID, FRAME, MAIN, texts, type Page, type PagePlace } from './page.js';

const MARKETPLACE: NavigationNode = {
  pathSegment: 'marketplace',
  label: 'Marketplace',
  icon: 'retail-store',
  order: 700,
  viewGroup: 'marketplace',
};

const POLICIES: NodeContext = { entityContext: { account: { policies: ['providerAdmin', 'projectAdmin', 'projectMember'] } } };

/** The pages of one provider. */
function provider({ organizationUrl }: PagePlace, context: NodeContext): NavigationNode {
  return {
    pathSegment: ':providerName',
    hideFromNav: true,
    url: `${organizationUrl}/ui/marketplace/ui/#/provider/:providerName`,
    context: { providerName: ':providerName', ...context },
  };
}

/** What providers offer, for an organization. */
export const MAIN_MARKETPLACE: Page = {
  name: 'main-marketplace',
  entity: MAIN,
  contentName: 'marketplace',
  texts: texts('marketplace', 'Marketplace', 'Marktplatz'),
  nodes: (place) => [
    {
      entityType: MAIN,
      ...MARKETPLACE,
      hideFromNav: false,
      url: `${place.organizationUrl}/ui/marketplace/ui/#/marketplace`,
      context: { ...FRAME, ...POLICIES },
    },
    {
      entityType: MAIN,
      pathSegment: 'provider',
      hideFromNav: true,
      viewGroup: 'marketplace',
      context: POLICIES,
      children: [provider(place, FRAME)],
    },
  ],
};

/** The same for an account. */
export const ACCOUNT_MARKETPLACE: Page = {
  name: 'account-marketplace',
  entity: ACCOUNT,
  contentName: 'marketplace',
  texts: texts('marketplace', 'Marketplace', 'Marktplatz'),
  nodes: (place) => {
    const context = { accountId: `:${ACCOUNT_ID}`, ...FRAME };
    return [
      { entityType: `${MAIN}.${ACCOUNT}`, ...MARKETPLACE, url: `${place.organizationUrl}/ui/marketplace/ui/#/marketplace`, context },
      {
        entityType: `${MAIN}.${ACCOUNT}`,
        pathSegment: 'provider',
        hideFromNav: true,
        viewGroup: 'marketplace',
        children: [provider(place, context)],
      },
    ];
  },
};
