import type { PlatformMeshSpec } from '../resources/index.js';
import type { Settings } from '../settings.js';
import type { FeatureToggleName } from './resolve/feature-toggles.js';
import type { Provenance } from './overlay/provenance.js';

/** What delivers a component: Flux or Argo CD. */
export type Technology = 'fluxcd' | 'argocd';

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The values of a Helm chart. */
export type HelmValues = { readonly [key: string]: Json };

/** Where users reach the platform. */
export interface Exposure {
  /** @default 'portal.localhost' */
  readonly baseDomain: string;
  /** @default 8443 */
  readonly port: number;
  /** @default 'https' */
  readonly protocol: 'http' | 'https';
  /** The domain with its port; without it for 80 and 443. */
  readonly baseDomainPort: string;
  /** The domain with its port; without it for 443. */
  readonly baseDomainWithPort: string;
}

/**
 * The resolved result of `PlatformMesh`, profile and settings.
 *
 * It is frozen and complete: nothing that reads it needs YAML, templates, flags or defaults.
 */
export interface Blueprint {
  /** Name and namespace of the `PlatformMesh`. */
  readonly instance: { readonly name: string; readonly namespace: string };
  /** Where users reach the platform. */
  readonly exposure: Exposure;
  /** What flags decided. */
  readonly settings: Settings;
  /** Present when Argo CD delivers the infra components: the project that all Applications belong to. */
  readonly argoProject?: ArgoProject;
  /** Infra components in the order of the table of descriptors, then services by name; enabled ones only. */
  readonly components: readonly Component[];
  /** What the user adds to kcp. */
  readonly kcp: KcpTopology;
  /** The features that are switched on, in the order of the registry. */
  readonly toggles: readonly FeatureToggleName[];
  /** What has to be ready before the platform is. @default - everything that it deploys */
  readonly wait?: NonNullable<PlatformMeshSpec['wait']>;
  /** Where each value came from. */
  readonly provenance: Provenance;
}

/** What the user adds to the workspaces of the platform. */
export interface KcpTopology {
  /** Workspaces beside the built-in ones, parents first. */
  readonly extraWorkspaces: readonly ExtraWorkspace[];
  /** Exports that new workspaces of a type are bound to, beside the built-in ones. */
  readonly extraDefaultApiBindings: readonly ExtraDefaultApiBinding[];
  /** The kubeconfigs for kcp that are written for services. */
  readonly connections: readonly KcpConnection[];
}

/** A kubeconfig for kcp, in a Secret of the runtime cluster. */
export interface KcpConnection {
  /** Name of the Secret. */
  readonly secret: string;
  /** Namespace of the Secret. @default - `platform-mesh-system` for an administrator, else that of kcp */
  readonly namespace?: string;
  /** Path of the workspace; may be empty for an administrator. */
  readonly path: string;
  /** What it leads to, and by which rights. */
  readonly access: ConnectionAccess;
  /** Whether a service of the platform needs it, and not the user. */
  readonly isBuiltIn: boolean;
  /** Whether it is used from outside of the cluster. */
  readonly isExternal: boolean;
}

/** What a kubeconfig leads to, and by which rights. */
export type ConnectionAccess =
  /** The administrator of kcp, at an endpoint slice, at a literal path, or else at the workspace. */
  | { readonly kind: 'admin'; readonly endpointSlice?: string; readonly rawPath?: string }
  /** An APIExport, at the URL of its endpoint slice. */
  | { readonly kind: 'endpoint-slice'; readonly name: string }
  /** APIExports, at the workspace. */
  | { readonly kind: 'exports'; readonly names: readonly string[] }
  /** The workspaces of a type that are being made, or deleted. */
  | { readonly kind: 'workspace-type'; readonly name: string; readonly virtualWorkspace: 'initializing' | 'terminating' }
  /** The input does not say; such a connection cannot work. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** A workspace beside the built-in ones. */
export interface ExtraWorkspace {
  /** Path of the workspace that it lies in. */
  readonly parent: string;
  /** Name of the workspace. */
  readonly name: string;
  /** Its type, and the path of the workspace that the type lies in. */
  readonly type: { readonly name: string; readonly path: string };
}

/** An export that new workspaces of a type are bound to. */
export interface ExtraDefaultApiBinding {
  /** The type, by the path of its workspace and its name: `root:org`. */
  readonly workspaceTypePath: string;
  /** Name of the APIExport. */
  readonly export: string;
  /** Path of the workspace of the APIExport. */
  readonly path: string;
}

/** The Argo CD project of the platform. */
export interface ArgoProject {
  /** URL of the API server that Applications are deployed to. */
  readonly destinationServer: string;
}

/** One thing that is deployed: an infra component or a service. */
export interface Component {
  /** Name of the release, the Application and the chart source. */
  readonly name: string;
  /** Its key in the profile: `certManager`, `portal`. */
  readonly key: string;
  /** The part of the profile that it stands in; infra comes first. */
  readonly section: 'infra' | 'services';
  /** What deploys it. */
  readonly technology: Technology;
  /** Where its chart, or its folder of manifests, is found. */
  readonly source: ChartSource;
  /** How it is deployed; `none` when only its OCM Resources are wanted. */
  readonly release: ReleaseSettings | 'none';
  /** The OCM Resources of its chart and its images. */
  readonly ocm: { readonly chart?: OcmResource; readonly images: readonly OcmResource[] };
}

/** Where the chart, or the folder of manifests, is found. */
export type ChartSource = OciSource | HelmRepoSource | GitSource | KustomizationSource;

interface RemoteSource {
  /**
   * URL of the repository, for Argo CD; Flux reads it from a source object.
   * @default - resolved from the OCM Resource
   */
  readonly repoURL?: string;
  /**
   * Version, tag or branch, for Argo CD.
   * @default - resolved from the OCM Resource
   */
  readonly revision?: string;
}

/** A chart in an OCI registry: Flux's `OCIRepository` of the component's name. */
export interface OciSource extends RemoteSource {
  /** A chart in an OCI registry. */
  readonly kind: 'oci';
  /** Name of the chart. */
  readonly chart: string;
}

/** A chart in a Helm repository: Flux's `HelmRepository` of the component's name. */
export interface HelmRepoSource extends RemoteSource {
  /** A chart in a Helm repository. */
  readonly kind: 'helm';
  /** Name of the chart. */
  readonly chart: string;
}

/** A chart in a Git repository: Flux's `GitRepository` of the component's name. */
export interface GitSource extends RemoteSource {
  /** A chart in a Git repository. */
  readonly kind: 'git';
  /** Folder of the chart within the repository. */
  readonly path: string;
}

/** A folder of manifests in a Git repository: a Flux `Kustomization`, or an Argo CD Application with a path. */
export interface KustomizationSource extends RemoteSource {
  /** A folder of manifests in a Git repository. */
  readonly kind: 'kustomization';
  /** @default - resolved from the OCM Resource (Argo CD only) */
  readonly path?: string;
}

/** A release that must be ready first. */
export interface Dependency {
  /** Name of the release. */
  readonly name: string;
  /** @default - the namespace of the release itself */
  readonly namespace?: string;
  /** What else the technology knows, such as Flux's `readyExpr`; it is written as it stands. */
  readonly [field: string]: Json | undefined;
}

/** How a component is deployed. What only one technology knows says so. */
export interface ReleaseSettings {
  /** The namespace that the chart is installed into. */
  readonly targetNamespace: string;
  /** @default - none, the chart's own */
  readonly values?: HelmValues;
  /** Flux: time between two checks, as a Go duration. */
  readonly interval: string;
  /** Flux: how long Helm may take, as a Go duration. */
  readonly timeout: string;
  /** Flux: create the target namespace. @default false */
  readonly createNamespace?: boolean;
  /** Flux: install nothing until somebody resumes the release. @default false */
  readonly suspend?: boolean;
  /** Flux: releases that come first. @default - the field is absent */
  readonly dependsOn?: readonly Dependency[];
  /** Argo CD: sync wave. */
  readonly wave: number;
  /** Argo CD: leave out the chart's CRDs. @default false */
  readonly skipCrds?: boolean;
  /** Argo CD: fields that may differ, as in the Application's own `ignoreDifferences`. */
  readonly ignoreDifferences?: readonly Json[];
  /** Argo CD: sync options, complete. */
  readonly syncOptions: readonly string[];
  /** Argo CD: URL of the API server that is deployed to. */
  readonly destinationServer: string;
}

/** One element on the way through a component's references. */
export interface ReferencePathElement {
  /** Text, unless YAML read it as something else; it is written as it was read. */
  readonly name: string | number | boolean;
  readonly [field: string]: Json;
}

/** An OCM `Resource`: a chart, an image or manifests within an OCM component version. */
export interface OcmResource {
  /** Name of the Resource object. */
  readonly name: string;
  /** Name of the OCM `Component` object, in the instance's namespace. */
  readonly component: string;
  /** Name of the OCM `Repository` object, in the instance's namespace. */
  readonly repository: string;
  /** The references to follow from the component. */
  readonly referencePath: readonly ReferencePathElement[];
  /** Name of the resource at the end of the path. */
  readonly resource: string;
  /** Type of the resource, where the name alone does not tell. */
  readonly resourceType?: string;
  /** Labels of the Resource object. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of the Resource object: what the resource is for, and where in the values its tag goes. */
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * Write registry, repository, tag and digest of the image into the status and into the values, so that the image can come
   * from a private registry.
   */
  readonly localized: boolean;
  /** The chart is known to have a field for the digest of a localized image, beside the tag. @default false */
  readonly hasDigestField?: boolean;
}
