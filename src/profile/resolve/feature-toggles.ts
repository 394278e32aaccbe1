/** What a feature toggle does, in words for the documentation. */
export interface FeatureToggle {
  /** What `spec.featureToggles` calls it. */
  readonly name: string;
  /** What it adds to kcp. */
  readonly adds: string;
  /** What it changes in objects that exist without it. */
  readonly changes: string;
}

/** Every toggle; `charts/kcp` adds its objects. */
export const FEATURE_TOGGLES = [
  { name: 'feature-enable-getting-started', adds: 'a page with first steps on the overview', changes: '' },
  { name: 'feature-accounts-in-accounts', adds: 'a page with the accounts within an account', changes: '' },
  { name: 'feature-enable-account-iam-ui', adds: 'pages with the members of an account', changes: '' },
  {
    name: 'feature-enable-terminal-controller-manager',
    adds: 'the export `terminal.platform-mesh.io` with its schema',
    changes: 'new workspaces of the types `org` and `account` bind that export',
  },
  { name: 'feature-disable-email-verification', adds: '', changes: 'users may log in before they verify their e-mail address' },
  {
    name: 'feature-disable-contentconfigurations',
    adds: '',
    changes: '`synth` writes no page of the portal, not even those of other toggles',
  },
  { name: 'feature-enable-marketplace-account', adds: '', changes: 'nothing: the marketplace of accounts always exists' },
  { name: 'feature-enable-marketplace-org', adds: '', changes: 'nothing: the marketplace of organizations always exists' },
  { name: 'feature-enable-provider-permissions', adds: '', changes: 'nothing in kcp: charts of the platform read it from their values' },
] as const satisfies readonly FeatureToggle[];

/** The name of a toggle. */
export type FeatureToggleName = (typeof FEATURE_TOGGLES)[number]['name'];
