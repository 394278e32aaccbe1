import { defineBlueprint, defineExposure, type ImageDefinition, type LoadedBlueprint, type ServiceDefinition } from 'platform-mesh-cdk8s';

/** What differs between one installation and the next. */
export interface Environment {
  readonly baseDomain: string;
  readonly port: number;
  readonly replicas: number;
  /** Content to play with. */
  readonly demo: boolean;
}

export const environments = {
  local: { baseDomain: 'portal.localhost', port: 8443, replicas: 1, demo: true },
  production: { baseDomain: 'mesh.example.com', port: 443, replicas: 3, demo: false },
} satisfies Record<string, Environment>;

/** The platform of one environment. */
export function platform(name: string, { baseDomain, port, replicas, demo }: Environment): LoadedBlueprint {
  const exposure = defineExposure({ baseDomain, port });
  return defineBlueprint({
    name,
    namespace: 'platform-mesh-system',
    exposure,
    infra: {
      certManager: { targetNamespace: 'cert-manager', values: { crds: { enabled: true } } },
      traefikCRDs: { ocmComponentName: 'traefik' },
      traefik: { values: { ports: { websecure: { exposedPort: exposure.port } } } },
    },
    components: {
      services: {
        openfga: { external: true, imageResources: [image('openfga')] },
        'account-operator': operator('account-operator', replicas),
        'security-operator': operator('security-operator', replicas),
        portal: {
          dependsOn: ['account-operator', 'security-operator'],
          imageResources: [image('portal')],
          values: {
            replicas,
            cookieDomain: exposure.baseDomain,
            auth: { discoveryUrl: `${exposure.protocol}://${exposure.baseDomainPort}/keycloak/realms/welcome` },
          },
        },
        ...(demo ? { 'example-content': { dependsOn: ['portal'] } } : {}),
      },
    },
  });
}

/** Operators look alike: each has one image and asks OpenFGA; where there are several of one, they elect a leader. */
function operator(name: string, replicas: number): ServiceDefinition<'openfga'> {
  return {
    dependsOn: ['openfga'],
    imageResources: [image(name)],
    values: {
      kubeconfigSecret: `${name}-kubeconfig`,
      fga: { grpcAddr: 'openfga:8081' },
      ...(replicas > 1 ? { replicas, leaderElect: true } : {}),
    },
  };
}

/** The image of a service; its tag goes to `image.tag` in the values of the chart. */
function image(service: string): ImageDefinition {
  return { annotations: { repo: 'oci', artifact: 'image', for: service } };
}
