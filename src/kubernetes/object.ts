/** Who an object belongs to; the API server's garbage collector follows it. */
export interface OwnerReference {
  /** Group and version. */
  readonly apiVersion: string;
  /** Such as `HelmRelease`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Unique for this very object. */
  readonly uid: string;
  /** Whether that owner manages it. */
  readonly controller?: boolean;
  /** Whether the owner stays until it is gone. */
  readonly blockOwnerDeletion?: boolean;
}

/** `metadata` of an object, as far as every object has it. */
export interface ObjectMeta {
  /** Name of the object. */
  readonly name: string;
  /** The server makes a name that begins so. */
  readonly generateName?: string;
  /** Namespace of the object. @default - the kind has none */
  readonly namespace?: string;
  /** Unique for this very object. */
  readonly uid?: string;
  /** Changes with each write. */
  readonly resourceVersion?: string;
  /** Counts changes of the spec. */
  readonly generation?: number;
  /** When the server created it. */
  readonly creationTimestamp?: string;
  /** When its deletion was asked for. */
  readonly deletionTimestamp?: string;
  /** By key. */
  readonly labels?: Readonly<Record<string, string>>;
  /** By key. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Who has to agree before it goes. */
  readonly finalizers?: readonly string[];
  /** The objects that it belongs to. */
  readonly ownerReferences?: readonly OwnerReference[];
  /** Who owns which fields. */
  readonly managedFields?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** An object as API servers take and give it. */
export interface KubernetesObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Such as `HelmRelease`. */
  readonly kind: string;
  /** Name, namespace, labels, annotations and what the server adds. */
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** An object that is to be created; the server may name it. */
export interface NewObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Such as `HelmRelease`. */
  readonly kind: string;
  /** Name, namespace, labels, annotations and what the server adds. */
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
  /** Name of the object. */
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
