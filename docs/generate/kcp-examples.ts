/** A file for `--runtime-values` with everything that it may hold, and all that a platform with every toggle asks for; a test reads it. */
export const RUNTIME_VALUES_EXAMPLE = `identityHashes:            # status.identityHash, by <workspace>:<APIExport>
  root:tenancy.kcp.io: fb0ca8b78747eecc29bdd76cc85cbbde29feb4f1579bb734e747c99ac3ccbf0f
  root:platform-mesh-system:core.platform-mesh.io: 0d45f5fd462b8c70bffb10021ac1bcff3f58f29b1faf7568595095427d42812c
caBundles:                 # PEM, by the name of the Secret; an empty text if there is none
  account-operator-webhook-server-cert: |
    -----BEGIN CERTIFICATE-----
    MIIBszCCAVmgAwIBAgIUQ2x1c3RlcldlYmhvb2tBY2NvdW50
    -----END CERTIFICATE-----
  security-operator-ca-secret: |
    -----BEGIN CERTIFICATE-----
    MIIBszCCAVmgAwIBAgIUQ2x1c3RlcldlYmhvb2tTZWN1cml0
    -----END CERTIFICATE-----
  domain-certificate: ""
audiences:                 # client ids, by the name of the IdentityProviderConfiguration
  welcome:
  - 8f1d2c3b-portal
  - 47ac90de-kubectl
ocmResources:              # what OCM resolved, by the name of the OCM Resource
  portal-chart:            # a chart: its version, and where it is
    version: 1.4.2
    access:
      imageReference: registry.example.com/charts/portal:1.4.2
  openfga-image:           # an image: its version, and where it is for a localized one
    version: 1.9.0
    image:
      registry: registry.example.com
      repository: mirror/openfga
      tag: v1.9.0
`;

/** What users add to kcp; a test loads it. */
export const EXTRA_EXAMPLE = `kcp:
  extraWorkspaces:
  - path: root:orgs:acme
    type:
      name: org
      path: root
  - path: root:orgs:acme:shop
    type:
      name: account
      path: root
  extraDefaultAPIBindings:
  - workspaceTypePath: root:account
    export: data.example.com
    path: root:providers:databases
`;
