import type { NavigationNode } from '../../../constructs/index.js';
import { ACCOUNT, MAIN, texts, type Page, type PagePlace } from './page.js';

const OF_ACCOUNT = { context: { resourceDefinition: { group: 'core.platform-mesh.io', kind: 'Account' } } } as const;

/** Who belongs to an entity, and a page to invite more. */
function members(entityType: string, { organizationUrl }: PagePlace): readonly NavigationNode[] {
  const url = `${organizationUrl}/ui/iam/ui/#/organization`;
  return [
    {
      entityType,
      pathSegment: 'members',
      label: 'Members',
      icon: 'company-view',
      order: 800,
      url: `${url}/members`,
      viewGroup: 'members',
      category: { id: 'settings', isGroup: true, label: 'Settings & Access', order: 1000 },
      ...OF_ACCOUNT,
    },
    {
      entityType,
      pathSegment: 'add-members',
      label: 'members',
      hideFromNav: true,
      url: `${url}/add-members`,
      viewGroup: 'members',
      ...OF_ACCOUNT,
    },
  ];
}

const TEXTS = texts('members', 'Members', 'Mitglieder');

/** The members of an organization. */
export const MAIN_MEMBERS: Page = {
  name: 'main-iam-ui',
  entity: MAIN,
  contentName: 'iam-ui',
  texts: TEXTS,
  nodes: (place) => members(MAIN, place),
};

/** The members of an account; with the toggle `feature-enable-account-iam-ui`. */
export const ACCOUNT_MEMBERS: Page = {
  name: 'account-iam-ui',
  entity: ACCOUNT,
  contentName: 'iam-ui',
  texts: TEXTS,
  nodes: (place) => members(`${MAIN}.${ACCOUNT}`, place),
};

/** The head of a user's own page. */
export const USER_OVERVIEW: Page = {
  name: 'user-overview',
  entity: MAIN,
  contentName: 'iam-wc-user-overview',
  nodes: ({ organizationUrl }) => [
    {
      entityType: 'user.overview::compound',
      pathSegment: 'user-overview-header',
      url: `${organizationUrl}/ui/iam/wc/main.js#user-overview`,
      layoutConfig: { slot: 'header' },
      webcomponent: { selfRegistered: true, type: 'module' },
    },
  ],
};
