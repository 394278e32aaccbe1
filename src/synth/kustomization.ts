/** A `kustomization.yaml` with its resources in their order. */
export function kustomizationText(resources: readonly string[]): string {
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    ...resources.map((resource) => `- ${resource}`),
    '',
  ].join('\n');
}
