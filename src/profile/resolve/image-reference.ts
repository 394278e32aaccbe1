/** The parts of a reference to a chart or an image in an OCI registry. */
export interface ImageReference {
  /** With its port, if it has one. */
  readonly host: string;
  /** The repository within the registry, such as `platform-mesh/charts/portal`. */
  readonly path: string;
  /** Such as `1.2.0`. @default - the reference has none */
  readonly tag?: string;
  /** Such as `sha256:4f0c...`. @default - the reference has none */
  readonly digest?: string;
}

const HOST = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const TAG = String.raw`\w[\w.+-]{0,127}`;
const DIGEST = '[A-Za-z0-9]+(?:[-_+.][A-Za-z0-9]+)*:[0-9a-fA-F]{32,}';

/** The form as a pattern, for the schema of values that a user writes. */
export const IMAGE_REFERENCE_PATTERN = `^(?:oci://)?(${HOST})//?(${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`;

/** Such a reference, for messages. */
export const IMAGE_REFERENCE_EXAMPLE = 'registry.example.com/charts/portal:1.2.3';

const PATTERN = new RegExp(IMAGE_REFERENCE_PATTERN, 'u');

/**
 * Reads `[oci://]host[:port]/path[:tag][@digest]`. The host may be a single label, such as `registry`; the path is in lower case.
 * A tag may have a `+`, as versions of charts do. Two slashes after the host are OCM's own notation, and count as one.
 *
 * @returns undefined for any other text.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [, host, path, tag, digest] = PATTERN.exec(text) ?? [];
  if (host === undefined || path === undefined) return undefined;
  return { host, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
