import type { ExpectedDifference } from './expected-difference.ts';
import type { Expectation } from './expectations.ts';
import { contentOf } from './content.ts';
import { at, isList, listAt, textAt, type Json, type JsonMap } from './json.ts';
import { flagOf, type RecordedCase } from './recorded-case.ts';
import { isInKcp, isKcpStep, kcpStepOf, neverSent, written, writtenOf } from './situation.ts';

/** Inventories of a step, and those of the APIs of toggles. A kcp that an earlier case has set up needs no writes. */
export const kcpInventories: Expectation = (situation) => {
  const { recorded } = situation;
  const step = kcpStepOf(recorded);
  if (step === undefined) return [];
  const [namespace, name] = [textAt(recorded.instance, 'metadata', 'namespace'), textAt(recorded.instance, 'metadata', 'name')];
  const inRendered = [...situation.rendered.keys()].flatMap((key) => / in (\S+)$/u.exec(key)?.[1] ?? []);
  const inWrites = recorded.writes.flatMap(({ workspace }) => workspace ?? []);
  const targets = [...new Set([...inRendered, ...inWrites])].map((workspace) => `kcp.${workspace.replaceAll(':', '.')}`);
  return ['runtime', ...targets].map((target) => maybe(`configmaps ${namespace}/${name}-inventory-${step}-${target}`));
};

/** The Lease of a run that writes into kcp. */
export const kcpLease: Expectation = ({ recorded }) => {
  const [namespace, name] = [textAt(recorded.instance, 'metadata', 'namespace'), textAt(recorded.instance, 'metadata', 'name')];
  return isKcpStep(recorded) ? [maybe(`leases.coordination.k8s.io ${namespace}/${name}-reconcile`)] : [];
};

/** Pages of a toggle name it. */
export const toggleLabels: Expectation = ({ recorded }) =>
  recorded.step !== 'FeatureToggleSubroutine' || hasNoPages(recorded)
    ? []
    : pagesOf(recorded).map((object) => ({
        kind: 'extra field',
        object,
        path: ['metadata', 'labels', 'core.platform-mesh.io/feature-toggle'],
      }));

/** A page of another toggle, although pages are switched off. */
export const disabledPages: Expectation = ({ recorded }) =>
  recorded.step === 'FeatureToggleSubroutine' && hasNoPages(recorded)
    ? pagesOf(recorded).map((object) => ({ kind: 'missing', object }))
    : [];

function pagesOf(recorded: RecordedCase): readonly string[] {
  return written(recorded).flatMap(({ key }) => (key.startsWith('contentconfigurations.') ? [key] : []));
}

function hasNoPages({ instance }: RecordedCase): boolean {
  const toggles = listAt(instance, 'spec', 'featureToggles').map((toggle) => textAt(toggle, 'name'));
  return toggles.includes('feature-disable-contentconfigurations');
}

/** A toggle that the reference knows and has no objects for. */
export const emptyToggles: Expectation = ({ recorded: { step, outcome, message } }) =>
  step === 'FeatureToggleSubroutine' && outcome === 'failed' && /no such file or directory/u.test(message)
    ? [{ kind: 'outcome', expected: 'failed', got: 'done' }]
    : [];

const SECRET_MISSING = /secrets? "[^"]+" not found|caData from secret/u;

/** A Secret, or a key of one, that is missing may still come. */
export const missingSecrets: Expectation = (situation) => {
  const { recorded } = situation;
  if (!isKcpStep(recorded) || recorded.outcome !== 'failed') return [];
  if (!SECRET_MISSING.test(recorded.message)) return [];
  const isLate = /CA bundle/u.test(recorded.message);
  return [{ kind: 'outcome', expected: 'failed', got: 'waiting' }, ...(isLate ? restOfKcp(situation) : [])];
};

/** A connection that cannot work is told, and holds no other one up. */
export const unusableConnections: Expectation = ({ recorded }) => {
  if (recorded.step !== 'ProvidersecretSubroutine') return [];
  if (recorded.outcome === 'failed' && !SECRET_MISSING.test(recorded.message))
    return [{ kind: 'outcome', expected: 'failed', got: 'waiting' }];
  const slices = recorded.state.kcp.filter((object) => object['kind'] === 'APIExportEndpointSlice');
  const empty = slices
    .filter((slice) => listAt(slice, 'status', 'endpoints').length === 0)
    .map((slice) => textAt(slice, 'metadata', 'name'));
  const connections = listAt(recorded.instance, 'spec', 'kcp', 'providerConnections');
  const isUnusable = connections.some((connection) => empty.includes(textAt(connection, 'endpointSliceName')));
  return recorded.outcome === 'done' && isUnusable ? [{ kind: 'outcome', expected: 'done', got: 'waiting' }] : [];
};

/** A ServiceAccount says that it came with the platform. */
export const createdAccounts: Expectation = (situation) =>
  situation.recorded.step !== 'ProvidersecretSubroutine'
    ? []
    : writtenOf(situation, 'ServiceAccount').map(({ key }) => ({
        kind: 'extra field',
        object: key,
        path: ['metadata', 'labels', 'core.platform-mesh.io/operator-created'],
      }));

/** Connections that do not need the administrator's kubeconfig come although it is missing. */
export const otherConnections: Expectation = ({ recorded }) => {
  const { step, outcome, message, instance } = recorded;
  const isDefault = listAt(instance, 'spec', 'kcp', 'providerConnections').length === 0;
  if (step !== 'ProvidersecretSubroutine' || outcome !== 'failed' || !SECRET_MISSING.test(message) || !isDefault) return [];
  const namespace = flagOf(recorded, '--kcp-namespace', 'platform-mesh-system');
  return SCOPED.flatMap((name) => [
    certain(`secrets ${namespace}/${name}`),
    ...RIGHTS.map((right) => certain(`${right(name)} in root:platform-mesh-system`)),
  ]);
};

/** The built-in connections with rights of their own. */
const SCOPED = ['rebac-authz-webhook-kubeconfig', 'extension-manager-operator-kubeconfig', 'iam-service-kubeconfig'];

const RIGHTS: readonly ((name: string) => string)[] = [
  (name) => `serviceaccounts default/platform-mesh-provider-${name}`,
  (name) => `clusterroles.rbac.authorization.k8s.io platform-mesh-provider-${name}`,
  (name) => `clusterrolebindings.rbac.authorization.k8s.io platform-mesh-provider-${name}`,
  (name) => `clusterrolebindings.rbac.authorization.k8s.io platform-mesh-workspace-access-${name}`,
];

/** An identity provider that is refused is told, and what needs its clients is not written. */
export const refusedProvider: Expectation = (situation) => {
  const { recorded } = situation;
  const refused = recorded.writes.some(
    ({ status, object }) => status !== undefined && object?.['kind'] === 'IdentityProviderConfiguration',
  );
  if (recorded.step !== 'KcpsetupSubroutine' || !refused) return [];
  return [{ kind: 'outcome', expected: 'done', got: 'failed' }];
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

/** What comes after the object with which the reference ended. */
function restOfKcp(situation: Parameters<Expectation>[0]): readonly ExpectedDifference[] {
  return neverSent(situation).flatMap(({ key }) => (isInKcp(key) ? [maybe(key)] : []));
}

function certain(object: string): ExpectedDifference {
  return { kind: 'extra write', object, verb: 'write' };
}

function maybe(object: string): ExpectedDifference {
  return { ...certain(object), mayBeAbsent: true };
}
