import { describe, expect, it } from '@jest/globals';
import { customResourceDefinitions } from '../../src/resources/index.js';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly scope: string;
    readonly names: object;
    readonly versions: readonly {
      readonly name: string;
      readonly subresources: object;
      readonly additionalPrinterColumns: readonly { readonly name: string; readonly jsonPath: string; readonly type: string }[];
      readonly schema: { readonly openAPIV3Schema: Node };
    }[];
  };
}

const CRDS = customResourceDefinitions() as readonly Crd[];
const crd = (name: string): Crd['spec'] & { readonly version: Crd['spec']['versions'][number] } => {
  const { spec } = CRDS.find(({ metadata }) => metadata.name === name)!;
  return { ...spec, version: spec.versions[0]! };
};
const platformMeshes = crd('platformmeshes.core.platform-mesh.io');
const providers = crd('providers.providers.platform-mesh.io');
const managedProviders = crd('managedproviders.providers.platform-mesh.io');

/** The node at a path such as `spec.kcp.providerConnections[]`. */
function nodeAt({ version }: { readonly version: Crd['spec']['versions'][number] }, path: string): Node {
  return path.split('.').reduce<Node>((node, step) => {
    const property = node.properties![step.replace('[]', '')]!;
    return step.endsWith('[]') ? property.items! : property;
  }, version.schema.openAPIV3Schema);
}

function* nodesOf(node: Node, path: string): Generator<readonly [string, Node]> {
  yield [path, node];
  for (const [key, property] of Object.entries(node.properties ?? {})) yield* nodesOf(property, `${path}.${key}`);
  if (node.items) yield* nodesOf(node.items, `${path}[]`);
  if (node.additionalProperties) yield* nodesOf(node.additionalProperties, `${path}{}`);
}

const ALL_NODES = CRDS.flatMap(({ metadata, spec }) =>
  spec.versions.flatMap(({ schema }) => [...nodesOf(schema.openAPIV3Schema, metadata.name)]),
);

describe('the schemas are structural', () => {
  it('every node has one type, or keeps whatever it is given', () => {
    expect(
      ALL_NODES.filter(([, node]) => typeof node['type'] !== 'string' && node['x-kubernetes-preserve-unknown-fields'] !== true).map(
        ([path]) => path,
      ),
    ).toEqual([]);
  });

  it('no node has a keyword that the API server does not take', () => {
    const allowed =
      /^(type|description|default|enum|pattern|format|(min|max)(Length|Items|imum)|required|properties|items|additionalProperties|x-kubernetes-.+)$/u;

    expect(
      ALL_NODES.flatMap(([path, node]) =>
        Object.keys(node)
          .filter((keyword) => !allowed.test(keyword))
          .map((keyword) => `${path}: ${keyword}`),
      ),
    ).toEqual([]);
  });

  it('an object has properties or values of one type, never additionalProperties: false', () => {
    expect(
      ALL_NODES.filter(
        ([, node]) =>
          node.additionalProperties !== undefined && (node.properties !== undefined || typeof node.additionalProperties !== 'object'),
      ),
    ).toEqual([]);
  });

  it('a list whose entries have rules is bounded, since the cost of a rule counts once per entry', () => {
    const unbounded = ALL_NODES.filter(
      ([, node]) =>
        node.items !== undefined &&
        node['maxItems'] === undefined &&
        [...nodesOf(node.items, '')].some(([, inner]) => inner['x-kubernetes-validations'] !== undefined),
    );

    expect(unbounded.map(([path]) => path)).toEqual([]);
  });

  it('describes every field', () => {
    const fields = ALL_NODES.filter(([path, node]) => /\.(spec|status)\..*[^\]}]$/u.test(path) && typeof node['description'] !== 'string');

    expect(fields.map(([path]) => path)).toEqual([]);
  });

  it('says in words what a pattern wants', () => {
    const rules = nodeAt(platformMeshes, 'spec.exposure.baseDomain')['x-kubernetes-validations'];

    expect(rules).toEqual([
      { rule: expect.stringMatching(/^self\.matches\(r'/u), message: expect.stringMatching(/no scheme and no port/u) },
    ]);
  });

  it('survives JSON: no function of a rule is left in it', () => {
    expect(JSON.parse(JSON.stringify(CRDS))).toEqual(CRDS);
  });
});

describe('PlatformMesh', () => {
  it('is namespaced, with a status subresource', () => {
    expect([platformMeshes.scope, platformMeshes.names, platformMeshes.version.name, platformMeshes.version.subresources]).toEqual([
      'Namespaced',
      { kind: 'PlatformMesh', listKind: 'PlatformMeshList', plural: 'platformmeshes', singular: 'platformmesh' },
      'v1alpha1',
      { status: {} },
    ]);
  });

  it("shows the reference's columns in their order, then the age", () => {
    expect(platformMeshes.version.additionalPrinterColumns.map(({ name, jsonPath }) => `${name} ${jsonPath}`)).toEqual([
      "KCP .status.conditions[?(@.type=='KcpsetupSubroutine')].status",
      "KCP_REASON .status.conditions[?(@.type=='KcpsetupSubroutine')].reason",
      "SECRET .status.conditions[?(@.type=='ProvidersecretSubroutine')].status",
      "SECRET_REASON .status.conditions[?(@.type=='ProvidersecretSubroutine')].reason",
      "DEPLOYMENT .status.conditions[?(@.type=='DeploymentSubroutine')].status",
      "DEPLOYMENT_REASON .status.conditions[?(@.type=='DeploymentSubroutine')].reason",
      "WAIT .status.conditions[?(@.type=='WaitSubroutine')].status",
      "WAIT_REASON .status.conditions[?(@.type=='WaitSubroutine')].reason",
      "Ready .status.conditions[?(@.type=='Ready')].status",
      'Age .metadata.creationTimestamp',
    ]);
  });

  it('asks for no more than the reference does', () => {
    expect(platformMeshes.version.schema.openAPIV3Schema.required).toBeUndefined();
    expect(nodeAt(platformMeshes, 'spec').required).toBeUndefined();
    expect(nodeAt(platformMeshes, 'spec.kcp.providerConnections[]').required).toEqual(['secret']);
    expect(nodeAt(platformMeshes, 'spec.kcp.extraWorkspaces[]').required).toEqual(['path', 'type']);
    expect(nodeAt(platformMeshes, 'spec.kcp.extraDefaultAPIBindings[]').required).toEqual(['export', 'path', 'workspaceTypePath']);
    expect(nodeAt(platformMeshes, 'spec.featureToggles[]').required).toBeUndefined();
  });

  it('keeps values of any shape', () => {
    for (const field of ['values', 'infraValues']) {
      const { description, ...rest } = nodeAt(platformMeshes, `spec.${field}`);
      expect([typeof description, rest]).toEqual(['string', { 'x-kubernetes-preserve-unknown-fields': true }]);
    }
  });

  it('names the OCM objects platform-mesh where the parent is given', () => {
    expect(['repo', 'component'].map((field) => nodeAt(platformMeshes, `spec.ocm.${field}.name`)['default'])).toEqual([
      'platform-mesh',
      'platform-mesh',
    ]);
  });

  it('replaces a wait item as a whole', () => {
    expect(nodeAt(platformMeshes, 'spec.wait.resourceTypes[]')['x-kubernetes-map-type']).toBe('atomic');
  });
});

describe('Provider', () => {
  it('is cluster-scoped and needs a spec', () => {
    expect([providers.scope, providers.version.schema.openAPIV3Schema.required]).toEqual(['Cluster', ['spec']]);
  });

  it('shows the Secret from where the status has it', () => {
    expect(providers.version.additionalPrinterColumns.map(({ name, jsonPath }) => `${name} ${jsonPath}`)).toEqual([
      'Phase .status.phase',
      'KubeconfigSecret .status.providerKubeconfigSecretRef.name',
      "Ready .status.conditions[?(@.type=='Ready')].status",
      'Age .metadata.creationTimestamp',
    ]);
    expect(nodeAt(providers, 'status.providerKubeconfigSecretRef.name')['type']).toBe('string');
  });

  it('limits the name, which becomes part of a workspace name', () => {
    expect(JSON.stringify(providers.version.schema.openAPIV3Schema['x-kubernetes-validations'])).toContain('at most 46 characters');
  });

  it('lists conditions by type', () => {
    expect(nodeAt(providers, 'status.conditions')['x-kubernetes-list-map-keys']).toEqual(['type']);
  });
});

describe('ManagedProvider', () => {
  it('is namespaced', () => {
    expect([managedProviders.scope, managedProviders.version.additionalPrinterColumns.map(({ name }) => name)]).toEqual([
      'Namespaced',
      ['Phase', 'Ready', 'Age'],
    ]);
  });

  it('takes charts as the reference does', () => {
    expect(nodeAt(managedProviders, 'spec').required).toEqual(['platformMeshRef', 'runtimeDeployments']);
    expect(nodeAt(managedProviders, 'spec.runtimeDeployments[].flux').required).toEqual(['chart', 'registry', 'version']);
    expect(nodeAt(managedProviders, 'spec.runtimeDeployments[].flux.type')).toMatchObject({ enum: ['oci', 'helm'], default: 'oci' });
    expect(nodeAt(managedProviders, 'spec.runtimeDeployments[].ocm').required).toEqual(['registry', 'version']);
  });
});
