import { contentOf } from './content.ts';
import { nullPaths, type ExpectedDifference } from './expected-difference.ts';
import { at, listAt, textAt, type Json } from './json.ts';
import { needsIstio } from './not-built.ts';
import { kcpPodsOf } from './recorded-case.ts';
import {
  defaultWebhookSecret,
  fluxCharts,
  hasAuthority,
  isFromHelmRepository,
  isInKcp,
  isKcpStep,
  isUnknownSource,
  keyOfPath,
  namedWebhookSecret,
  neverSent,
  sourceKeys,
  unknownSourceFields,
  written,
  writtenOf,
  type Situation,
} from './situation.ts';

/** What differs in a case for one reason, object by object and field by field; nothing where the reason does not hold. */
export type Expectation = (situation: Situation) => readonly ExpectedDifference[];

export const technologyLabels: Expectation = (situation) =>
  writtenOf(situation, 'Resource').map(({ key }) => extraField(key, 'metadata', 'labels', 'core.platform-mesh.io/deployment-technology'));

export const absentNulls: Expectation = ({ recorded }) =>
  written(recorded).flatMap(({ key, object }) =>
    isInKcp(key) ? [] : nullPaths(contentOf(object)).map((path) => ({ kind: 'field', object: key, path, expected: null, got: isGone })),
  );

export const knownSources: Expectation = (situation) =>
  writtenOf(situation, 'Application').flatMap(({ key, object }) =>
    unknownSourceFields(object).map((field) => ({
      kind: 'field',
      object: key,
      path: ['spec', 'source', field],
      expected: at(object, 'spec', 'source', field) ?? '',
      got: (value) => isText(value) && !isUnknownSource(value),
    })),
  );

export const inventories: Expectation = ({ recorded }) => {
  if (written(recorded).length === 0 || isKcpStep(recorded)) return [];
  const [namespace, name] = instanceOf(recorded.instance);
  const inventory = (target: string): ExpectedDifference => extraWrite(`configmaps ${namespace}/${name}-inventory-deployment-${target}`);
  return [inventory('runtime'), { ...inventory('infra'), mayBeAbsent: true }];
};

export const defaultWait: Expectation = ({ recorded: { step, instance, outcome, message } }) => {
  const isByDefault = step === 'WaitSubroutine' && at(instance, 'spec', 'wait') === undefined;
  const isElsewhere = outcome === 'waiting' && message.startsWith('resource default/');
  return isByDefault && isElsewhere ? [{ kind: 'outcome', expected: 'waiting', got: 'done' }] : [];
};

export const revisions: Expectation = (situation) =>
  writtenOf(situation, 'Application')
    .filter(({ object }) => at(object, 'spec', 'source', 'targetRevision') === undefined)
    .map(({ key }) => extraField(key, 'spec', 'source', 'targetRevision'));

export const fluxSources: Expectation = (situation) => fluxCharts(situation).flatMap((resource) => sourceKeys(resource).map(extraWrite));

export const chartVersions: Expectation = (situation) =>
  writtenOf(situation, 'HelmRelease')
    .filter(({ object }) => isFromHelmRepository(object))
    .map(({ key }) => extraField(key, 'spec', 'chart', 'spec', 'version'));

export const endedSuspensions: Expectation = (situation) =>
  writtenOf(situation, 'HelmRelease')
    .filter(({ object }) => at(object, 'spec', 'suspend') === false)
    .map(({ key }) => ({ kind: 'field', object: key, path: ['spec', 'suspend'], expected: false, got: isGone }));

export const createdSecrets: Expectation = (situation) => {
  const { instance, state } = situation.recorded;
  const [namespace] = instanceOf(instance);
  const before = new Set(
    state.runtime.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => `secrets ${namespace}/${textAt(metadata, 'name')}`),
  );
  return secretsWithAuthority(situation)
    .filter((key) => !before.has(key))
    .map((key) => extraField(key, 'metadata', 'labels', 'core.platform-mesh.io/operator-created'));
};

export const restartMarks: Expectation = (situation) =>
  secretsWithAuthority(situation).map((key) => extraField(key, 'metadata', 'annotations', 'core.platform-mesh.io/kcp-restarted-for'));

export const afterRefusal: Expectation = (situation) =>
  !isKcpStep(situation.recorded) &&
  situation.recorded.writes.some(({ status, object }) => status !== undefined && object?.['kind'] !== 'Secret')
    ? restOfPlatform(situation)
    : [];

export const afterCrash: Expectation = (situation) => {
  if (situation.recorded.outcome !== 'crashed') return [];
  const outcomes = ['done', 'failed', 'rejected', 'waiting'].map((got): ExpectedDifference => ({
    kind: 'outcome',
    expected: 'crashed',
    got,
    mayBeAbsent: true,
  }));
  return [...outcomes, ...(isKcpStep(situation.recorded) ? connectionSecrets(situation) : restOfPlatform(situation))];
};

/** The Secrets that the connections of the instance ask for. */
function connectionSecrets({ recorded: { instance } }: Situation): readonly ExpectedDifference[] {
  const usual = textAt(instance, 'metadata', 'namespace');
  return listAt(instance, 'spec', 'kcp', 'providerConnections').map((connection) => ({
    kind: 'extra write',
    object: `secrets ${textAt(connection, 'namespace') || usual}/${textAt(connection, 'secret')}`,
    verb: 'write',
    mayBeAbsent: true,
  }));
}

export const unknownAuthority: Expectation = (situation) => {
  const { outcome } = situation.recorded;
  const secrets = writtenOf(situation, 'Secret').filter((write) => !hasAuthority(write));
  if (secrets.length === 0 || namedWebhookSecret(situation) !== defaultWebhookSecret(situation)) return [];
  return [
    ...secrets.map(({ key }) => ({ kind: 'missing' as const, object: key })),
    ...(outcome === 'waiting' ? [] : [{ kind: 'outcome' as const, expected: outcome, got: 'waiting' }]),
  ];
};

export const namedSecret: Expectation = (situation) => {
  const [named, usual] = [namedWebhookSecret(situation), defaultWebhookSecret(situation)];
  const { recorded } = situation;
  if (named === usual || !writtenOf(situation, 'Secret').some(({ key }) => key === usual)) return [];
  const pods = kcpPodsOf(recorded).map(({ metadata }) => `pods ${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}`);
  return [
    { kind: 'missing', object: usual },
    extraWrite(named),
    ...pods.map((object) => ({ kind: 'extra write' as const, object, verb: 'delete' as const })),
    ...(recorded.outcome === 'failed' ? [{ kind: 'outcome' as const, expected: recorded.outcome, got: 'done' }] : []),
  ];
};

/** The command line has no pod of its own that could lack a sidecar. */
export const noOwnPod: Expectation = ({ recorded }) => {
  if (!needsIstio(recorded)) return [];
  const outcome = recorded.outcome === 'failed' && /^pod\b/u.test(recorded.message);
  const deleted = recorded.writes.filter(({ verb, path }) => verb === 'delete' && /\/pods\/[^/]+$/u.test(path));
  return [
    ...(outcome ? [{ kind: 'outcome' as const, expected: recorded.outcome, got: 'done' }] : []),
    ...deleted.map(({ path }) => ({ kind: 'kept' as const, object: keyOfPath(path) })),
  ];
};

export const missingIstio: Expectation = ({ recorded }) =>
  needsIstio(recorded) && recorded.outcome === 'failed' && /\bistio-istiod\b.*not found/u.test(recorded.message)
    ? [{ kind: 'outcome', expected: 'failed', got: 'waiting' }]
    : [];

export const lease: Expectation = ({ recorded }) => {
  const [namespace, name] = instanceOf(recorded.instance);
  const writes = written(recorded);
  return writes.length === 0 || isKcpStep(recorded) ? [] : [extraWrite(`leases.coordination.k8s.io ${namespace}/${name}-reconcile`)];
};

export const descriptions: Expectation = (situation) =>
  writtenOf(situation, 'AppProject').map(({ key, object }) => ({
    kind: 'field',
    object: key,
    path: ['spec', 'description'],
    expected: at(object, 'spec', 'description') ?? '',
    got: isText,
  }));

const isGone = (got: Json | undefined): boolean => got === undefined;
const isText = (got: Json | undefined): boolean => typeof got === 'string' && got !== '';

function extraField(object: string, ...path: readonly string[]): ExpectedDifference {
  return { kind: 'extra field', object, path };
}

function extraWrite(object: string): ExpectedDifference {
  return { kind: 'extra write', object, verb: 'write' };
}

function instanceOf(instance: Json): readonly [namespace: string, name: string] {
  return [textAt(instance, 'metadata', 'namespace'), textAt(instance, 'metadata', 'name')];
}

/** What comes after the object with which the reference ended, the kubeconfig of the webhook last. */
function restOfPlatform(situation: Situation): readonly ExpectedDifference[] {
  const objects = neverSent(situation).flatMap(({ key }) => (isInKcp(key) ? [] : [extraWrite(key)]));
  const isSecretSent = situation.recorded.writes.some(({ object }) => object?.['kind'] === 'Secret');
  return [...objects, ...(isSecretSent ? [] : [{ ...extraWrite(namedWebhookSecret(situation)), mayBeAbsent: true }])];
}

function secretsWithAuthority(situation: Situation): readonly string[] {
  if (isKcpStep(situation.recorded)) return [];
  return writtenOf(situation, 'Secret')
    .filter(hasAuthority)
    .map(({ key }) => key);
}
