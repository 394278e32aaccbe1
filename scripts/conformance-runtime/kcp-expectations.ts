import type { ExpectedDifference } from './expected-difference.ts';
import type { Expectation } from './expectations.ts';
import { contentOf } from './content.ts';
import { at, isList, listAt, textAt, type Json, type JsonMap } from './json.ts';
import type { RecordedCase } from './recorded-case.ts';
import { neverSent, written, writtenOf } from './situation.ts';

/** The steps that write into kcp, as their inventories name them. */
const STEPS: Readonly<Record<string, string>> = {
  KcpsetupSubroutine: 'kcp-setup',
  ProvidersecretSubroutine: 'provider-secret',
  FeatureToggleSubroutine: 'feature-toggles',
};

/** Whether a step writes into kcp. */
export function isKcpStep({ step }: Pick<RecordedCase, 'step'>): boolean {
  return Object.hasOwn(STEPS, step);
}

/** Inventories of a step, and those of the APIs of toggles. A kcp that an earlier case has set up needs no writes. */
export const kcpInventories: Expectation = (situation) => {
  const { recorded } = situation;
  const step = STEPS[recorded.step];
  if (step === undefined) return [];
  const [namespace, name] = [textAt(recorded.instance, 'metadata', 'namespace'), textAt(recorded.instance, 'metadata', 'name')];
  const inRendered = [...situation.rendered.keys()].flatMap((key) => / in (\S+)$/u.exec(key)?.[1] ?? []);
  const inWrites = recorded.writes.flatMap(({ workspace }) => workspace ?? []);
  const targets = [...new Set([...inRendered, ...inWrites])].map((workspace) => `kcp.${workspace.replaceAll(':', '.')}`);
  return ['runtime', ...targets].map((target) => maybe(`configmaps ${namespace}/${name}-inventory-${step}-${target}`));
};

/** Objects of a toggle name it. */
export const toggleLabels: Expectation = (situation) =>
  situation.recorded.step !== 'FeatureToggleSubroutine'
    ? []
    : written(situation.recorded)
        .filter(({ key }) => !isRepeatedPage(situation.recorded, key))
        .map(({ key }) => ({
          kind: 'extra field',
          object: key,
          path: ['metadata', 'labels', 'core.platform-mesh.io/feature-toggle'],
          mayBeAbsent: true,
        }));

/** A page of another toggle, although pages are switched off. */
export const disabledPages: Expectation = ({ recorded }) =>
  written(recorded)
    .filter(({ key }) => isRepeatedPage(recorded, key))
    .map(({ key }) => ({ kind: 'missing', object: key }));

function isRepeatedPage({ instance, step }: RecordedCase, key: string): boolean {
  const toggles = listAt(instance, 'spec', 'featureToggles').map((toggle) => textAt(toggle, 'name'));
  return (
    step === 'FeatureToggleSubroutine' &&
    toggles.includes('feature-disable-contentconfigurations') &&
    key.startsWith('contentconfigurations.')
  );
}

/** A toggle that the reference knows and has no objects for. */
export const emptyToggles: Expectation = ({ recorded: { step, outcome, message } }) =>
  step === 'FeatureToggleSubroutine' && outcome === 'failed' && /no such file or directory/u.test(message)
    ? [{ kind: 'outcome', expected: 'failed', got: 'done' }]
    : [];

/** A Secret, or a key of one, that is missing may still come. */
export const missingSecrets: Expectation = (situation) => {
  const { recorded } = situation;
  if (!isKcpStep(recorded) || recorded.outcome !== 'failed') return [];
  if (!/secrets? "[^"]+" not found|caData from secret/u.test(recorded.message)) return [];
  const isLate = /CA bundle/u.test(recorded.message);
  return [{ kind: 'outcome', expected: 'failed', got: 'waiting' }, ...(isLate ? restOfKcp(situation) : [])];
};

/** An identity provider that is refused is told, and what needs its clients is not written. */
export const refusedProvider: Expectation = (situation) => {
  const { recorded } = situation;
  const refused = recorded.writes.some(
    ({ status, object }) => status !== undefined && object?.['kind'] === 'IdentityProviderConfiguration',
  );
  if (recorded.step !== 'KcpsetupSubroutine' || !refused) return [];
  return [
    { kind: 'outcome', expected: 'done', got: 'failed', mayBeAbsent: true },
    { kind: 'outcome', expected: 'done', got: 'waiting', mayBeAbsent: true },
  ];
};

/** The login has the clients of the identity provider; it is not written as long as there is none. */
export const knownAudiences: Expectation = (situation) =>
  writtenOf(situation, 'WorkspaceAuthenticationConfiguration')
    .filter(({ object }) => audiencesIn(object).length === 0)
    .flatMap(({ key, object }): readonly ExpectedDifference[] => [
      { kind: 'missing', object: key, mayBeAbsent: true },
      {
        kind: 'field',
        object: key,
        path: ['spec', 'jwt', '0', 'issuer', 'audiences'],
        expected: at(listAt(contentOf(object), 'spec', 'jwt')[0], 'issuer', 'audiences') ?? null,
        got: (value) => isList(value) && value.length > 0,
        mayBeAbsent: true,
      },
    ]);

function audiencesIn(login: JsonMap): readonly Json[] {
  return listAt(login, 'spec', 'jwt').flatMap((each) => listAt(each, 'issuer', 'audiences'));
}

/** Whether a key is that of an object in a workspace. */
export function isInKcp(key: string): boolean {
  return key.includes(' in root');
}

/** What comes after the object with which the reference ended. */
function restOfKcp(situation: Parameters<Expectation>[0]): readonly ExpectedDifference[] {
  return neverSent(situation).flatMap(({ key }) => (isInKcp(key) ? [maybe(key)] : []));
}

function maybe(object: string): ExpectedDifference {
  return { kind: 'extra write', object, verb: 'write', mayBeAbsent: true };
}
