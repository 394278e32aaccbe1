import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ApiResourceSchema as SchemaObject,
  ApiResourceSchemaSpecScope,
  type ApiResourceSchemaSpec,
} from '../../imports/api-resource-schema-apis.kcp.io.js';
import { setVerbatim } from '../verbatim.js';
import { contentDigest } from './content-digest.js';
import { schemaVersions, type CustomResourceDefinitionLike, type SchemaVersion } from './schema-version.js';

/** Props of an {@link ApiResourceSchema}. */
export interface ApiResourceSchemaProps {
  /**
   * What sets this content apart from others of the same resource, such as `v260109-82344be`: a letter, then letters,
   * digits and dashes. A schema cannot be changed in kcp: new content needs a new prefix.
   * @default - `v` and a digest of the content
   */
  readonly prefix?: string;
  /** API group of the resource. */
  readonly group: string;
  /** Kind of its objects. */
  readonly kind: string;
  /** @default - the kind in lower case, with an s */
  readonly plural?: string;
  /** @default - the kind in lower case */
  readonly singular?: string;
  /** @default - the kind, with List */
  readonly listKind?: string;
  /** @default - none */
  readonly shortNames?: readonly string[];
  /** Groups of resources that it is listed with, such as `all`. @default - none */
  readonly categories?: readonly string[];
  /** @default 'Cluster' */
  readonly scope?: 'Cluster' | 'Namespaced';
  /** Its versions, the oldest first. */
  readonly versions: readonly SchemaVersion[];
}

/**
 * The schema of a resource that an {@link ApiExport} offers. Its name is `<prefix>.<plural>.<group>`.
 *
 * Without a prefix the name follows from the content, so that a changed schema is a new object and the export moves on to
 * it; objects that are stored already stay.
 *
 * @example
 * new ApiResourceSchema(chart, 'widgets', {
 *   group: 'example.com', kind: 'Widget',
 *   versions: [{ name: 'v1', schema: { type: 'object', properties: { spec: { type: 'object' } } } }],
 * });
 */
export class ApiResourceSchema extends Construct {
  /** Name of the schema, by which exports refer to it. */
  readonly name: string;
  /** API group of the resource. */
  readonly group: string;
  /** Plural name of the resource. */
  readonly resource: string;
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: ApiResourceSchemaProps) {
    super(scope, id);
    const { group, kind } = props;
    const singular = props.singular ?? kind.toLowerCase();
    const plural = props.plural ?? `${kind.toLowerCase()}s`;
    const spec: ApiResourceSchemaSpec = {
      group,
      names: {
        kind,
        listKind: props.listKind ?? `${kind}List`,
        plural,
        singular,
        ...(props.shortNames ? { shortNames: [...props.shortNames] } : {}),
        ...(props.categories ? { categories: [...props.categories] } : {}),
      },
      scope: props.scope === 'Namespaced' ? ApiResourceSchemaSpecScope.NAMESPACED : ApiResourceSchemaSpecScope.CLUSTER,
      versions: schemaVersions(props.versions),
    };
    this.name = `${props.prefix ?? `v${contentDigest(spec)}`}.${plural}.${group}`;
    this.group = group;
    this.resource = plural;
    this.object = new ApiObject(
      this,
      'APIResourceSchema',
      SchemaObject.manifest({ metadata: { name: this.name }, spec }) as ApiObjectProps,
    );
    // A null in a default or an enum means something.
    props.versions.forEach(({ schema }, index) => setVerbatim(this.object, `/spec/versions/${index}/schema`, schema));
    this.node.defaultChild = this.object;
  }

  /**
   * The schema of a resource that is described by a CustomResourceDefinition already. A conversion webhook is left out:
   * kcp reaches webhooks by URL alone, so that its own has to be added by an escape hatch.
   *
   * @param prefix as in {@link ApiResourceSchemaProps}
   *
   * @example
   * ApiResourceSchema.fromCrd(chart, 'widgets', {
   *   spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Widget', plural: 'widgets' }, versions: [{ name: 'v1', served:
   * true, storage: true }] },
   * });
   */
  static fromCrd(scope: Construct, id: string, { spec }: CustomResourceDefinitionLike, prefix?: string): ApiResourceSchema {
    return new ApiResourceSchema(scope, id, {
      ...(prefix === undefined ? {} : { prefix }),
      group: spec.group,
      ...spec.names,
      scope: spec.scope === 'Cluster' ? 'Cluster' : 'Namespaced',
      versions: spec.versions.map(({ schema, subresources, additionalPrinterColumns, ...version }) => ({
        ...version,
        schema: schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        status: subresources?.status !== undefined,
        ...(subresources?.scale ? { scale: subresources.scale } : {}),
        ...(additionalPrinterColumns ? { columns: additionalPrinterColumns } : {}),
      })),
    });
  }
}
