import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** Somebody to turn to. */
export interface ProviderContact {
  /** Name of the person or team. */
  readonly displayName: string;
  /** @default - none */
  readonly email?: string;
  /** @default - none */
  readonly role?: readonly string[];
}

/** A page to read on. */
export interface ProviderLink {
  /** What users read. */
  readonly displayName: string;
  /** Where it leads. */
  readonly url: string;
}

/** A picture, as a URL or as a `data:` URL that brings it along. */
export type ProviderImage = { readonly url: string } | { readonly data: string };

/** Props of a {@link ProviderMetadata}. */
export interface ProviderMetadataProps {
  /** The export that it presents; the portal joins the two by their name. */
  readonly export: { readonly name: string };
  /** Name that users read. */
  readonly displayName: string;
  /** @default - none */
  readonly description?: string;
  /** @default - none */
  readonly tags?: readonly string[];
  /** @default - none */
  readonly contacts?: readonly ProviderContact[];
  /** @default - none */
  readonly documentation?: readonly ProviderLink[];
  /** Where users get help. @default - none */
  readonly preferredSupportChannels?: readonly ProviderLink[];
  /** @default - none */
  readonly links?: readonly ProviderLink[];
  /** @default - the portal's own */
  readonly icon?: { readonly light: ProviderImage; readonly dark: ProviderImage };
}

/**
 * How the marketplace presents an export.
 *
 * @example
 * new ProviderMetadata(chart, 'metadata', { export: { name: 'example.com' }, displayName: 'Widgets', tags: ['example'] });
 */
export class ProviderMetadata extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { export: { name }, ...spec }: ProviderMetadataProps) {
    super(scope, id);
    this.object = new ApiObject(this, 'ProviderMetadata', {
      apiVersion: 'ui.platform-mesh.io/v1alpha1',
      kind: 'ProviderMetadata',
      metadata: { name },
      spec,
    });
    this.node.defaultChild = this.object;
  }
}
