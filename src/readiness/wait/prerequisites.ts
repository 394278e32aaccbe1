import { INFRA } from './observation.js';
import type { WaitEntry } from './wait-entry.js';

/** What a platform cannot do without, whatever `spec.wait` says. */
export interface Prerequisites {
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

/** The release of Istio, where the platform needs it. A missing object is waited for. */
export function prerequisiteEntries({ istio = false }: Prerequisites, { namespace, technology }: IstioPlace): readonly WaitEntry[] {
  if (!istio) return [];
  return [{ ...RELEASE[technology], target: INFRA, namespace, name: ISTIOD, criterion: { by: 'kind' }, minimum: 1 }];
}

const RELEASE = {
  fluxcd: { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease' },
  argocd: { group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Application' },
} as const;
