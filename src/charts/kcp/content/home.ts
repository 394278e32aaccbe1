import { ACCOUNT, ACCOUNTS_VIEW, DASHBOARD, FIRST_MADE, LIST_PAGE, MAIN, SELF_REGISTERED, WEB_COMPONENTS, type Page } from './page.js';

/** Where users arrive. */
export const MAIN_HOME: Page = {
  name: 'main-home',
  entity: MAIN,
  contentName: 'overview',
  creationTimestamp: FIRST_MADE,
  nodes: () => [
    {
      entityType: 'global',
      pathSegment: 'home',
      hideFromNav: false,
      order: 100,
      label: 'Home',
      icon: 'account',
      defineEntity: { id: MAIN },
      context: { resourceDefinition: ACCOUNTS_VIEW },
      children: [
        {
          pathSegment: 'overview',
          label: 'Overview',
          icon: 'home',
          defineEntity: { id: 'overview' },
          compound: { renderer: { use: 'grid', config: { columns: '1fr 1fr 1fr 1fr' } } },
        },
      ],
    },
  ],
};

/** The overview of an account. */
export const ACCOUNT_HOME: Page = {
  name: 'account-home',
  entity: ACCOUNT,
  contentName: 'overview',
  creationTimestamp: FIRST_MADE,
  nodes: () => [{ entityType: `${MAIN}.${ACCOUNT}`, icon: 'bbyd-dashboard', ...DASHBOARD }],
};

const NAME = { label: 'Name', property: 'metadata.name' } as const;

/** The namespaces of an account. */
export const ACCOUNT_NAMESPACES: Page = {
  name: 'account-namespaces',
  entity: ACCOUNT,
  contentName: 'namespaces',
  creationTimestamp: FIRST_MADE,
  nodes: () => [
    {
      entityType: `${MAIN}.${ACCOUNT}`,
      pathSegment: 'namespaces',
      navigationContext: 'namespaces',
      label: 'Namespaces',
      icon: 'group-2',
      order: 110,
      category: { id: 'workspace', isGroup: true, label: 'Workspace Resources', order: 500 },
      ...LIST_PAGE,
      url: `${WEB_COMPONENTS}#generic-list-view`,
      context: {
        resourceDefinition: {
          version: 'v1',
          entityCollection: 'Namespaces',
          entity: 'Namespace',
          scope: 'Cluster',
          namespace: null,
          ui: { listView: { fields: [NAME] }, detailView: { fields: [NAME] }, createView: { fields: [{ ...NAME, required: true }] } },
        },
      },
      children: [
        {
          pathSegment: ':namespaceId',
          hideFromNav: true,
          keepSelectedForChildren: false,
          defineEntity: { id: 'namespace', contextKey: 'namespaceId' },
          context: { namespaceId: ':namespaceId', resourceId: ':namespaceId' },
        },
      ],
    },
    { entityType: `${MAIN}.${ACCOUNT}.namespace`, ...DASHBOARD },
  ],
};

/** First steps on the overview; with the toggle `feature-enable-getting-started`. */
export const GETTING_STARTED: Page = {
  name: 'main-home-overview-getting-started',
  entity: MAIN,
  contentName: 'getting-started',
  creationTimestamp: '2022-09-26T11:39:17Z',
  nodes: () => [
    {
      entityType: `${MAIN}.overview::compound`,
      url: '/assets/openmfp-portal-ui-wc.js#getting-started',
      layoutConfig: { column: '1 / -1' },
      ...SELF_REGISTERED,
    },
  ],
};
