import { Type, type Static } from 'typebox';
import { closed } from './common.js';
import type { Rule } from './rules.js';

const Selector = {
  matchLabels: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Labels that must be equal.' })),
  matchExpressions: Type.Optional(
    Type.Array(
      closed({
        key: Type.String({ description: 'Label key.' }),
        operator: Type.String({ description: 'In, NotIn, Exists or DoesNotExist.' }),
        values: Type.Optional(
          Type.Array(Type.String(), { 'x-kubernetes-list-type': 'atomic', description: 'Values that the operator takes.' }),
        ),
      }),
      { 'x-kubernetes-list-type': 'atomic', description: 'Conditions that labels must meet.' },
    ),
  ),
};

const FLAT = ['group', 'version', 'kind'];
const NESTED = ['groupKind', 'apiVersions'];
const has = (keys: readonly string[], operator: '&&' | '||'): string => `(${keys.map((key) => `has(self.${key})`).join(` ${operator} `)})`;

const KIND: Rule = {
  cel: `${has(FLAT, '&&')} && !${has(NESTED, '||')} || ${has(NESTED, '&&')} && !${has(FLAT, '||')}`,
  message: 'name the objects in one way: group, version and kind, or groupKind and apiVersions',
  check: (self) => {
    const count = (keys: readonly string[]): number => keys.filter((key) => self[key] !== undefined).length;
    return (count(FLAT) === 3 && count(NESTED) === 0) || (count(NESTED) === 2 && count(FLAT) === 0);
  },
};

const SELECTORS: Rule = {
  cel: '!has(self.labelSelector) || !(has(self.matchLabels) || has(self.matchExpressions))',
  message: 'put matchLabels and matchExpressions either beside kind or into labelSelector',
  check: (self) => self['labelSelector'] === undefined || (self['matchLabels'] === undefined && self['matchExpressions'] === undefined),
  field: ['labelSelector'],
};

/** Objects that must be ready; the flat form, or the nested one of the older documents. */
export const WaitItemSchema = closed(
  {
    group: Type.Optional(Type.String({ description: 'API group; empty for the core group.' })),
    version: Type.Optional(Type.String({ description: 'API version.' })),
    kind: Type.Optional(Type.String({ description: 'Kind.' })),
    name: Type.Optional(Type.String({ description: 'Name of the object; without it, all objects that match.' })),
    namespace: Type.Optional(Type.String({ description: 'Namespace of the object.' })),
    ...Selector,
    conditionType: Type.Optional(
      Type.String({
        description: 'Condition to check; Ready if only a status is given. Without both, the rules of the kind decide.',
      }),
    ),
    conditionStatus: Type.Optional(Type.String({ description: 'Status that the condition must have; True unless given.' })),
    statusFieldPath: Type.Optional(
      Type.Array(Type.String(), { maxItems: 16, description: 'Field of the status to compare instead of a condition.' }),
    ),
    statusFieldValue: Type.Optional(Type.String({ description: 'Value that the field must have; conditionStatus unless given.' })),
    minCount: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'How many objects there must be at least; 1 for an object with a name, else 0. Without a number, finding none is a warning.',
      }),
    ),
    groupKind: Type.Optional(
      closed(
        { group: Type.Optional(Type.String({ description: 'API group.' })), kind: Type.String({ description: 'Kind.' }) },
        { description: 'Nested form of group and kind.' },
      ),
    ),
    apiVersions: Type.Optional(
      closed(
        { versions: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 16, description: 'Versions to try, in order.' }) },
        { description: 'Nested form of version.' },
      ),
    ),
    labelSelector: Type.Optional(closed(Selector, { description: 'Nested form of the labels.' })),
  },
  { 'x-kubernetes-map-type': 'atomic', 'x-rules': [KIND, SELECTORS], description: 'Objects that must be ready.' },
);
/** A kind of object that has to be ready before the platform is. */
export type WaitItem = Static<typeof WaitItemSchema>;
