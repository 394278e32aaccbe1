/** What a feature toggle does, in words for the documentation. */
export interface FeatureToggle {
  /** What `spec.featureToggles` calls it. */
  readonly name: string;
  /** What it adds to kcp. */
  readonly adds: string;
  /** What it changes in objects that are there without it. */
  readonly changes: string;
}

/** Every toggle; what it adds is done by `charts/kcp`. */
export const FEATURE_TOGGLES = [
  { name: 'feature-enable-getting-started', adds: 'a page with first steps on the overview', changes: '' },
  { name: 'feature-accounts-in-accounts', adds: 'a page with the accounts within an account', changes: '' },
  { name: 'feature-enable-account-iam-ui', adds: 'pages with the members of an account', changes: '' },
  {
    name: 'feature-enable-terminal-controller-manager',
    adds: 'the export `terminal.platform-mesh.io` with its schema',
    changes: 'new workspaces of the types `org` and `account` are bound to that export',
  },
  { name: 'feature-disable-email-verification', adds: '', changes: 'users whose e-mail address is not verified may log in' },
  { name: 'feature-disable-contentconfigurations', adds: '', changes: 'no page of the portal is written, those of other toggles included' },
  { name: 'feature-enable-marketplace-account', adds: '', changes: 'nothing: the marketplace of accounts is always there' },
  { name: 'feature-enable-marketplace-org', adds: '', changes: 'nothing: the marketplace of organizations is always there' },
  { name: 'feature-enable-provider-permissions', adds: '', changes: 'nothing here: charts of the platform read it from their values' },
] as const satisfies readonly FeatureToggle[];

/** The name of a toggle. */
export type FeatureToggleName = (typeof FEATURE_TOGGLES)[number]['name'];
