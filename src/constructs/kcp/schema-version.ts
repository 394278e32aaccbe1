import type {
  ApiResourceSchemaSpecVersions,
  ApiResourceSchemaSpecVersionsSubresourcesScale,
} from '../../imports/api-resource-schema-apis.kcp.io.js';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  /** Head of the column. */
  readonly name: string;
  /** Such as `.spec.type`. */
  readonly jsonPath: string;
  /** `string`, `date`, `integer`, `number` or `boolean`. @default 'string' */
  readonly type?: string;
  /** What OpenAPI calls the format, such as `int32`. @default - none */
  readonly format?: string;
  /** @default - none */
  readonly description?: string;
  /** Columns of a priority above 0 are shown by `--output wide` alone. @default 0 */
  readonly priority?: number;
}

/** Where the numbers of replicas stand in an object, by which `kubectl scale` and autoscalers work. */
export type ScalePaths = Readonly<ApiResourceSchemaSpecVersionsSubresourcesScale>;

/** One version of a resource. */
export interface SchemaVersion {
  /** Such as `v1alpha1`. */
  readonly name: string;
  /** Structural OpenAPI schema of the whole object. */
  readonly schema: object;
  /** @default true */
  readonly served?: boolean;
  /** Whether objects are stored in this version. @default - the last version, unless another one says so */
  readonly storage?: boolean;
  /** @default false */
  readonly deprecated?: boolean;
  /** What whoever uses a deprecated version is told. @default - that it is deprecated */
  readonly deprecationWarning?: string;
  /** Whether `status` is written on its own. @default true */
  readonly status?: boolean;
  /** @default - it cannot be scaled */
  readonly scale?: ScalePaths;
  /** @default - none */
  readonly columns?: readonly PrinterColumn[];
  /** Fields by which a list can be narrowed, beside name and namespace. @default - none */
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

/** What is read of a CustomResourceDefinition. */
export interface CustomResourceDefinitionLike {
  /** What the resource is called, and what its objects look like. */
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: {
      readonly kind: string;
      readonly plural: string;
      readonly singular?: string;
      readonly listKind?: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
    };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly deprecated?: boolean;
      readonly deprecationWarning?: string;
      readonly schema?: { readonly openAPIV3Schema?: object };
      readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
      readonly additionalPrinterColumns?: readonly PrinterColumn[];
      readonly selectableFields?: readonly { readonly jsonPath: string }[];
    }[];
  };
}

/** The versions as the object has them. */
export function schemaVersions(versions: readonly SchemaVersion[]): ApiResourceSchemaSpecVersions[] {
  const chosen = versions.some(({ storage }) => storage === true);
  return versions.map(
    (
      { name, schema, served = true, storage, deprecated, deprecationWarning, status = true, scale, columns = [], selectableFields = [] },
      index,
    ) => ({
      name,
      served,
      storage: storage ?? (!chosen && index === versions.length - 1),
      ...(deprecated === undefined ? {} : { deprecated }),
      ...(deprecationWarning === undefined ? {} : { deprecationWarning }),
      schema,
      subresources: { ...(status ? { status: {} } : {}), ...(scale ? { scale } : {}) },
      ...(columns.length > 0 ? { additionalPrinterColumns: columns.map(({ type = 'string', ...column }) => ({ ...column, type })) } : {}),
      ...(selectableFields.length > 0 ? { selectableFields: [...selectableFields] } : {}),
    }),
  );
}
