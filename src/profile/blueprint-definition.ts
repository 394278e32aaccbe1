import type { Settings } from '../settings.js';
import type { Exposure, ExtraDefaultApiBinding, Json, Technology } from './blueprint.js';
import type { FeatureToggleName } from './resolve/feature-toggles.js';
import type { InfraKey } from './resolve/infra-components.js';

/** A value as JSON has it; what is undefined counts as not written, so that values may depend on a condition. */
export type DefinedJson = string | number | boolean | null | undefined | readonly DefinedJson[] | { readonly [key: string]: DefinedJson };

/** The values of a Helm chart as a definition writes them. A null reaches Helm, which deletes the chart's default by it. */
export type DefinedValues = { readonly [key: string]: DefinedJson };

/** A platform as TypeScript writes it: what a `PlatformMesh` says, and a profile without templates. */
export interface BlueprintDefinition<Service extends string = string> {
  /** Name of the platform. */
  readonly name: string;
  /** Namespace that it is installed into. */
  readonly namespace: string;
  /** Where users reach it. @default - as `defineExposure()` has it */
  readonly exposure?: ExposureDefinition | Exposure;
  /** The other cluster, if there is one. @default - one cluster for everything */
  readonly settings?: Settings;
  /** What is added to kcp. @default - nothing */
  readonly kcp?: KcpDefinition;
  /** Features that are switched on. @default - none */
  readonly featureToggles?: readonly FeatureToggleName[];
  /** Infra components by their keys, and what they share. @default - none */
  readonly infra?: SectionDefinition & { readonly [Key in InfraKey]?: InfraComponentDefinition | undefined };
  /** Services, and what they share. @default - none */
  readonly components?: ServicesSectionDefinition & {
    readonly services?: { readonly [Name in Service]?: ServiceDefinition<NoInfer<Service>> | undefined };
  };
}

/** What is added to the workspaces of a platform. */
export interface KcpDefinition {
  /** Workspaces beside the built-in ones; a type that is a name lies in `root`. @default - none */
  readonly extraWorkspaces?: readonly { readonly path: string; readonly type: string | { readonly name: string; readonly path: string } }[];
  /** Exports that new workspaces of a type are bound to. @default - none */
  readonly extraDefaultApiBindings?: readonly ExtraDefaultApiBinding[];
}

/** Where users reach a platform. */
export interface ExposureDefinition {
  /** @default 'portal.localhost' */
  readonly baseDomain?: string;
  /** @default 8443 */
  readonly port?: number;
  /** @default 'https' */
  readonly protocol?: 'http' | 'https';
}

/** What a section says for all of its components. */
export interface SectionDefinition {
  /** What delivers the section. @default 'fluxcd' */
  readonly deploymentTechnology?: Technology;
  /** Argo CD: URL of the API server that is deployed to. @default - the cluster of Argo CD itself */
  readonly destinationServer?: string;
  /** Where charts and images come from. @default - Repository and Component `platform-mesh`, without a path */
  readonly ocm?: OcmObjects & {
    /** References from the component to the one that holds the charts. @default - none */
    readonly referencePath?: ReferencePath;
  };
}

/** What services share. */
export interface ServicesSectionDefinition extends SectionDefinition {
  /** Flux: how long Helm may take, as a Go duration. @default '15m' */
  readonly timeout?: string;
  /** Publish registry, repository, tag and digest of every image, so that values can point to a private registry. @default false */
  readonly imageLocalization?: boolean;
}

/** The OCM objects that Resources refer to; they have to be there already. */
export interface OcmObjects {
  /** The OCM Repository. @default - the section's, else `platform-mesh` */
  readonly repo?: { readonly name: string };
  /** The OCM Component. @default - the section's, else `platform-mesh` */
  readonly component?: { readonly name: string };
}

/** References on the way through an OCM component. */
export type ReferencePath = readonly { readonly name: string }[];

/** What infra components and services have in common. */
export interface ComponentDefinition {
  /** Deploy it; false keeps a component in the program that one platform does without. @default true */
  readonly enabled?: boolean;
  /** Namespace that it is installed into. @default - that of the platform */
  readonly targetNamespace?: string;
  /** Values of the Helm chart. @default - the chart's own */
  readonly values?: DefinedValues;
  /** Argo CD: URL of the chart repository. @default - resolved from the OCM Resource, or the one that the component is known by */
  readonly repoURL?: string;
  /** Argo CD: leave out the chart's CRDs. @default false */
  readonly skipCrds?: boolean;
  /** Argo CD: fields that may differ, as in an Application. @default - none */
  readonly ignoreDifferences?: readonly DefinedValues[];
  /** Argo CD: sync options; they replace the default ones, all of them. @default - `CreateNamespace=true` and what the component needs */
  readonly syncOptions?: readonly string[];
  /** Argo CD: sync wave. @default - 0 for infra; for a service one more than the last of `dependsOn` */
  readonly syncWave?: number;
}

/** An infra component; not every one reads every field. */
export interface InfraComponentDefinition extends ComponentDefinition {
  /** Name of the release, of its source and of its OCM Resource. @default - `cert-manager` for `certManager`, and so on */
  readonly name?: string;
  /** Flux: time between two checks, as a Go duration. @default '5m' */
  readonly interval?: string;
  /** Name of the resource within the OCM component. @default - the component's own */
  readonly ocmResourceName?: string;
  /** Last element of the reference path. @default - the name of the release */
  readonly ocmComponentName?: string;
  /** Argo CD: version of the chart. @default - the component's own */
  readonly targetRevision?: string;
  /** For components that are folders of manifests. @default - none of it is set */
  readonly kustomization?: {
    /** Flux: time between two checks, as a Go duration. @default '5m' */
    readonly interval?: string;
    /** Folder within the Git repository. @default - its root */
    readonly path?: string;
    /** Argo CD: `Skip` tolerates kinds that are not there yet. @default - they are an error */
    readonly install?: { readonly crds?: 'Skip' };
  };
}

/** A service. `Service` are the names of all services of the platform. */
export interface ServiceDefinition<Service extends string = string> extends ComponentDefinition {
  /**
   * What comes first: services of this platform by their names; an infra component by the name of its release, as in
   * `{ name: 'cert-manager' }`; a release elsewhere with its namespace. Flux waits for them, Argo CD gets a later wave.
   * @default - nothing
   */
  readonly dependsOn?: readonly (Service | DependencyDefinition)[];
  /** Make its OCM Resources, but no release. @default false */
  readonly skipHelmRelease?: boolean;
  /** Flux: install nothing until somebody resumes the release. @default false */
  readonly suspend?: boolean;
  /** The chart is in a Helm repository instead of an OCI registry. @default false */
  readonly helmRepo?: boolean;
  /** Name of the chart in the Helm repository. @default - the service's name */
  readonly chart?: string;
  /** The chart is in a Git repository instead of an OCI registry. @default false */
  readonly gitRepo?: boolean;
  /** Folder of the chart in the Git repository. @default - the service's name */
  readonly path?: string;
  /** Argo CD: version, tag or branch of the chart. @default - resolved from the OCM Resource; `*` for Helm, `HEAD` for Git */
  readonly version?: string;
  /** Where its chart comes from; its images come from the section's. @default - the section's */
  readonly ocm?: OcmObjects;
  /** The OCM Resource of its chart. */
  readonly chartResources?: { readonly annotations?: Readonly<Record<string, string>> };
  /** The whole way to the chart through the OCM component. @default - made of the section's path, `referencePath` and `chart` */
  readonly absoluteReferencePath?: ReferencePath;
  /** The way between the section's path and the last element. @default - the service's name */
  readonly referencePath?: ReferencePath;
  /** The reference path ends without the element `chart` or `image`. @default false */
  readonly external?: boolean;
  /** Its images, an OCM Resource for each. @default - none */
  readonly imageResources?: readonly ImageDefinition[];
}

/** A release that comes first. */
export interface DependencyDefinition {
  /** Name of the release. */
  readonly name: string;
  /** Its namespace. @default - that of the platform */
  readonly namespace?: string;
  /** What else Flux knows, such as `readyExpr`; it is written as it stands. */
  readonly [field: string]: Json | undefined;
}

/** An image of a service. */
export interface ImageDefinition {
  /** Name of the Resource object; no two of a platform may have the same. @default - the service's name and `-image` */
  readonly name?: string;
  /** Labels of the Resource object. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the image is for, and where its tag goes in the values. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Name of the resource within the OCM component. @default 'image' */
  readonly resource?: string;
  /** The whole way to the image through the OCM component. @default - made of the section's path, `referencePath` and `image` */
  readonly absoluteReferencePath?: ReferencePath;
  /** The way between the section's path and the last element. @default - the service's */
  readonly referencePath?: ReferencePath;
}
