import { selectorText } from './label-selector.js';
import { INFRA } from './observation.js';
import type { WaitEntry } from './wait-entry.js';

/** What a platform cannot do without, whatever `spec.wait` says. */
export interface Prerequisites {
  /** What the platform needs of Istio. @default - nothing */
  readonly istio?: Istio;
}

/** What a platform needs of Istio: the release of its control plane, and sidecars. */
export interface Istio {
  /** Pods that need a sidecar, on the infra cluster. @default - none */
  readonly pods?: {
    readonly namespace: string;
    /** Labels that such pods have. */
    readonly labels: Readonly<Record<string, string>>;
  };
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
/** The container of a sidecar. */
const SIDECAR = 'istio-proxy';

/** The waits for Istio, if the platform needs it: its release, and the sidecars of the selected pods. A missing object is not ready. */
export function prerequisiteEntries({ istio }: Prerequisites, { namespace, technology }: IstioPlace): readonly WaitEntry[] {
  if (!istio) return [];
  const release: WaitEntry = { ...RELEASE[technology], target: INFRA, namespace, name: ISTIOD, criterion: { by: 'kind' }, minimum: 1 };
  return [release, ...(istio.pods ? [sidecars(istio.pods)] : [])];
}

function sidecars({ namespace, labels }: NonNullable<Istio['pods']>): WaitEntry {
  const selector = { matchLabels: labels };
  const labelSelector = selectorText(selector);
  return {
    target: INFRA,
    group: '',
    versions: ['v1'],
    kind: 'Pod',
    namespace,
    selector,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    criterion: { by: 'container', name: SIDECAR },
    minimum: 1,
  };
}

const RELEASE = {
  fluxcd: { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease' },
  argocd: { group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Application' },
} as const;
