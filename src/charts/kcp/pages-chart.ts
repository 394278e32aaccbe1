import type { Construct } from 'constructs';
import { ContentConfiguration } from '../../constructs/index.js';
import type { FeatureToggleName } from '../../profile/index.js';
import { markToggle } from '../labels.js';
import { TargetChart } from '../target.js';
import { ACCOUNT_ACCOUNTS, ACCOUNT_MEMBERS, GETTING_STARTED, PAGES, type Page } from './content/index.js';
import type { KcpProps } from './kcp-props.js';
import { SYSTEM } from './paths.js';

/** The pages that a toggle adds. */
const TOGGLED: readonly (readonly [FeatureToggleName, Page])[] = [
  ['feature-enable-getting-started', GETTING_STARTED],
  ['feature-accounts-in-accounts', ACCOUNT_ACCOUNTS],
  ['feature-enable-account-iam-ui', ACCOUNT_MEMBERS],
];

/** The pages of the portal. */
export class PagesChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint }: KcpProps) {
    super(scope, id, { target: `kcp/${SYSTEM}` });
    const place = { organizationUrl: `https://{context.organization}.${blueprint.exposure.baseDomainPort}` };
    const add = ({ nodes, ...page }: Page): ContentConfiguration =>
      new ContentConfiguration(this, page.name, { ...page, nodes: nodes(place) });
    for (const page of PAGES) add(page);
    for (const [toggle, page] of TOGGLED) if (blueprint.toggles.includes(toggle)) markToggle(add(page), toggle);
  }
}
