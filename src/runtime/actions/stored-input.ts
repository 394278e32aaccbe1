import type { KubernetesObject } from '../../kubernetes/index.js';
import { PlatformMeshError } from '../../errors.js';
import { toYaml } from '../../gotemplate/index.js';
import type { InputFiles, LoadOptions } from '../../profile/index.js';
import { isApiError, type Cluster } from '../cluster/index.js';

const PLATFORM_MESH = { apiVersion: 'core.platform-mesh.io/v1alpha1', kind: 'PlatformMesh' } as const;

/**
 * A `PlatformMesh` and its profile as they are on a cluster, as input for `loadBlueprint`. Their locations are named after
 * the objects: `PlatformMesh platform-mesh-system/mesh:7:3`.
 *
 * @throws {PlatformMeshError} `unknown-platform` if the object does not exist, with the names of others; `no-profile`
 * when its ConfigMap is not there.
 */
export async function storedInput(
  runtime: Cluster,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<Pick<LoadOptions, 'files' | 'profile' | 'from'>> {
  const object = await runtime.get({ ...PLATFORM_MESH, namespace, name });
  if (!object) throw await unknownPlatform(runtime, name, namespace);
  const { profileConfigMap } = (object['spec'] ?? {}) as {
    readonly profileConfigMap?: { readonly name: string; readonly namespace?: string };
  };
  const profile = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: profileConfigMap?.namespace || namespace,
    name: profileConfigMap?.name ?? `${name}-profile`,
  };
  const configMap = await runtime.get(profile);
  const { 'profile.yaml': text } = (configMap?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const profileLabel = `ConfigMap ${profile.namespace}/${profile.name}`;
  if (text === undefined) {
    throw new PlatformMeshError(
      'no-profile',
      `${profileLabel} on cluster "${runtime.name}": ${configMap ? 'it has no key profile.yaml' : 'there is no such object'}`,
      {
        hint: `PlatformMesh ${namespace}/${name} takes its profile from there`,
      },
    );
  }
  const meshLabel = `PlatformMesh ${namespace}/${name}`;
  return {
    files: [meshLabel],
    profile: profileLabel,
    from: memoryFiles(
      new Map([
        [meshLabel, toYaml(written(object), { width: Infinity, portable: true })],
        [profileLabel, text],
      ]),
    ),
  };
}

/** The fields that a user wrote. */
function written({ apiVersion, kind, metadata, ...rest }: KubernetesObject): object {
  return { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace }, spec: rest['spec'] ?? {} };
}

function memoryFiles(texts: ReadonlyMap<string, string>): InputFiles {
  const bytes = new Map([...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return {
    stat: (path) => (bytes.has(path) ? { kind: 'file', size: bytes.get(path)?.length ?? 0 } : undefined),
    list: () => [],
    read: (path) => bytes.get(path) ?? new Uint8Array(),
    label: (path) => path,
  };
}

/** Empty if listing all namespaces is forbidden. */
async function knownPlatforms(runtime: Cluster): Promise<readonly string[]> {
  try {
    const { items } = await runtime.list(PLATFORM_MESH);
    return items.map(({ metadata }) => `${metadata.name} in ${metadata.namespace ?? ''}`);
  } catch (error) {
    if (isApiError(error, 'forbidden')) return [];
    throw error;
  }
}

async function unknownPlatform(runtime: Cluster, name: string, namespace: string): Promise<PlatformMeshError> {
  const known = await knownPlatforms(runtime);
  return new PlatformMeshError('unknown-platform', `PlatformMesh ${namespace}/${name}: not found on cluster "${runtime.name}"`, {
    hint:
      known.length === 0
        ? 'give its files with -f, or its namespace with --namespace'
        : `there are ${known.join(', ')}; choose one with --namespace`,
  });
}
