import { contentOf } from './content.ts';
import type { Difference } from './difference.ts';
import { at, isList, isMap, mapAt, textAt, type Json, type JsonMap } from './json.ts';
import { appliedOf, flagOf, kcpPodsOf, type RecordedCase, type RecordedWrite } from './recorded-case.ts';
import { isUnknownSource } from './resolved-resources.ts';

/** A difference that a decision wants. */
export interface ListedDifference {
  /** Number in the list of decisions, or the rule that decides. */
  readonly decision: string;
  readonly why: string;
  /** Whether it has to occur in a case. One that has to and does not is an error, as is one that occurs elsewhere. */
  readonly occursIn: (recorded: RecordedCase) => boolean;
  readonly covers: (difference: Difference, recorded: RecordedCase) => boolean;
}

/** All that may differ. A row speaks of what a case holds, never of its name. */
export const LISTED_DIFFERENCES: readonly ListedDifference[] = [
  {
    decision: '8',
    why: 'every Resource says which technology it is for',
    occursIn: (recorded) => appliedOf(recorded, 'Resource').length > 0,
    covers: (difference) => isExtraField(difference, 'resources', 'metadata', 'labels', 'core.platform-mesh.io/deployment-technology'),
  },
  {
    decision: '10',
    why: 'an absent value is left out, not written as null',
    occursIn: ({ writes }) => writes.some(({ status, object = {} }) => status === undefined && hasNull(contentOf(object))),
    covers: (difference) => difference.kind === 'field' && difference.expected === null && difference.got === undefined,
  },
  {
    decision: '12',
    why: 'no placeholder is ever applied: an Application comes when OCM knows its source',
    occursIn: (recorded) => sourcesOf(recorded).some((source) => isUnknownSource(at(source, 'repoURL'))),
    covers: (difference) =>
      difference.kind === 'field' &&
      ['repoURL', 'targetRevision', 'path'].some((field) => isField(difference, 'applications', 'spec', 'source', field)) &&
      isUnknownSource(difference.expected) &&
      !isUnknownSource(difference.got ?? ''),
  },
  {
    decision: '19',
    why: 'the inventory names what was applied',
    occursIn: ({ step, writes }) => step === 'DeploymentSubroutine' && writes.some(({ status }) => status === undefined),
    covers: (difference, { instance }) =>
      difference.kind === 'extra write' &&
      difference.object.resource === 'configmaps' &&
      difference.object.name.startsWith(`${textAt(instance, 'metadata', 'name')}-inventory-`),
  },
  {
    decision: '20',
    why: 'what is waited for by default is what the instance deployed, in its own namespace',
    occursIn: ({ step, instance, outcome, state }) =>
      step === 'WaitSubroutine' && outcome === 'waiting' && state.kcp.length === 0 && at(instance, 'spec', 'wait') === undefined,
    covers: (difference) => isOutcome(difference, 'waiting', 'done'),
  },
  {
    decision: '23',
    why: 'the revision of an Application has one writer, so it is written where the reference leaves it to another manager',
    occursIn: (recorded) => sourcesOf(recorded).some((source) => at(source, 'targetRevision') === undefined),
    covers: (difference) => isExtraField(difference, 'applications', 'spec', 'source', 'targetRevision'),
  },
  {
    decision: '23',
    why: 'the source of a chart is an object of ours, made of what OCM found',
    occursIn: (recorded) => chartsOf(recorded).some((chart) => Object.keys(chart).length > 0),
    covers: (difference) => difference.kind === 'extra write' && SOURCES.has(difference.object.resource),
  },
  {
    decision: '23',
    why: 'the version of a chart of a HelmRepository has one writer, so it is written where the reference leaves it to another manager',
    occursIn: (recorded) => chartsOf(recorded).some(isFromHelmRepository),
    covers: (difference) => isExtraField(difference, 'helmreleases', 'spec', 'chart', 'spec', 'version'),
  },
  {
    decision: '23',
    why: '`suspend` is written only while it is true, so that a suspension by hand stays',
    occursIn: (recorded) => appliedOf(recorded, 'HelmRelease').some(({ object }) => at(object, 'spec', 'suspend') === false),
    covers: (difference) =>
      isField(difference, 'helmreleases', 'spec', 'suspend') && difference.expected === false && difference.got === undefined,
  },
  {
    decision: 'compare.mjs',
    why: 'the description of the AppProject is a text for people, in words of our own',
    occursIn: (recorded) => appliedOf(recorded, 'AppProject').length > 0,
    covers: (difference) => isField(difference, 'appprojects', 'spec', 'description'),
  },
  {
    decision: 'second rule',
    why: 'weak spot 48: a refused object keeps no other one from being applied',
    occursIn: ({ writes }) => writes.some(({ status, object }) => status !== undefined && object?.['kind'] !== 'Secret'),
    covers: isExtraPartOfPlatform,
  },
  {
    decision: 'second rule',
    why: 'weak spot 64: the kubeconfig of the webhook is written when its authority is known; until then apply waits',
    occursIn: (recorded) =>
      webhookSecret(recorded) === WEBHOOK_SECRET && appliedOf(recorded, 'Secret').some((write) => !hasAuthority(write)),
    covers: (difference) =>
      isMissingSecret(difference) || isOutcome(difference, 'failed', 'waiting') || isOutcome(difference, 'done', 'waiting'),
  },
  {
    decision: 'second rule',
    why: 'weak spot 65: the Secret that a flag names is the one that is written, and kcp restarts for it',
    occursIn: (recorded) => webhookSecret(recorded) !== WEBHOOK_SECRET && appliedOf(recorded, 'Secret').some(isDefaultWebhookSecret),
    covers: (difference, recorded) =>
      isMissingSecret(difference) ||
      isOutcome(difference, 'failed', 'done') ||
      isExtraWrite(difference, 'secrets', webhookSecret(recorded)) ||
      kcpPodsOf(recorded).some((pod) => isExtraWrite(difference, 'pods', textAt(pod, 'metadata', 'name'), ['delete'])),
  },
  {
    decision: 'second rule',
    why: 'weak spot 68: the webhook Secret remembers for which content kcp was restarted, so that an interrupted restart is made up for',
    occursIn: (recorded) => appliedOf(recorded, 'Secret').some(hasAuthority),
    covers: (difference) => isExtraField(difference, 'secrets', 'metadata', 'annotations', 'core.platform-mesh.io/kcp-restarted-for'),
  },
  {
    decision: 'second rule',
    why: 'where the reference crashes, there is an outcome',
    occursIn: ({ outcome }) => outcome === 'crashed',
    covers: (difference) => difference.kind === 'outcome' || isExtraPartOfPlatform(difference),
  },
];

const WEBHOOK_SECRET = 'kcp-webhook-secret';

/** Plural names of what the deployment brings. */
const DEPLOYED = new Set([
  ...['applications', 'appprojects', 'helmreleases', 'kustomizations', 'resources'],
  ...['certificates', 'issuers', 'secrets'],
]);

/** Plural names of where Flux finds charts. */
const SOURCES = new Set(['gitrepositories', 'helmrepositories', 'ocirepositories']);

type Of<Kind extends Difference['kind']> = Extract<Difference, { readonly kind: Kind }>;

function isField(difference: Difference, resource: string, ...path: readonly string[]): difference is Of<'field'> {
  return difference.kind === 'field' && difference.object.resource === resource && isSamePath(difference.path, path);
}

function isExtraField(difference: Difference, resource: string, ...path: readonly string[]): boolean {
  return difference.kind === 'extra field' && difference.object.resource === resource && isSamePath(difference.path, path);
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function isExtraWrite(difference: Difference, resource: string, name: string, verbs = ['create', 'patch', 'update']): boolean {
  if (difference.kind !== 'extra write' || difference.object.resource !== resource || difference.object.name !== name) return false;
  return difference.verb.split(', ').every((verb) => verbs.includes(verb));
}

function isExtraPartOfPlatform(difference: Difference): boolean {
  return difference.kind === 'extra write' && DEPLOYED.has(difference.object.resource) && !difference.verb.includes('delete');
}

function isOutcome(difference: Difference, expected: string, got: string): boolean {
  return difference.kind === 'outcome' && difference.expected === expected && difference.got === got;
}

function isMissingSecret(difference: Difference): boolean {
  return difference.kind === 'missing' && difference.object.resource === 'secrets' && difference.object.name === WEBHOOK_SECRET;
}

function webhookSecret(recorded: RecordedCase): string {
  return flagOf(recorded, '--authorization-webhook-secret-name', WEBHOOK_SECRET);
}

function isDefaultWebhookSecret({ object }: RecordedWrite): boolean {
  return textAt(object, 'metadata', 'name') === WEBHOOK_SECRET;
}

/** Whether a recorded kubeconfig of the webhook trusts an authority. */
export function hasAuthority({ object = {} }: RecordedWrite): boolean {
  return JSON.stringify(contentOf(object)).includes('"certificate-authority-data":');
}

/** What Flux is told about where charts are. */
function chartsOf(recorded: RecordedCase): readonly JsonMap[] {
  const releases = [...appliedOf(recorded, 'HelmRelease'), ...appliedOf(recorded, 'Kustomization')];
  const specs = releases.map(({ object }) => mapAt(object, 'spec'));
  return specs.flatMap((spec) => [mapAt(spec, 'chartRef'), mapAt(spec, 'sourceRef'), mapAt(spec, 'chart', 'spec')]);
}

function isFromHelmRepository(chart: JsonMap): boolean {
  return textAt(chart, 'sourceRef', 'kind') === 'HelmRepository' && chart['version'] === undefined;
}

function sourcesOf(recorded: RecordedCase): readonly JsonMap[] {
  return appliedOf(recorded, 'Application').map(({ object }) => mapAt(object, 'spec', 'source'));
}

function hasNull(value: Json): boolean {
  if (isList(value)) return value.some(hasNull);
  return value === null || (isMap(value) && Object.values(value).some(hasNull));
}
