/** Who an object belongs to; the API server's garbage collector follows it. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** `metadata` of an object, as far as every object has it. */
export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** An object as API servers take and give it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** An object that is to be created; the server may name it. */
export interface NewObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<ObjectMeta>;
  readonly [field: string]: unknown;
}

/** A kind of object. */
export interface KindRef {
  /** Such as `v1` or `helm.toolkit.fluxcd.io/v2`. */
  readonly apiVersion: string;
  /** Such as `HelmRelease`. */
  readonly kind: string;
}

/** One object, by its name. */
export interface ObjectRef extends KindRef {
  /** Not looked at where the kind has no namespaces. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Objects of one kind. */
export interface ObjectQuery extends KindRef {
  /** @default - all namespaces */
  readonly namespace?: string | undefined;
  /** Such as `app=portal,tier!=db`. @default - all objects */
  readonly labelSelector?: string | undefined;
  /** Such as `metadata.name=portal`. @default - all objects */
  readonly fieldSelector?: string | undefined;
}

/** Objects as they were at one moment. */
export interface ObjectList {
  readonly items: readonly KubernetesObject[];
  /** That moment; a watch from here misses nothing. */
  readonly resourceVersion: string;
}

/** How an object is called in messages, such as `ConfigMap default/settings` or `ClusterRole admin`. */
export function describeObject({ kind, namespace, name }: { readonly kind: string; readonly namespace?: string | undefined; readonly name: string }): string {
  return namespace === undefined || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** Names an object by what stands in it. */
export function refOf({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): ObjectRef {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** The same text for two refs of one object, whatever version they name. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}

/** The group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Group and version as one text. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
