import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApiResourceSchema, type CustomResourceDefinitionLike } from 'platform-mesh-cdk8s/constructs';

/** Databases, written down here. */
export function databases(scope: Construct): ApiResourceSchema {
  return new ApiResourceSchema(scope, 'databases', {
    group: 'data.example.com',
    kind: 'Database',
    shortNames: ['db'],
    versions: [
      {
        name: 'v1alpha1',
        columns: [
          { name: 'Engine', jsonPath: '.spec.engine' },
          { name: 'Ready', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
        ],
        schema: {
          type: 'object',
          required: ['spec'],
          properties: {
            spec: {
              type: 'object',
              required: ['engine'],
              properties: {
                engine: { type: 'string', enum: ['postgres', 'mariadb'] },
                gigabytes: { type: 'integer', minimum: 1, maximum: 500, default: 10 },
              },
              'x-kubernetes-validations': [{ rule: 'self.engine == oldSelf.engine', message: 'the engine cannot be changed' }],
            },
            status: {
              type: 'object',
              properties: {
                secretName: { type: 'string' },
                conditions: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
              },
            },
          },
        },
      },
    ],
  });
}

/** Backups, as their operator describes them in a CustomResourceDefinition. */
export function backups(scope: Construct): ApiResourceSchema {
  const [crd] = Yaml.load(join(import.meta.dirname, 'backups.crd.yaml')) as [CustomResourceDefinitionLike];
  return ApiResourceSchema.fromCrd(scope, 'backups', crd);
}
