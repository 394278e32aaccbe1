import { Construct } from 'constructs';
import { ApiResourceSchema as SchemaObject, ApiResourceSchemaSpecScope, type ApiResourceSchemaSpecVersions } from '../../imports/api-resource-schema-apis.kcp.io.js';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  /** Such as `.spec.type`. */
  readonly jsonPath: string;
  /** @default 'string' */
  readonly type?: 'string' | 'date' | 'integer' | 'number' | 'boolean';
}

/** One version of a resource. */
export interface SchemaVersion {
  /** Such as `v1alpha1`. */
  readonly name: string;
  /** Structural OpenAPI schema of the whole object. */
  readonly schema: object;
  /** @default true */
  readonly served?: boolean;
  /** Whether objects are stored in this version. @default true */
  readonly storage?: boolean;
  /** Whether `status` is written on its own. @default true */
  readonly status?: boolean;
  /** @default - none */
  readonly columns?: readonly PrinterColumn[];
}

/** Props of an {@link ApiResourceSchema}. */
export interface ApiResourceSchemaProps {
  /**
   * What sets this content apart from others of the same resource, such as `v260109-82344be`. A schema cannot be changed
   * in kcp: new content needs a new prefix.
   */
  readonly prefix: string;
  readonly group: string;
  readonly kind: string;
  /** @default - the kind in lower case, with an s */
  readonly plural?: string;
  /** @default - the kind in lower case */
  readonly singular?: string;
  /** @default - none */
  readonly shortNames?: readonly string[];
  /** @default 'Cluster' */
  readonly scope?: 'Cluster' | 'Namespaced';
  readonly versions: readonly SchemaVersion[];
}

/** What is read of a CustomResourceDefinition. */
export interface CustomResourceDefinitionLike {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string; readonly singular?: string; readonly shortNames?: readonly string[] };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema?: { readonly openAPIV3Schema?: object };
      readonly subresources?: { readonly status?: object };
      readonly additionalPrinterColumns?: readonly { readonly name: string; readonly jsonPath: string; readonly type: string }[];
    }[];
  };
}

/**
 * The schema of a resource that an {@link ApiExport} offers. Its name is `<prefix>.<plural>.<group>`.
 *
 * @example
 * new ApiResourceSchema(chart, 'widgets', {
 *   prefix: 'v260101-0001', group: 'example.com', kind: 'Widget',
 *   versions: [{ name: 'v1', schema: { type: 'object', properties: { spec: { type: 'object' } } } }],
 * });
 */
export class ApiResourceSchema extends Construct {
  /** Name of the schema, by which exports refer to it. */
  readonly name: string;
  readonly group: string;
  /** Plural name of the resource. */
  readonly resource: string;
  /** The object itself, for escape hatches. */
  readonly object: SchemaObject;

  constructor(scope: Construct, id: string, props: ApiResourceSchemaProps) {
    super(scope, id);
    const { prefix, group, kind } = props;
    const singular = props.singular ?? kind.toLowerCase();
    const plural = props.plural ?? `${kind.toLowerCase()}s`;
    this.name = `${prefix}.${plural}.${group}`;
    this.group = group;
    this.resource = plural;
    this.object = new SchemaObject(this, 'APIResourceSchema', {
      metadata: { name: this.name },
      spec: {
        group,
        names: { kind, listKind: `${kind}List`, plural, singular, ...(props.shortNames ? { shortNames: [...props.shortNames] } : {}) },
        scope: props.scope === 'Namespaced' ? ApiResourceSchemaSpecScope.NAMESPACED : ApiResourceSchemaSpecScope.CLUSTER,
        versions: props.versions.map(version),
      },
    });
    this.node.defaultChild = this.object;
  }

  /**
   * The schema of a resource that is described by a CustomResourceDefinition already.
   *
   * @param prefix as in {@link ApiResourceSchemaProps}
   *
   * @example
   * ApiResourceSchema.fromCrd(chart, 'widgets', {
   *   spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Widget', plural: 'widgets' }, versions: [{ name: 'v1', served: true, storage: true }] },
   * }, 'v260101-0001');
   */
  static fromCrd(scope: Construct, id: string, { spec }: CustomResourceDefinitionLike, prefix: string): ApiResourceSchema {
    const { kind, plural, singular, shortNames } = spec.names;
    return new ApiResourceSchema(scope, id, {
      prefix,
      group: spec.group,
      kind,
      plural,
      ...(singular === undefined ? {} : { singular }),
      ...(shortNames === undefined ? {} : { shortNames }),
      scope: spec.scope === 'Cluster' ? 'Cluster' : 'Namespaced',
      versions: spec.versions.map(({ name, served, storage, schema, subresources, additionalPrinterColumns }) => ({
        name,
        served,
        storage,
        schema: schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        status: subresources?.status !== undefined,
        ...(additionalPrinterColumns ? { columns: additionalPrinterColumns as readonly PrinterColumn[] } : {}),
      })),
    });
  }
}

function version({ name, schema, served = true, storage = true, status = true, columns = [] }: SchemaVersion): ApiResourceSchemaSpecVersions {
  return {
    name,
    served,
    storage,
    schema,
    subresources: status ? { status: {} } : {},
    ...(columns.length > 0 ? { additionalPrinterColumns: columns.map(({ name: column, jsonPath, type = 'string' }) => ({ name: column, jsonPath, type })) } : {}),
  };
}
