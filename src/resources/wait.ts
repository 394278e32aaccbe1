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
        values: Type.Optional(Type.Array(Type.String(), { 'x-kubernetes-list-type': 'atomic', description: 'Values that the operator takes.' })),
      }),
      { 'x-kubernetes-list-type': 'atomic', description: 'Conditions that labels must meet.' },
    ),
  ),
};

const KIND: Rule = {
  cel: "has(self.kind) && has(self.version) && has(self.group) || has(self.groupKind) && has(self.apiVersions)",
  message: 'name what is waited for: group, version and kind, or groupKind and apiVersions',
  check: (self) => ['group', 'version', 'kind'].every((key) => self[key] !== undefined) || (self['groupKind'] !== undefined && self['apiVersions'] !== undefined),
};

/** Objects that must be ready; the flat form, or the nested one of the older documents. */
export const WaitItemSchema = closed(
  {
    group: Type.Optional(Type.String({ description: 'API group; empty for the core group.' })),
    version: Type.Optional(Type.String({ description: 'API version.' })),
    kind: Type.Optional(Type.String({ description: 'Kind.' })),
    name: Type.Optional(Type.String({ description: 'Name of the object; all that match without it.' })),
    namespace: Type.Optional(Type.String({ description: 'Namespace of the object.' })),
    ...Selector,
    conditionType: Type.Optional(Type.String({ description: 'Condition that is looked at; Ready unless given.' })),
    conditionStatus: Type.Optional(Type.String({ description: 'Status that the condition must have; True unless given.' })),
    statusFieldPath: Type.Optional(Type.Array(Type.String(), { maxItems: 16, description: 'Field below status that is compared with conditionStatus instead.' })),
    groupKind: Type.Optional(closed({ group: Type.Optional(Type.String({ description: 'API group.' })), kind: Type.String({ description: 'Kind.' }) }, { description: 'Nested form of group and kind.' })),
    apiVersions: Type.Optional(closed({ versions: Type.Array(Type.String(), { description: 'Versions to try, in order.' }) }, { description: 'Nested form of version.' })),
    labelSelector: Type.Optional(closed(Selector, { description: 'Nested form of the labels.' })),
  },
  { 'x-kubernetes-map-type': 'atomic', 'x-rules': [KIND], description: 'Objects that must be ready.' },
);
export type WaitItem = Static<typeof WaitItemSchema>;
