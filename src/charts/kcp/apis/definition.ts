import {
  Type,
  type TAny,
  type TArray,
  type TInteger,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TString,
} from 'typebox';
import type { ApiResourceSchemaProps, PrinterColumn } from '../../../constructs/index.js';
import { structuralSchema } from '../../../resources/index.js';

/** A resource that the platform offers in kcp: type and structural schema come from the same definition. */
export interface ApiDefinition extends Pick<ApiResourceSchemaProps, 'prefix' | 'group' | 'kind' | 'plural' | 'singular' | 'shortNames'> {
  readonly spec: TSchema;
  readonly status: TSchema;
  /** Whether an object without `spec` is refused. @default false */
  readonly specRequired?: boolean;
  readonly columns?: readonly PrinterColumn[];
}

/** The resource as the props of its schema: cluster-scoped, one version `v1alpha1`. */
export function schemaProps({ spec, status, specRequired = false, columns = [], ...names }: ApiDefinition): ApiResourceSchemaProps {
  const schema = {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: structuralSchema(spec),
      status: structuralSchema(status),
    },
    ...(specRequired ? { required: ['spec'] } : {}),
  };
  return { ...names, versions: [{ name: 'v1alpha1', schema, columns }] };
}

/** An object; what is not wrapped by `optional` must be there. */
export const object = <Properties extends TProperties>(properties: Properties, description?: string): TObject<Properties> =>
  Type.Object(properties, description === undefined ? {} : { description });

export const optional = Type.Optional;

export const text = (description: string, options: object = {}): TString => Type.String({ description, ...options });

export const oneOf = (description: string, ...words: readonly string[]): TString => Type.String({ description, enum: [...words] });

export const list = <Item extends TSchema>(items: Item, description: string, options: object = {}): TArray<Item> =>
  Type.Array(items, { description, ...options });

/** Any JSON, kept as it is. */
export const anyJson = (description: string): TAny => Type.Any({ description, 'x-kubernetes-preserve-unknown-fields': true });

export const dateTime = (description: string): TString => Type.String({ description, format: 'date-time' });

export const int64 = (description: string, options: object = {}): TInteger => Type.Integer({ description, format: 'int64', ...options });

export const secretReference = (description: string): TObject =>
  Type.Object(
    { name: optional(text('Name of the Secret.')), namespace: optional(text('Namespace of the Secret.')) },
    { description, 'x-kubernetes-map-type': 'atomic' },
  );

/** What a controller observed; `options` sets how lists are merged. */
export const conditions = (options: object = {}): TOptional =>
  optional(
    list(
      object({
        lastTransitionTime: dateTime('When the status changed last.'),
        message: text('Why, in a sentence.', { maxLength: 32768 }),
        observedGeneration: optional(int64('Generation that it was seen at.', { minimum: 0 })),
        reason: text('Why, in one word.', { minLength: 1, maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' }),
        status: oneOf('Whether it holds.', 'True', 'False', 'Unknown'),
        type: text('Type of the condition.', {
          maxLength: 316,
          pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
        }),
      }),
      'What was observed.',
      options,
    ),
  );

export const observedGeneration = optional(int64('Generation that was reconciled last.'));

/** The column of a condition's status. */
export const conditionColumn = (type: string): PrinterColumn => ({
  name: type,
  jsonPath: `.status.conditions[?(@.type=="${type}")].status`,
});

export const CORE_GROUP = 'core.platform-mesh.io';
export const UI_GROUP = 'ui.platform-mesh.io';
export const PROVIDERS_GROUP = 'providers.platform-mesh.io';
export const TERMINAL_GROUP = 'terminal.platform-mesh.io';
