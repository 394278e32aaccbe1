import { PlatformMeshError } from '../../../errors.js';
import { describeObject, isMap, listAt, refOf, textAt, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import type { Observation } from '../../cluster/index.js';
import { kubeconfigText, parseKubeconfig, serversOf, tokenIn, tokenKubeconfig, type Kubeconfig } from './kubeconfig.js';
import { decoded, type Material, type Unready } from './material.js';
import { CONNECTION_MANAGER } from './rights.js';
import { claimsOf, timesOfStored, tokenAnnotations, type TokenTimes } from './token-age.js';

/** Whose a Secret is: nobody's, ours, the reference's, or somebody else's. */
export type SecretOwner = 'none' | 'ours' | 'reference' | 'foreign';

/** A token that a run was given, and its times by the clock of that run. */
export interface NewToken {
  readonly token: string;
  readonly times: TokenTimes | undefined;
}

/** What is known of a connection that can be written. */
export interface PlanInput {
  readonly ref: ObjectRef;
  readonly secret: Observation;
  /** Undefined as long as the ServiceAccount does not exist. */
  readonly accountUid: string | undefined;
  /** A token that this run was given. @default - none */
  readonly newToken?: NewToken | undefined;
  /** A published token that kcp has refused. @default - none */
  readonly refused?: string | undefined;
  readonly now: Date;
  /** Take over Secrets of anybody. */
  readonly force: boolean;
  /** Where services reach kcp; a kubeconfig of the reference leads there. */
  readonly hosts: readonly string[];
}

/** What is to be done about one connection. */
export type ConnectionPlan =
  | { readonly kind: 'unchanged'; readonly secret: KubernetesObject; readonly times?: TokenTimes }
  /** The Secret gets this content, once it was tried. */
  | { readonly kind: 'write'; readonly secret: KubernetesObject; readonly kubeconfig: Kubeconfig; readonly times?: TokenTimes }
  /** A token has to be asked for. `until`: the former one is good until then. */
  | { readonly kind: 'renew'; readonly until?: Date }
  /** A Secret of that name belongs to somebody else. */
  | { readonly kind: 'conflict'; readonly error: PlatformMeshError }
  | Unready;

/** Decides by what is observed; the same answer for the same data. */
export function connectionPlan(material: Material, input: PlanInput): ConnectionPlan {
  const { ref, secret } = input;
  if (secret.state === 'forbidden') return { kind: 'failed', reason: 'Forbidden', error: secret.error };
  if (secret.state === 'unreadable') return { kind: 'waiting', reason: 'Unreachable', message: secret.error.message, wakeOn: [] };
  const owner = secretOwner(secret, input.hosts);
  if (owner === 'foreign' && !input.force) return { kind: 'conflict', error: foreignSecret(ref) };
  if (material.kind === 'waiting' || material.kind === 'failed') return material;
  const live = secret.state === 'present' ? secret.object : undefined;
  if (live?.metadata.deletionTimestamp !== undefined)
    return { kind: 'waiting', reason: 'Terminating', message: `${describeObject(ref)} is being deleted`, wakeOn: [ref] };
  if (material.kind === 'admin') return planned(material.kubeconfig, live, ref, undefined);
  const token = tokenFor(input, live);
  if (!('token' in token)) return { kind: 'renew', ...token };
  return planned(tokenKubeconfig(material.server, material.bundle, token.token), live, ref, token.times);
}

/** Whose a Secret is, by who wrote it and by what it holds. */
export function secretOwner(observed: Observation, hosts: readonly string[]): SecretOwner {
  if (observed.state !== 'present') return 'none';
  const { object } = observed;
  if (isOurs(object)) return 'ours';
  const keys = Object.keys(isMap(object['data']) ? object['data'] : {});
  if (keys.length === 0) return 'none';
  const kubeconfig = keys.length === 1 ? parseKubeconfig(decoded(object, 'kubeconfig') ?? '') : undefined;
  const servers = kubeconfig ? serversOf(kubeconfig) : [];
  const leadsToKcp = (server: string): boolean => hosts.some((host) => server === host || server.startsWith(`${host}/`));
  return servers.length > 0 && servers.every(leadsToKcp) ? 'reference' : 'foreign';
}

function isOurs(secret: KubernetesObject): boolean {
  return listAt(secret, 'metadata', 'managedFields').some((entry) => textAt(entry, 'manager') === CONNECTION_MANAGER);
}

/** The token that is published, as long as it is young, else one that was given since; else how long the published one is good. */
function tokenFor(input: PlanInput, live: KubernetesObject | undefined): NewToken | { readonly until?: Date } {
  const { newToken, accountUid, now } = input;
  const published = live && publishedToken(input, live);
  if (published && isYoung(published, now)) return published;
  if (newToken && isOfAccount(newToken.token, accountUid) && isYoung(newToken, now)) return newToken;
  const until = published?.times?.expiresAt;
  return until && now < until ? { until } : {};
}

/** The token in a Secret, if it is one of the ServiceAccount. Of one that this run was given it knows the times by its own clock. */
function publishedToken({ newToken, accountUid, refused }: PlanInput, live: KubernetesObject): NewToken | undefined {
  const token = tokenOf(live);
  if (token === undefined || token === refused || !isOfAccount(token, accountUid)) return undefined;
  return { token, times: (newToken?.token === token ? newToken.times : undefined) ?? timesOfStored(token, live) };
}

/** The token in a Secret; undefined where it holds none. */
export function tokenOf(secret: KubernetesObject): string | undefined {
  const kubeconfig = parseKubeconfig(decoded(secret, 'kubeconfig') ?? '');
  return kubeconfig && tokenIn(kubeconfig);
}

function isYoung({ times }: NewToken, now: Date): boolean {
  return times === undefined || now < times.renewAt;
}

/** A token of a ServiceAccount that was deleted is good for nothing, also when there is one of that name again. */
function isOfAccount(token: string, accountUid: string | undefined): boolean {
  return accountUid !== undefined && claimsOf(token)?.serviceAccountUid === accountUid;
}

function planned(
  kubeconfig: Kubeconfig,
  live: KubernetesObject | undefined,
  ref: ObjectRef,
  times: TokenTimes | undefined,
): Extract<ConnectionPlan, { readonly kind: 'write' | 'unchanged' }> {
  const former = live && decoded(live, 'kubeconfig');
  const text = kubeconfigText(kubeconfig, former);
  const secret = secretWith(text, live, ref, times);
  const known = times ? { times } : {};
  return text === former ? { kind: 'unchanged', secret, ...known } : { kind: 'write', secret, kubeconfig, ...known };
}

function secretWith(text: string, live: KubernetesObject | undefined, ref: ObjectRef, times: TokenTimes | undefined): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: ref.name,
      ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
      ...(times ? { annotations: tokenAnnotations(times) } : {}),
    },
    // The API server lets nobody change it.
    type: textAt(live, 'type') ?? 'Opaque',
    data: { kubeconfig: Buffer.from(text).toString('base64') },
  };
}

/** The Secret of a connection that cannot be judged now, as it was written: it stays. */
export function keptSecret(live: KubernetesObject): KubernetesObject {
  const text = decoded(live, 'kubeconfig') ?? '';
  const token = tokenOf(live);
  return secretWith(text, live, refOf(live), token === undefined ? undefined : timesOfStored(token, live));
}

function foreignSecret(ref: ObjectRef): PlatformMeshError {
  return new PlatformMeshError(
    'foreign-secret',
    `${describeObject(ref)}: it exists, and holds something else than a kubeconfig of the platform`,
    {
      hint: 'give the connection another Secret, delete this one, or overwrite it with --force-conflicts',
    },
  );
}
