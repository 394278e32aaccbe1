/** The pages of the portal, as data. */
import { ACCOUNT_ACCOUNTS, MAIN_ACCOUNTS, MAIN_OS_ACCOUNTS } from './accounts.js';
import { ACCOUNT_HOME, ACCOUNT_NAMESPACES, GETTING_STARTED, MAIN_HOME } from './home.js';
import { ACCOUNT_MARKETPLACE, MAIN_MARKETPLACE } from './marketplace.js';
import { ACCOUNT_MEMBERS, MAIN_MEMBERS, USER_OVERVIEW } from './members.js';
import type { Page } from './page.js';

export type { Page, PagePlace } from './page.js';
export { ACCOUNT_ACCOUNTS, ACCOUNT_MEMBERS, GETTING_STARTED };

/** The pages that every platform has. */
export const PAGES: readonly Page[] = [
  ACCOUNT_HOME,
  ACCOUNT_MARKETPLACE,
  ACCOUNT_NAMESPACES,
  MAIN_ACCOUNTS,
  MAIN_HOME,
  MAIN_MEMBERS,
  MAIN_MARKETPLACE,
  MAIN_OS_ACCOUNTS,
  USER_OVERVIEW,
];
