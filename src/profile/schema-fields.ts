/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- typebox infers the type of a profile from what these return */
import { Type, type TProperties } from 'typebox';

/** Further columns of docs/profile.md for a key. */
interface Notes {
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** The default in words, where it is no value. */
  readonly 'x-default'?: string;
  /** Other keys that must be set before this key has an effect. */
  readonly 'x-with'?: Readonly<Record<string, unknown>>;
}

/** A boolean, or its text, because templates print texts. */
export const Flag = (description: string, notes: Notes = {}) =>
  Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false'), Type.Null()], {
    description,
    default: false,
    examples: [true],
    ...notes,
  });

export const Text = (description: string, notes: Notes = {}) =>
  Type.Union([Type.String({ minLength: 1 }), Type.Null()], { description, ...notes });

export const Duration = (description: string, notes: Notes) =>
  Type.Union(
    [Type.String({ pattern: '^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$', 'x-expected': 'a duration such as 5m or 1h30m' }), Type.Null()],
    { description, ...notes },
  );

export const DnsLabel = (description: string, notes: Notes = {}) =>
  Type.Union(
    [
      Type.String({
        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
        maxLength: 63,
        'x-expected': 'a name of at most 63 lower-case letters, digits and -',
      }),
      Type.Null(),
    ],
    { description, ...notes },
  );

export const DnsName = (description: string, notes: Notes = {}) =>
  Type.Union(
    [
      Type.String({
        pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
        maxLength: 253,
        'x-expected': 'a name of lower-case letters, digits, - and .',
      }),
      Type.Null(),
    ],
    { description, ...notes },
  );

/** A text that YAML may parse as a number, such as the version 1.10. */
export const Word = (description: string, notes: Notes = {}) =>
  Type.Union([Type.String(), Type.Number(), Type.Null()], { description, ...notes });

export const Wave = (defaultInWords: string) =>
  Type.Union([Type.Integer(), Type.String({ pattern: '^-?[0-9]+$', 'x-expected': 'a whole number' }), Type.Null()], {
    description: 'sync wave: lower ones come first in an app-of-apps',
    'x-default': defaultInWords,
    examples: [3],
  });

export const Values = (description: string) =>
  Type.Union([Type.Record(Type.String(), Type.Any()), Type.Null()], {
    description,
    'x-default': "the chart's own",
    examples: [{ replicas: 2 }],
  });

export const closed = <Properties extends TProperties>(properties: Properties, description = '') =>
  Type.Object(properties, { additionalProperties: false, description });

export const ReferencePath = (description: string, notes: Notes = {}) =>
  Type.Union(
    [
      Type.Array(
        Type.Object({ name: Type.Union([Type.String({ minLength: 1 }), Type.Number(), Type.Boolean()]) }, { additionalProperties: true }),
      ),
      Type.Null(),
    ],
    {
      description,
      examples: [[{ name: 'charts' }]],
      ...notes,
    },
  );

export const Named = (kind: string, defaultInWords: string) =>
  Type.Optional(
    Type.Union([
      closed({
        name: Type.Optional(
          DnsName(`name of the OCM ${kind} object, which must exist`, {
            'x-default': defaultInWords,
            examples: [`my-${kind.toLowerCase()}`],
          }),
        ),
        create: unread(true),
      }),
      Type.Null(),
    ]),
  );

/** A key of existing profiles that has no effect. */
export function unread(example: unknown) {
  return Type.Optional(Type.Any({ description: 'nothing', 'x-unread': true, examples: [example] }));
}

export const Ocm = (named: string, path: string) =>
  Type.Union(
    [
      closed({
        repo: Named('Repository', named),
        component: Named('Component', named),
        referencePath: Type.Optional(
          ReferencePath('references from the component, before those of a single chart or image', { 'x-default': path }),
        ),
        interval: unread('3m'),
        skipVerify: unread(true),
      }),
      Type.Null(),
    ],
    { description: 'where charts and images come from' },
  );

export const SyncOptions = (defaultInWords: string) =>
  Type.Union([Type.Array(Type.String()), Type.Null()], {
    description: 'sync options of the Application; they replace all default ones',
    'x-default': defaultInWords,
    examples: [['ServerSideApply=true']],
  });
export const IgnoreDifferences = Type.Union([Type.Array(Type.Record(Type.String(), Type.Any())), Type.Null()], {
  description: 'fields that may differ, as in an Application',
  'x-default': 'none',
  examples: [[{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }]],
});
export const StringMap = (description: string, notes: Notes) =>
  Type.Union([Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])), Type.Null()], {
    description,
    'x-default': 'none',
    ...notes,
  });

export const Technology = Type.Union(
  [Type.String({ pattern: '^([Ff][Ll][Uu][Xx][Cc][Dd]|[Aa][Rr][Gg][Oo][Cc][Dd])?$', 'x-expected': 'fluxcd or argocd' }), Type.Null()],
  {
    description: 'what delivers this section: `fluxcd` or `argocd`, in upper or lower case',
    default: 'fluxcd',
    examples: ['argocd'],
  },
);
export const DestinationServer = Type.Union([Type.String(), Type.Null()], {
  description: 'URL of the API server that Applications are deployed to',
  default: 'https://kubernetes.default.svc',
  examples: ['https://runtime.example.com:6443'],
});
