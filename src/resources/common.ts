import { Type, type TAny, type TObject, type TOptional, type TProperties, type TSchemaOptions, type TString } from 'typebox';

/** An object whose unknown fields are reported, and pruned by the API server. */
export function closed<Properties extends TProperties>(properties: Properties, options: TSchemaOptions = {}): TObject<Properties> {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** A path of kcp workspaces, such as `root:orgs`. */
export const WorkspacePath = (description: string): TString =>
  Type.String({
    description,
    maxLength: 512,
    pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(:[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$',
    'x-expected': 'a workspace path such as root:orgs',
  });

/** A path of two elements or more: a workspace, or a type, within another workspace. */
export const PathWithParent = (description: string, example: string): TString =>
  Type.String({
    description,
    maxLength: 512,
    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(:[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$',
    'x-expected': `a path with its parent, such as ${example}`,
  });

export const NameOnly = closed({ name: Type.String({ description: 'Name.', minLength: 1 }) });

/** Any JSON; the API server keeps it as it is. */
export const AnyJson = (description: string): TOptional<TAny> =>
  Type.Optional(Type.Any({ description, 'x-kubernetes-preserve-unknown-fields': true }));

const Condition = closed({
  type: Type.String({ maxLength: 316, description: 'Type of the condition.' }),
  status: Type.String({ enum: ['True', 'False', 'Unknown'], description: 'Whether it holds.' }),
  reason: Type.String({
    minLength: 1,
    maxLength: 1024,
    pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    description: 'Why, in one word.',
  }),
  message: Type.String({ maxLength: 32768, description: 'Why, in a sentence.' }),
  lastTransitionTime: Type.String({ format: 'date-time', description: 'When the status changed last.' }),
  observedGeneration: Type.Optional(Type.Integer({ minimum: 0, format: 'int64', description: 'Observed generation.' })),
});

export const Conditions = Type.Optional(
  Type.Array(Condition, {
    description: 'The observed conditions.',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['type'],
  }),
);

export const SecretReference = closed(
  { name: Type.String({ description: 'Name of the Secret.' }), namespace: Type.String({ description: 'Namespace of the Secret.' }) },
  { 'x-kubernetes-map-type': 'atomic', description: 'The Secret that holds the kubeconfig.' },
);

const NAME = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const Namespace = Type.Optional(
  Type.String({ maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'x-expected': 'a name of lower-case letters, digits and -' }),
);

/** Name and namespace, as far as the input has them; the API server checks the rest of the metadata. */
export const Metadata = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 253, pattern: NAME, 'x-expected': 'a name of lower-case letters, digits, - and .' }),
    namespace: Namespace,
  },
  { additionalProperties: true },
);

/** The same for an object whose name is the value of labels. */
export const LabelSizedMetadata = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 63,
      pattern: NAME,
      'x-expected': 'a name of at most 63 lower-case letters, digits, - and .',
      'x-hint': 'choose a shorter name: labels of the objects carry it, and the value of a label has at most 63 characters',
    }),
    namespace: Namespace,
  },
  { additionalProperties: true },
);
