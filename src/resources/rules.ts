/**
 * A rule that the type alone cannot say. The API server checks it as CEL, `validate` checks it here; both stand
 * together so that they cannot drift apart.
 */
export interface Rule {
  /** The CEL expression over `self`. @default - the API server does not check it; what breaks it cannot work, and nothing else suffers */
  readonly cel?: string;
  /** What is wrong and how to mend it. */
  readonly message: string;
  /** The same as the CEL expression, over a value whose type is right and that holds no nulls. */
  readonly check: (self: Readonly<Record<string, unknown>>) => boolean;
  /** The field below `self` that is to blame. @default - `self` as a whole */
  readonly field?: readonly string[];
}

/** A schema, with what we add to JSON Schema. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  /** What a value must be, in words, where the pattern would not tell a reader. */
  readonly 'x-expected'?: string;
  /** How to mend a value of the right type that is refused. */
  readonly 'x-hint'?: string;
  readonly 'x-rules'?: readonly Rule[];
  readonly [keyword: string]: unknown;
}
