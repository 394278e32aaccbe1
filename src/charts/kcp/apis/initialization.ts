import { structuralSchema } from '../../../resources/index.js';
import { list, object, optional, text } from './definition.js';

const GROUP = 'initialization.kcp.io';

/** What the init-agent puts into new workspaces of a type. */
export const INIT_TARGET = customResource(
  'InitTarget',
  object(
    {
      sources: list(
        object({ template: optional(object({ name: text('Name of the InitTemplate.') }, 'A template.')) }),
        'Where the objects come from.',
      ),
      workspaceTypeRef: object({ name: text('Name of the type.'), path: text('Path of its workspace.') }, 'The type of workspaces.'),
    },
    'What is wanted.',
  ),
  [
    { name: 'WSType Cluster', jsonPath: '.spec.workspaceTypeRef.path', type: 'string' },
    { name: 'WSType', jsonPath: '.spec.workspaceTypeRef.name', type: 'string' },
    { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
  ],
);

/** Objects for new workspaces, with templates. */
export const INIT_TEMPLATE = customResource(
  'InitTemplate',
  object({ template: text('The objects as YAML, with templates.') }, 'What is wanted.'),
);

/** A cluster-scoped CustomResourceDefinition with one version and without a status of its own. */
function customResource(
  kind: string,
  spec: object,
  columns: readonly object[] = [],
): { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: object } {
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${GROUP}` },
    spec: {
      group: GROUP,
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                spec: structuralSchema(spec),
              },
              required: ['spec'],
            },
          },
          ...(columns.length > 0 ? { additionalPrinterColumns: columns, subresources: {} } : {}),
        },
      ],
    },
  };
}
