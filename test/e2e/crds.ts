import { globSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { call, until, type Access } from '../servers/index.ts';

/** What is read of a CustomResourceDefinition; there may be more. */
export interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly [field: string]: unknown }[];
  };
}

/** What became of it. */
export interface Condition {
  readonly type: string;
  readonly status: string;
}

/** The objects of the YAML files that a pattern matches. */
export function readObjects(pattern: string): readonly unknown[] {
  return globSync(pattern)
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown));
}

interface ApiResourceSchema {
  readonly kind: string;
  readonly spec: Omit<Crd['spec'], 'versions'> & { readonly versions: readonly { readonly name: string; readonly schema: object }[] };
}

/** The CRDs among objects for kcp, and its APIResourceSchemas as the CRDs that they are in all but name. */
export function crdsAmong(objects: readonly unknown[]): readonly Crd[] {
  return objects.flatMap((object) => {
    const { kind, spec } = object as ApiResourceSchema;
    if (kind === 'CustomResourceDefinition') return [object as Crd];
    if (kind !== 'APIResourceSchema') return [];
    const versions = spec.versions.map((version) => ({ ...version, schema: { openAPIV3Schema: version.schema } }));
    return [
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${spec.names.plural}.${spec.group}` },
        spec: { ...spec, versions },
      },
    ];
  });
}

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Creates a CRD and waits until its objects can be; returns its conditions. */
export async function install(kube: Access, crd: Crd): Promise<readonly Condition[]> {
  const { status, body } = await call(kube, CRDS, { method: 'POST', body: crd });
  if (status !== 201) throw new Error(`${crd.metadata.name}: ${JSON.stringify(body)}`);
  const conditions = await until(`${crd.metadata.name} is Established`, async () => {
    const now =
      ((await call(kube, `${CRDS}/${crd.metadata.name}`)).body as { readonly status?: { readonly conditions?: readonly Condition[] } })
        .status?.conditions ?? [];
    return now.some(({ type, status: value }) => type === 'Established' && value === 'True') && now;
  });
  await until(`${crd.metadata.name} is served`, async () => (await call(kube, pathOf(crd))).status === 200);
  return conditions;
}

/** Where its objects are; in a namespace or, without one, in all. */
export function pathOf({ spec }: Crd, namespace?: string): string {
  const within = spec.scope === 'Namespaced' && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `/apis/${spec.group}/${spec.versions[0]?.name ?? ''}${within}/${spec.names.plural}`;
}
