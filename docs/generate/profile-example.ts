/** A small profile that is complete; a test validates it. */
export const EXAMPLE_PROFILE = `infra:
  deploymentTechnology: fluxcd
  certManager:
    enabled: true
    targetNamespace: cert-manager
    values:
      crds:
        enabled: true
components:
  deploymentTechnology: fluxcd
  timeout: 20m
  services:
    openfga:
      enabled: true
    portal:
      enabled: true
      dependsOn: [openfga]
      imageResources:
      - annotations: {repo: oci, artifact: image, for: portal}
      values:
        replicas: 1
        host: 'portal.{{ .baseDomain }}'
`;

/** A PlatformMesh that changes it. */
export const EXAMPLE_PLATFORM_MESH = `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: mesh
  namespace: platform-mesh-system
spec:
  exposure:
    baseDomain: mesh.example.com
    port: 443
  values:
    services:
      portal:
        values:
          replicas: 2
  infraValues:
    certManager:
      values:
        crds:
          keep: false
`;
