import { stringify } from 'yaml';
import type { ResourceDefinition } from './definition.js';
import { MANAGED_PROVIDER } from './managed-provider.js';
import { PLATFORM_MESH } from './platform-mesh.js';
import { PROVIDER } from './provider.js';
import type { Rule, SchemaNode } from './rules.js';

const DEFINITIONS: readonly ResourceDefinition[] = [PLATFORM_MESH, PROVIDER, MANAGED_PROVIDER];

/** The CustomResourceDefinitions of the platform's own kinds. */
export function customResourceDefinitions(): readonly object[] {
  return DEFINITIONS.map(customResourceDefinition);
}

/** The same as YAML, by file name. */
export function crdYaml(): ReadonlyMap<string, string> {
  return new Map(
    DEFINITIONS.map((definition) => [
      `${definition.plural}.${definition.group}.yaml`,
      stringify(customResourceDefinition(definition), { version: '1.1', lineWidth: 120, aliasDuplicateObjects: false }),
    ]),
  );
}

function customResourceDefinition(definition: ResourceDefinition): object {
  const { group, kind, plural, scope, columns } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope,
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns.map(({ name, jsonPath, type = 'string' }) => ({ name, jsonPath, type })),
          schema: { openAPIV3Schema: rootSchema(definition) },
        },
      ],
    },
  };
}

function rootSchema({ kind, spec, status, specRequired, rules }: ResourceDefinition): object {
  return {
    description: `${kind} of Platform Mesh.`,
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: structuralSchema(spec),
      status: structuralSchema(status),
    },
    ...(specRequired ? { required: ['spec'] } : {}),
    ...validations(rules),
  };
}

/** JSON Schema as the API server takes it: structural, rules as CEL, unknown fields pruned. */
export function structuralSchema(schema: object): object {
  return structural(schema as SchemaNode);
}

function structural(schema: SchemaNode): object {
  const { properties, patternProperties, items } = schema;
  const rules = schema['x-rules'];
  const worded = inWords(schema);
  const kept = [
    'type',
    'description',
    'default',
    'enum',
    ...(worded.length > 0 ? [] : ['pattern']),
    'format',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minimum',
    'maximum',
  ];
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => kept.includes(key) || key.startsWith('x-kubernetes-'))),
    ...(schema.required && schema.required.length > 0 ? { required: [...schema.required].sort() } : {}),
    ...(properties && Object.keys(properties).length > 0
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, structural(value)])) }
      : {}),
    ...(patternProperties ? { additionalProperties: structural(Object.values(patternProperties)[0] ?? {}) } : {}),
    ...(items ? { items: structural(items) } : {}),
    ...validations([...worded, ...(rules ?? [])]),
  };
}

/** A pattern that has words for what it wants says them; the API server would print the bare pattern. */
function inWords(schema: SchemaNode): readonly Pick<Rule, 'cel' | 'message'>[] {
  const { pattern, 'x-expected': expected } = schema;
  return pattern === undefined || expected === undefined ? [] : [{ cel: `self.matches(r'${pattern}')`, message: `must be ${expected}` }];
}

function validations(rules: readonly Pick<Rule, 'cel' | 'message'>[] = []): object {
  const checked = rules.flatMap(({ cel, message }) => (cel === undefined ? [] : [{ rule: cel, message }]));
  return checked.length === 0 ? {} : { 'x-kubernetes-validations': checked };
}
