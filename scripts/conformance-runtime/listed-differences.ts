import {
  createdAccounts,
  disabledPages,
  emptyToggles,
  kcpInventories,
  kcpLease,
  knownAudiences,
  missingSecrets,
  otherConnections,
  refusedProvider,
  toggleLabels,
  unusableConnections,
} from './kcp-expectations.ts';
import {
  absentNulls,
  afterCrash,
  afterRefusal,
  chartVersions,
  createdSecrets,
  defaultWait,
  descriptions,
  endedSuspensions,
  fluxSources,
  inventories,
  knownSources,
  lease,
  missingIstio,
  namedSecret,
  noOwnPod,
  restartMarks,
  revisions,
  technologyLabels,
  unknownAuthority,
  type Expectation,
} from './expectations.ts';

/** Differences that are wanted, for one reason. */
export interface ListedDifference {
  /** Number in the list of decisions, or the rule that decides. @default - no decision speaks of it */
  readonly decision?: string;
  readonly why: string;
  /**
   * A recorded case in which it occurs; a run over this case fails where the row matches nothing in it.
   *
   * @default - only folders of further cases hold one
   */
  readonly example?: string;
  /**
   * Whether a case need not have any of it: cases share a kcp, and one that an earlier case has set up needs fewer writes.
   *
   * @default false
   */
  readonly mayMatchNothing?: true;
  /** Exactly what differs in a case, computed from what the case holds and never from its name. */
  readonly expectedIn: Expectation;
}

/** What decisions want. */
export const LISTED_DIFFERENCES: readonly ListedDifference[] = [
  {
    decision: '8',
    why: 'every Resource says which technology it is for',
    example: 'apply-fails',
    expectedIn: technologyLabels,
  },
  {
    decision: '10',
    why: 'an absent value is left out, not written as null',
    example: 'apply-fails',
    expectedIn: absentNulls,
  },
  {
    decision: '12',
    why: 'no placeholder is ever applied: an Application comes when OCM knows its source',
    example: 'state-imageversions-argocd',
    expectedIn: knownSources,
  },
  {
    decision: '19',
    why: 'the inventory names what was applied, so that it can be pruned',
    example: 'apply-fails',
    expectedIn: inventories,
  },
  {
    decision: '20',
    why: 'what is waited for by default is what the instance deployed, in its own namespace',
    example: 'wait-default-not-ready',
    expectedIn: defaultWait,
  },
  {
    decision: '23',
    why: 'the revision of an Application has one writer, so it is written where the reference leaves it to another manager',
    example: 'state-argocd-existing-applications',
    expectedIn: revisions,
  },
  {
    decision: '23',
    why: 'the source of a chart is an object of ours, made of what OCM found',
    example: 'apply-fails',
    expectedIn: fluxSources,
  },
  {
    decision: '23',
    why: 'the version of a chart of a HelmRepository has one writer, so it is written where the reference leaves it to another manager',
    expectedIn: chartVersions,
  },
  {
    decision: '23',
    why: '`suspend` is written only while it is true, so that a suspension by hand stays',
    expectedIn: endedSuspensions,
  },
  {
    decision: '25',
    why: 'the webhook Secret says that it came with the platform, so that a deletion takes it and leaves one of the user',
    example: 'state-imageversions-argocd',
    expectedIn: createdSecrets,
  },
  {
    decision: '19',
    why: 'the inventories of the steps that write into kcp are on the runtime cluster',
    example: 'toggle-several',
    mayMatchNothing: true,
    expectedIn: kcpInventories,
  },
  {
    decision: '18',
    why: 'an object of a toggle names it, so that it goes when the toggle goes',
    example: 'toggle-several',
    expectedIn: toggleLabels,
  },
  {
    decision: '22',
    why: 'an empty list of audiences is never written; the login has the clients of the identity provider',
    example: 'kcp-ipc-apply-fails',
    mayMatchNothing: true,
    expectedIn: knownAudiences,
  },
  {
    decision: '25',
    why: 'a ServiceAccount in kcp says that it came with the platform',
    example: 'providersecret-all-kinds',
    expectedIn: createdAccounts,
  },
  {
    decision: '26',
    why: 'a connection that cannot work is told alone, and apply ends with 4',
    example: 'providersecret-scoped-no-path',
    expectedIn: unusableConnections,
  },
  {
    decision: '26',
    why: 'each connection works whatever the others do',
    example: 'providersecret-admin-kubeconfig-missing',
    expectedIn: otherConnections,
  },
  {
    decision: '28',
    why: 'the command line has no pod of its own, so it looks for no sidecar of Istio in one, and replaces none',
    example: 'gate-istio-no-pod',
    expectedIn: noOwnPod,
  },
  {
    decision: 'second rule',
    why: 'a release of Istio that is missing is waited for (weak spot 70)',
    example: 'gate-istio-release-missing',
    expectedIn: missingIstio,
  },
  {
    decision: 'second rule',
    why: 'a refused object keeps no other one from being applied (weak spot 48)',
    example: 'apply-fails',
    expectedIn: afterRefusal,
  },
  {
    decision: 'second rule',
    why: 'the kubeconfig of the webhook is written when its authority is known; until then apply waits (weak spot 64)',
    example: 'webhook-ca-empty',
    expectedIn: unknownAuthority,
  },
  {
    decision: 'second rule',
    why: 'the Secret that a flag names is the one that is written, and kcp restarts for it (weak spot 65)',
    example: 'webhook-secret-names-from-flags',
    expectedIn: namedSecret,
  },
  {
    decision: 'second rule',
    why: 'the webhook Secret says for which content kcp was restarted, so that an interrupted restart is made up for (weak spot 68)',
    example: 'state-imageversions-argocd',
    expectedIn: restartMarks,
  },
  {
    decision: 'second rule',
    why: 'no toggle brings a page where pages are switched off (weak spot 55 of kcp)',
    example: 'toggle-content-disabled-too',
    expectedIn: disabledPages,
  },
  {
    decision: 'second rule',
    why: 'a toggle that has no objects of its own is no failure (weak spot 54 of kcp)',
    example: 'toggle-feature-enable-marketplace-account',
    expectedIn: emptyToggles,
  },
  {
    decision: 'second rule',
    why: 'a Secret, or a key of one, that is missing may still come: apply waits for it, and goes on with what does not need it',
    example: 'kcp-admin-secret-missing',
    expectedIn: missingSecrets,
  },
  {
    decision: 'second rule',
    why: 'a refused identity provider is told (weak spot 4 of kcp)',
    example: 'kcp-ipc-apply-fails',
    expectedIn: refusedProvider,
  },
  {
    decision: 'second rule',
    why: 'where the reference crashes, there is an outcome, and the rest of the platform is applied (weak spot 24)',
    expectedIn: afterCrash,
  },
];

/** What we do otherwise, and no decision speaks of. Each has its reason. */
export const UNDECIDED_DIFFERENCES: readonly ListedDifference[] = [
  {
    why: 'a Lease lets one run at a time write: two runs with different input would delete the objects of each other',
    example: 'apply-fails',
    expectedIn: lease,
  },
  {
    why: 'the same Lease for what goes into kcp',
    example: 'toggle-several',
    mayMatchNothing: true,
    expectedIn: kcpLease,
  },
  {
    why: 'the description of the project of Argo CD is a text for people, in words of our own',
    example: 'state-imageversions-argocd',
    expectedIn: descriptions,
  },
];
