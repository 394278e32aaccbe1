// Inputs of the benchmark: a platform of so many services, with what services usually carry.

/** A `PlatformMesh` for all of them. */
export const PLATFORM_MESH = `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: bench
  namespace: platform-mesh-system
spec:
  exposure: {baseDomain: portal.example.com, port: 8443, protocol: https}
`;

/** A profile with so many services; each waits for the one before it, ten in a row. */
export function profileOf(services, technology, { certManager = true } = {}) {
  const manager = certManager ? '  certManager: {enabled: true, values: {crds: {enabled: true}}}\n' : '';
  const infra = `infra:\n  deploymentTechnology: ${technology}\n${manager}`;
  const list = Array.from({ length: services }, (_, index) => service(nameOf(index), index)).join('');
  return `${infra}components:\n  deploymentTechnology: ${technology}\n  services:\n${list}`;
}

/** The chart of every service, as OCM's controller resolves it. */
export function resolvedCharts(services) {
  const charts = Array.from({ length: services }, (_, index) => nameOf(index)).map((name) => [
    `${name}-chart`,
    { version: '1.0.0', access: { imageReference: `registry.example.com/charts/${name}:1.0.0` } },
  ]);
  return { ocmResources: Object.fromEntries(charts) };
}

function nameOf(index) {
  return `service-${String(index).padStart(5, '0')}`;
}

function service(name, index) {
  const before = nameOf(index - 1);
  return `    ${name}:
      enabled: true
${index % 10 === 0 ? '' : `      dependsOn:\n      - name: ${before}\n`}      imageResources:
      - annotations: {repo: oci, artifact: image, for: ${name}}
      values:
        replicas: ${1 + (index % 3)}
        image:
          repository: registry.example.com/${name}
          tag: v1.${index}.0
          pullPolicy: IfNotPresent
        http:
          host: "${name}.{{ .baseDomain }}"
          url: 'https://${name}.{{ .baseDomainPort }}/api'
          origins: [localhost, portal.example.com, "api.{{ .baseDomain }}"]
        resources:
          limits: {cpu: 500m, memory: 512Mi}
          requests: {cpu: 50m, memory: 64Mi}
        env:
        - name: LOG_LEVEL
          value: debug
        - name: BASE
          value: '{{ if eq .port "443" }}https://{{ .baseDomain }}{{ else }}https://{{ .baseDomainPort }}{{ end }}'
        - name: FEATURES
          value: "a,b,c,d"
        affinity:
          enabled: true
          entries:
          - zone: "10.96.188.4"
            weight: 100
        config: |
          server:
            port: 8080
          log: info
        nodeSelector: {}
        tolerations: []
        podAnnotations:
          prometheus.io/scrape: "true"
          example.com/checksum: "${name}-0123456789abcdef"
`;
}
