import type { NavigationNode, ViewField } from '../../../constructs/index.js';
import { ACCOUNT, ACCOUNTS_VIEW, FIRST_MADE, LIST_PAGE, LOGO_URL, MAIN, ONE_ACCOUNT, WEB_COMPONENTS, type Page } from './page.js';

const ACCOUNTS_PAGE: NavigationNode = {
  pathSegment: 'accounts',
  navigationContext: 'accounts',
  label: 'Accounts',
  icon: 'product',
  order: 300,
  ...LIST_PAGE,
  url: `${WEB_COMPONENTS}#generic-list-view`,
  children: [ONE_ACCOUNT],
};

const NAME: ViewField = { label: 'Name', property: 'metadata.name' };
const TYPE: ViewField = { label: 'Type', property: 'spec.type' };
const DISPLAY_NAME: ViewField = { label: 'Display Name', property: 'spec.displayName' };
const DESCRIPTION: ViewField = { label: 'Description', property: 'spec.description' };

/** The accounts of an organization. */
export const MAIN_ACCOUNTS: Page = {
  name: 'main-accounts',
  entity: MAIN,
  contentName: 'accounts',
  creationTimestamp: FIRST_MADE,
  nodes: () => [
    {
      entityType: MAIN,
      ...ACCOUNTS_PAGE,
      context: {
        resourceDefinition: {
          ...ACCOUNTS_VIEW,
          readyCondition: {
            jsonPathExpression: "status.conditions[?(@.type=='Ready' && @.status=='True')]",
            property: ['status.conditions.status', 'status.conditions.type'],
          },
          ui: {
            logoUrl: LOGO_URL,
            listView: { fields: [NAME, DISPLAY_NAME, TYPE] },
            detailView: { showDownloadKubeconfig: true, fields: [DESCRIPTION, DISPLAY_NAME] },
            createView: {
              fields: [{ ...NAME, required: true }, { ...TYPE, required: true, values: ['account'] }, DISPLAY_NAME, DESCRIPTION],
            },
          },
        },
      },
    },
  ],
};

/** The same for what an operator of the portal's own toggle `os-provider` sees. */
export const MAIN_OS_ACCOUNTS: Page = {
  name: 'main-os-accounts',
  entity: MAIN,
  contentName: 'os-accounts',
  creationTimestamp: FIRST_MADE,
  nodes: () => [
    {
      visibleForFeatureToggles: ['os-provider'],
      entityType: MAIN,
      ...ACCOUNTS_PAGE,
      pathSegment: 'os-accounts',
      label: 'OS Accounts',
      order: 301,
      url: `${WEB_COMPONENTS}#generic-os-list-view`,
      context: {
        resourceDefinition: {
          ...ACCOUNTS_VIEW,
          ui: {
            logoUrl: LOGO_URL,
            listView: {
              fields: [NAME, { label: 'Namespace', property: 'metadata.namespace' }, DESCRIPTION],
              filters: [
                { label: 'All' },
                { label: 'My projects', value: '{context.userId}', property: 'metadata.name', default: 'true' },
                { label: 'Default namespace', value: 'default', property: 'metadata.namespace' },
              ],
            },
          },
        },
      },
    },
  ],
};

/** The accounts within an account; with the toggle `feature-accounts-in-accounts`. */
export const ACCOUNT_ACCOUNTS: Page = {
  name: 'account-accounts',
  entity: ACCOUNT,
  contentName: 'accounts',
  creationTimestamp: FIRST_MADE,
  nodes: () => [{ entityType: `${MAIN}.${ACCOUNT}`, ...ACCOUNTS_PAGE }],
};
