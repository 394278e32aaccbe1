import { service, type MeshInput } from '../mesh.ts';

/** Who is killed. */
export type Victim = 'run' | 'one of two runs' | 'both runs' | 'API server' | 'etcd';

/** A run that is killed, and what is there before it. */
export interface Scenario {
  readonly title: string;
  readonly kills: { readonly short: number; readonly long: number };
  readonly victim: Victim;
  /** How what is there came: applied by us, by kubectl, or not at all. @default - nothing is there */
  readonly before?: { readonly by: 'apply' | 'kubectl apply' | 'kubectl apply --server-side'; readonly input: MeshInput };
  /** What the run does. @default 'apply' */
  readonly verb?: 'apply' | 'delete';
  /** What is desired by the run that is killed. */
  readonly desired: MeshInput;
  /** What is desired by the runs after it. @default - the same */
  readonly afterwards?: MeshInput;
  /** Whether OCM, Flux and Argo CD are played, and runs wait until the platform is ready. @default false */
  readonly isPlayed?: boolean;
  /** Whether another platform is in the namespace. @default false */
  readonly hasNeighbour?: boolean;
  /** Releases whose workload stays the very same. @default - none */
  readonly keeps?: readonly string[];
}

function three(values: object): MeshInput['services'] {
  return {
    openfga: service({ replicas: 1, ...values }),
    portal: service({ replicas: 1, ...values }, { dependsOn: [{ name: 'openfga' }] }),
    docs: service(values),
  };
}

const FLUX: MeshInput = { services: three({ host: 'a' }), resolved: false };
const ARGO: MeshInput = { ...FLUX, technology: 'argocd' };
const ALL = ['openfga', 'portal', 'docs'];

/** What changes, adds and takes away something of `FLUX`. */
const CHANGED: MeshInput = {
  resolved: false,
  services: { openfga: service({ replicas: 1, host: 'a' }), portal: service({ replicas: 2 }), search: service() },
};

const KNOWN: MeshInput = { services: three({ host: 'a' }) };
const KNOWN_OLD: MeshInput = { services: three({ host: 'old', old: true, image: { tag: 'old' } }) };
const KNOWN_CHANGED: MeshInput = { ...CHANGED, resolved: true };

const SIX: MeshInput = {
  resolved: false,
  services: {
    ...three({}),
    search: service({}, { dependsOn: [{ name: 'portal' }] }),
    iam: service({}, { dependsOn: [{ name: 'search' }] }),
    billing: service({}, { dependsOn: [{ name: 'search' }, { name: 'iam' }] }),
  },
};

/** Every scenario. The kills of the short form are for each run of CI. */
export const SCENARIOS: readonly Scenario[] = [
  { title: 'a first apply', kills: { short: 5, long: 24 }, victim: 'run', desired: KNOWN, hasNeighbour: true },
  {
    title: 'a take-over from kubectl apply',
    kills: { short: 3, long: 14 },
    victim: 'run',
    before: { by: 'kubectl apply', input: KNOWN_OLD },
    desired: KNOWN,
  },
  {
    title: 'a take-over from kubectl apply --server-side',
    kills: { short: 3, long: 14 },
    victim: 'run',
    before: { by: 'kubectl apply --server-side', input: KNOWN_OLD },
    desired: KNOWN,
  },
  {
    title: 'a hand-over from Flux to Argo CD',
    kills: { short: 5, long: 24 },
    victim: 'run',
    before: { by: 'apply', input: FLUX },
    desired: ARGO,
    isPlayed: true,
    keeps: ALL,
  },
  {
    title: 'a hand-over from Flux to Argo CD that is called off',
    kills: { short: 3, long: 16 },
    victim: 'run',
    before: { by: 'apply', input: FLUX },
    desired: ARGO,
    afterwards: FLUX,
    isPlayed: true,
  },
  {
    title: 'a hand-over from Argo CD to Flux',
    kills: { short: 4, long: 20 },
    victim: 'run',
    before: { by: 'apply', input: ARGO },
    desired: FLUX,
    isPlayed: true,
  },
  {
    title: 'a prune of half a platform',
    kills: { short: 4, long: 20 },
    victim: 'run',
    before: { by: 'apply', input: SIX },
    desired: { ...SIX, services: three({}) },
    isPlayed: true,
    hasNeighbour: true,
    keeps: ALL,
  },
  {
    title: 'two runs at once, one of which is killed',
    kills: { short: 3, long: 16 },
    victim: 'one of two runs',
    before: { by: 'apply', input: KNOWN },
    desired: KNOWN_CHANGED,
  },
  {
    title: 'two runs at once, both of which are killed',
    kills: { short: 2, long: 10 },
    victim: 'both runs',
    before: { by: 'apply', input: KNOWN },
    desired: KNOWN_CHANGED,
  },
  {
    title: 'a delete',
    kills: { short: 4, long: 18 },
    victim: 'run',
    before: { by: 'apply', input: FLUX },
    verb: 'delete',
    desired: FLUX,
    isPlayed: true,
    hasNeighbour: true,
  },
  {
    title: 'an apply whose API server is killed',
    kills: { short: 2, long: 12 },
    victim: 'API server',
    before: { by: 'apply', input: FLUX },
    desired: CHANGED,
    isPlayed: true,
    keeps: ['openfga', 'portal'],
  },
  {
    title: 'an apply whose etcd is killed',
    kills: { short: 2, long: 12 },
    victim: 'etcd',
    before: { by: 'apply', input: FLUX },
    desired: CHANGED,
    isPlayed: true,
    keeps: ['openfga', 'portal'],
  },
];
