import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Resource } from '../../imports/resource-delivery.ocm.software.js';

/** Props of a {@link ReferencedResource}. */
export interface ReferencedResourceProps {
  /** Name of the Resource object. */
  readonly name: string;
  /** Namespace of the Resource object. */
  readonly namespace: string;
  /** Name of the OCM `Component` object, in the same namespace. */
  readonly component: string;
  /** Name of the OCM `Repository` object whose configuration is used, in the same namespace. */
  readonly repository: string;
  /** The references to follow from the component, each by its name. */
  readonly referencePath: readonly { readonly name: string | number | boolean }[];
  /** The resource in the component at the end of the path. */
  readonly resource: { readonly name: string; readonly type?: string };
  /**
   * Publish registry, repository, tag and digest of an image in `status.additional`, so that whoever deploys it can
   * point to the registry that the component was transferred into.
   * @default false
   */
  readonly localized?: boolean;
  /** Labels of the Resource object. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Resource object. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The parts of an image reference, as the OCM controller's CEL reads them. */
const IMAGE_PARTS = Object.fromEntries(
  ['registry', 'repository', 'tag', 'digest'].map((part) => [part, `resource.access.imageReference.toOCI().${part}`]),
);

/**
 * An OCM Resource that is found by following references from a component.
 *
 * @example
 * new ReferencedResource(chart, 'portal-chart', {
 *   name: 'portal-chart', namespace: 'mesh', component: 'platform-mesh', repository: 'platform-mesh',
 *   referencePath: [{ name: 'portal' }, { name: 'chart' }], resource: { name: 'chart' },
 * });
 */
export class ReferencedResource extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: ReferencedResourceProps) {
    super(scope, id);
    // The generated class demands a policy for the configuration, which the controller itself defaults.
    this.object = new ApiObject(this, 'Resource', {
      ...Resource.GVK,
      metadata: {
        name: props.name,
        namespace: props.namespace,
        ...(props.labels ? { labels: props.labels } : {}),
        ...(props.annotations ? { annotations: props.annotations } : {}),
      },
      spec: {
        componentRef: { name: props.component },
        ocmConfig: [{ apiVersion: Resource.GVK.apiVersion, kind: 'Repository', name: props.repository, namespace: props.namespace }],
        resource: { byReference: { referencePath: props.referencePath, resource: props.resource } },
        ...(props.localized === true ? { additionalStatusFields: IMAGE_PARTS } : {}),
      },
    });
  }
}
