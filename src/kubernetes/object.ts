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
