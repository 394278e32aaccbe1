import type { Target } from '../../charts/index.js';
import type { Component, Exposure, Technology } from '../../profile/index.js';
import type { ManifestId } from './manifest-id.js';
import type { ApiExportNode, KcpEdge, WorkspaceNode, WorkspaceTypeNode } from '../kcp/kcp-graph.js';

/** A platform as nodes and edges: plain data, frozen, in the order in which a platform is delivered. */
export interface Graph {
  /** Which platform it is. */
  readonly instance: GraphInstance;
  /** Where its manifests go, `infra` and `runtime` first. */
  readonly targets: readonly GraphTarget[];
  /** What is deployed, in the order of the Blueprint. */
  readonly components: readonly ComponentNode[];
  /** The OCM Resources of all components. */
  readonly resources: readonly ResourceNode[];
  /** Releases that components wait for and that the platform does not deploy. */
  readonly externals: readonly ExternalNode[];
  /** The workspaces of kcp that the platform makes, uses or names, each before those that lie in it. */
  readonly workspaces: readonly WorkspaceNode[];
  /** The types of workspaces, those of the platform first. */
  readonly workspaceTypes: readonly WorkspaceTypeNode[];
  /** The exports, those of the platform first. */
  readonly apiExports: readonly ApiExportNode[];
  /** What waits for what, then what feeds what, then what belongs together in kcp. */
  readonly edges: readonly GraphEdge[];
  /** Manifests that belong to no component: the Argo CD project, and all that goes into kcp. */
  readonly others: readonly ManifestId[];
}

/** The platform itself. */
export interface GraphInstance {
  /** Name of the `PlatformMesh`. */
  readonly name: string;
  /** Namespace of the `PlatformMesh`. */
  readonly namespace: string;
  /** Where users reach it, such as `portal.localhost:8443`. */
  readonly domain: Exposure['baseDomainPort'];
}

/** A cluster or a workspace that manifests go to. */
export interface GraphTarget {
  /** As the charts name it. */
  readonly id: Target;
  /** Such as `Infra cluster`, or the path of a workspace. */
  readonly title: string;
  /** What it is here, such as `where Flux runs`; empty when there is nothing to say. */
  readonly note: string;
  /** How many manifests of each kind go there, by kind. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

/** A component of the platform. */
export interface ComponentNode {
  /** Unique among all nodes: `component/portal`. */
  readonly id: string;
  readonly kind: 'component';
  readonly name: string;
  /** Its key in the profile. */
  readonly key: string;
  /** The part of the profile that it stands in. */
  readonly section: Component['section'];
  /** What delivers it. */
  readonly technology: Technology;
  /** Where its chart comes from, such as `OCM platform-mesh/portal/chart` or `https://charts.example.com portal 1.2`. */
  readonly source: string;
  /** What is found there. */
  readonly sourceKind: Component['source']['kind'];
  /** Where its release is written; its OCM Resources when it has no release. */
  readonly target: Target;
  /** The namespace that it is installed into. @default - it is not installed, or its manifests say it themselves */
  readonly namespace?: string;
  /**
   * Components of a lower wave come first: the sync wave of Argo CD, the longest way through `dependsOn` for Flux.
   * @default - it has no release
   */
  readonly wave?: number;
  /** The release is suspended: nothing is installed until it is resumed. */
  readonly suspended: boolean;
  /** False when only its OCM Resources are wanted. */
  readonly hasRelease: boolean;
  /** Its release first, then its OCM Resources. */
  readonly manifests: readonly ManifestId[];
}

/** An OCM Resource: a chart or an image within an OCM component version. */
export interface ResourceNode {
  /** Unique among all nodes: `resource/portal-chart`. */
  readonly id: string;
  readonly kind: 'resource';
  readonly name: string;
  readonly artifact: 'chart' | 'image';
  /** Name of the OCM component. */
  readonly component: string;
  /** Names of the references to follow from there. */
  readonly referencePath: readonly string[];
  /** Name of the resource at the end of the path. */
  readonly resource: string;
  /** Where in the values its tag is written, such as `webhook.image.tag`. @default - nothing is said */
  readonly tagPath?: string;
  readonly target: Target;
}

/** A release that is waited for and that the platform does not deploy. */
export interface ExternalNode {
  /** Unique among all nodes: `external/monitoring/prometheus`. */
  readonly id: string;
  readonly kind: 'external';
  readonly name: string;
  readonly namespace: string;
  /** It would have to be a release of the platform, but is not enabled. */
  readonly missing: boolean;
}

/** From a component to the release that it waits for. */
export interface DependencyEdge {
  readonly kind: 'dependsOn';
  /** Id of the component that waits. */
  readonly from: string;
  /** Id of the component or the external release that it waits for. */
  readonly to: string;
  /**
   * What the technology makes of it: `waits` until it is ready; `stuck`, since Flux finds no HelmRelease of that name;
   * `unordered`, since the waves of Argo CD do not say so.
   */
  readonly effect: 'waits' | 'stuck' | 'unordered';
}

/** From an OCM Resource to the component whose chart or image tag it provides. */
export interface FeedEdge {
  readonly kind: 'feeds';
  readonly from: string;
  readonly to: string;
}

/** Any edge. */
export type GraphEdge = DependencyEdge | FeedEdge | KcpEdge;

/** A technology as people write it. */
export const TECHNOLOGY_TITLES: Readonly<Record<Technology, string>> = { fluxcd: 'Flux', argocd: 'Argo CD' };

/** A section as people write it. */
export const SECTION_TITLES: Readonly<Record<ComponentNode['section'], string>> = { infra: 'Infra components', services: 'Services' };
