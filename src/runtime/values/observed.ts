import type { ValueSource } from '../../charts/index.js';
import { at, textAt, type KubernetesObject, type ObjectRef } from '../../kubernetes/index.js';
import type { RuntimeValues } from '../../profile/index.js';

/** The workspace of the platform's own APIs. */
const SYSTEM = 'root:platform-mesh-system';

/** An object that holds a value; without a workspace it is on the runtime cluster. */
export interface ValueObject {
  readonly workspace?: string;
  readonly ref: ObjectRef;
}

/** The object that holds a value. */
export function valueObject(source: ValueSource, namespace: string): ValueObject {
  switch (source.kind) {
    case 'identityHash':
      return { workspace: source.workspace, ref: { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name: source.apiExport } };
    case 'audiences':
      return {
        workspace: SYSTEM,
        ref: { apiVersion: 'core.platform-mesh.io/v1alpha1', kind: 'IdentityProviderConfiguration', name: source.name },
      };
    case 'caBundle':
      return { ref: { apiVersion: 'v1', kind: 'Secret', namespace, name: source.secret } };
  }
}

/** What an object says of a value; empty as long as it does not say it. */
export function valueIn(source: ValueSource, object: KubernetesObject): RuntimeValues {
  switch (source.kind) {
    case 'identityHash': {
      const hash = textAt(object, 'status', 'identityHash');
      return hash ? { identityHashes: { [`${source.workspace}:${source.apiExport}`]: hash } } : {};
    }
    case 'audiences': {
      const clients = Object.values((at(object, 'status', 'managedClients') ?? {}) as Readonly<Record<string, unknown>>);
      const ids = clients.flatMap((client) => textAt(client, 'clientId') ?? []).filter((id) => id !== '');
      // Nobody could log in by an empty list.
      return ids.length > 0 ? { audiences: { [source.name]: ids.sort() } } : {};
    }
    case 'caBundle': {
      const ca = textAt(object, 'data', source.key ?? 'ca.crt');
      if (ca) return { caBundles: { [source.secret]: Buffer.from(ca, 'base64').toString('utf8') } };
      // A certificate that a public CA has signed comes without it; a webhook cannot do without.
      return source.optional ? { caBundles: { [source.secret]: '' } } : {};
    }
  }
}

/** Joins values; of two for one key the later one counts. */
export function joinValues(...parts: readonly RuntimeValues[]): RuntimeValues {
  const joined = (key: 'identityHashes' | 'caBundles' | 'audiences'): RuntimeValues =>
    parts.some((part) => part[key] !== undefined) ? { [key]: Object.assign({}, ...parts.map((part) => part[key])) as object } : {};
  return { ...joined('identityHashes'), ...joined('caBundles'), ...joined('audiences') };
}
