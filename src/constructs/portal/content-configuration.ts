import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { contentFor } from '../kcp/api-export.js';
import type { NavigationNode, NavigationTexts } from './navigation.js';

/** Props of a {@link ContentConfiguration}. */
export interface ContentConfigurationProps {
  /** Name of the object. */
  readonly name: string;
  /** The entity whose pages it belongs to, such as `main`. */
  readonly entity: string;
  /**
   * Name of the content within the portal.
   * @default - the name of the object
   */
  readonly contentName?: string;
  /**
   * When the content was made, in RFC 3339.
   * @default - not told
   */
  readonly creationTimestamp?: string;
  /** The pages. */
  readonly nodes: readonly NavigationNode[];
  /** @default - none */
  readonly texts?: readonly NavigationTexts[];
  /**
   * The export that the pages are about: they are shown where it is bound. The export has to be `inPortal`.
   * @default - none; the platform's own pages are shown everywhere
   */
  readonly contentFor?: { readonly name: string };
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Pages of the portal: nodes of its navigation, carried as the JSON text that the portal reads.
 *
 * @example
 * new ContentConfiguration(chart, 'widgets', {
 *   name: 'widgets', entity: 'main',
 *   nodes: [{ entityType: 'main', pathSegment: 'widgets', label: 'Widgets', url: 'https://{context.organization}.example.com/widgets' }],
 * });
 */
export class ContentConfiguration extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: ContentConfigurationProps) {
    super(scope, id);
    const { name, entity, contentName, creationTimestamp, nodes, texts, contentFor: about, labels } = props;
    const content = { name: contentName ?? name, creationTimestamp, luigiConfigFragment: { data: { nodes, texts } } };
    this.object = new ApiObject(this, 'ContentConfiguration', {
      apiVersion: 'ui.platform-mesh.io/v1alpha1',
      kind: 'ContentConfiguration',
      metadata: { name, labels: { 'ui.platform-mesh.io/entity': entity, ...(about ? contentFor(about.name) : {}), ...labels } },
      spec: { inlineConfiguration: { contentType: 'json', content: `${JSON.stringify(content, null, 2)}\n` } },
    });
    this.node.defaultChild = this.object;
  }
}
