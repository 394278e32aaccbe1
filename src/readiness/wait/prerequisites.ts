import { INFRA } from './observation.js';
import type { WaitEntry } from './wait-entry.js';

/** What a platform cannot do without, whatever `spec.wait` says. */
export interface Prerequisites {
  /** kcp, which the platform runs on. */
  readonly kcp: {
    /** Its namespace on the runtime cluster. */
    readonly namespace: string;
    /** Name of the RootShard. */
    readonly rootShard: string;
    /** Name of the FrontProxy. */
    readonly frontProxy: string;
  };
  /** Whether the platform needs Istio. @default false */
  readonly istio?: boolean;
}

/** Where Istio is delivered. */
export interface IstioPlace {
  /** Namespace of the instance. */
  readonly namespace: string;
  /** Technology of the infra components. */
  readonly technology: keyof typeof RELEASE;
}

/** The release of the control plane of Istio: a service of this name, or one that was there before. */
const ISTIOD = 'istio-istiod';

/**
 * kcp's root shard and front proxy, where the runtime cluster knows their kinds, and the release of Istio, where the
 * platform needs it. A missing object is waited for.
 */
export function prerequisiteEntries({ kcp, istio = false }: Prerequisites, { namespace, technology }: IstioPlace): readonly WaitEntry[] {
  const parts = [kcpPart('RootShard', kcp.namespace, kcp.rootShard), kcpPart('FrontProxy', kcp.namespace, kcp.frontProxy)];
  return istio
    ? [...parts, { ...RELEASE[technology], target: INFRA, namespace, name: ISTIOD, criterion: { by: 'kind' }, minimum: 1 }]
    : parts;
}

const RELEASE = {
  fluxcd: { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease' },
  argocd: { group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Application' },
} as const;

function kcpPart(kind: string, namespace: string, name: string): WaitEntry {
  return {
    target: 'runtime',
    group: 'operator.kcp.io',
    versions: ['v1alpha1'],
    kind,
    namespace,
    name,
    criterion: { by: 'condition', type: 'Available', status: 'True' },
    minimum: 1,
    onlyIfServed: true,
  };
}
