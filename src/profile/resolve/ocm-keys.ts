import { textAt } from '../../kubernetes/index.js';

/** What the labels and annotations of an OCM Resource say about its use. */
export interface OcmKeys {
  /** The kind of source that Flux reads the chart from. */
  readonly repo: 'oci' | 'git' | 'helm' | undefined;
  /** What the Resource is. */
  readonly artifact: 'chart' | 'image' | undefined;
  /** The name without a trailing `-image` or `-chart`: a Flux source made from the Resource has it. */
  readonly sourceName: string;
  /** The release or Application that `for` names; without `for` the one that is called as the source. */
  readonly target: { readonly namespace: string; readonly name: string };
  /** Whether `for` is written. */
  readonly hasFor: boolean;
  /** Where the version of an image goes in the Helm values. */
  readonly path: readonly string[];
  /** Where the version of an image is read, from the root of the Resource. @default - `status.resource.version` */
  readonly versionPath: readonly string[] | undefined;
  /** Whether a suspended release starts as soon as the Resource is resolved. */
  readonly unsuspend: boolean;
  /** How the location of an image goes into the Helm values, as it was written. */
  readonly imageRef: string | undefined;
}

/** What holds the keys. Somebody may have written anything into it. */
export interface OcmMetadata {
  /** Name of the Resource. */
  readonly name: string;
  /** Namespace of the Resource. */
  readonly namespace: string;
  /** Its labels, as a server sent them. */
  readonly labels?: unknown;
  /** Its annotations, as a server sent them. */
  readonly annotations?: unknown;
}

const DEFAULT_PATH = 'image.tag';

/** Reads the keys of an OCM Resource. An annotation that is not empty wins over the label of the same key. */
export function ocmKeys({ name, namespace, labels, annotations }: OcmMetadata): OcmKeys {
  const written = (key: string): string | undefined => textAt(annotations, key) ?? textAt(labels, key);
  const sourceName = withoutEnding(name);
  const target = written('for');
  return {
    repo: oneOf(written('repo'), ['oci', 'git', 'helm']),
    artifact: oneOf(written('artifact'), ['chart', 'image']),
    sourceName,
    target: target === undefined ? { namespace, name: sourceName } : targetOf(target, namespace),
    hasFor: target !== undefined,
    path: (written('path') ?? DEFAULT_PATH).split('.'),
    versionPath: written('version-path')?.split('.'),
    unsuspend: written('unsuspend') === 'true',
    imageRef: written('image-ref'),
  };
}

/** One ending goes, not both. */
function withoutEnding(name: string): string {
  return name.endsWith('-image') ? name.slice(0, -'-image'.length) : name.replace(/-chart$/u, '');
}

/** `name` or `namespace/name`; with more than one slash, all of it is the name. */
function targetOf(written: string, namespace: string): OcmKeys['target'] {
  const [first = '', second, ...more] = written.split('/');
  return second === undefined || more.length > 0 ? { namespace, name: written } : { namespace: first, name: second };
}

function oneOf<const Word extends string>(written: string | undefined, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === written);
}
