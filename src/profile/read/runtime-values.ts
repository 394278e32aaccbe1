import { Type, type TSchema } from 'typebox';
import { readYaml, YamlError } from '../../gotemplate/index.js';
import { isMap } from '../../kubernetes/index.js';
import { validate } from '../../resources/index.js';
import { IMAGE_REFERENCE_EXAMPLE, IMAGE_REFERENCE_PATTERN } from '../resolve/image-reference.js';
import type { Problems } from '../problems.js';
import { reportYaml } from './yaml-problems.js';
import { renderTree } from '../render/render.js';
import type { SourceText } from './source-text.js';
import { locate, plain } from '../overlay/traced.js';

/** Values that only a running platform knows. */
export interface RuntimeValues {
  /** `status.identityHash` of an APIExport, by `<workspace>:<export>`. @default - none is known */
  readonly identityHashes?: Readonly<Record<string, string>>;
  /** The CA bundle in a Secret as PEM, by the name of the Secret; empty if there is none. @default - none is known */
  readonly caBundles?: Readonly<Record<string, string>>;
  /** Client ids that tokens are for, by the name of the IdentityProviderConfiguration. @default - none is known */
  readonly audiences?: Readonly<Record<string, readonly string[]>>;
  /** What OCM resolved, by the name of the OCM Resource. @default - nothing is resolved */
  readonly ocmResources?: Readonly<Record<string, ResolvedResource>>;
}

/** What OCM resolved for a Resource. An absent part is unknown. */
export interface ResolvedResource {
  /** Version of the chart or image; for an image, what `version-path` names. */
  readonly version?: string;
  /** Version of the OCM component that the Resource belongs to. */
  readonly componentVersion?: string;
  /** How a chart, or a folder of manifests, is reached. */
  readonly access?: ResourceAccess;
  /** Where an image is. */
  readonly image?: ImageParts;
}

/** How a chart, or a folder of manifests, is reached: in an OCI registry, a Helm repository or a Git repository. */
export interface ResourceAccess {
  /** `host/path:tag@digest`, with or without `oci://`. */
  readonly imageReference?: string;
  /** URL of the Helm repository. */
  readonly helmRepository?: string;
  /** URL of the Git repository. */
  readonly repoUrl?: string;
  /** Commit in the Git repository. */
  readonly commit?: string;
  /** Tag or branch of the Git repository. */
  readonly ref?: string;
}

/** The parts of the reference to an image. */
export interface ImageParts {
  /** Such as `docker.io`. @default - not known */
  readonly registry?: string;
  /** Such as `openfga/openfga`. @default - not known */
  readonly repository?: string;
  /** Such as `v1.9.0`. @default - not known */
  readonly tag?: string;
  /** Such as `sha256:4f0c...`. @default - not known */
  readonly digest?: string;
}

const Word = Type.String({ minLength: 1 });
const Hash = Type.String({ pattern: '^[^\\s$]+$', 'x-expected': 'the identity of an export, as its status.identityHash has it' });
const Pem = Type.String({
  pattern: '^\\s*$|-----BEGIN CERTIFICATE-----',
  'x-expected': 'a certificate as PEM, or an empty text where there is none',
});

/** A map in which every field may be absent. */
const parts = <Part extends TSchema>(fields: Readonly<Record<string, Part>>) =>
  Type.Object(Object.fromEntries(Object.entries(fields).map(([name, part]) => [name, Type.Optional(part)])), {
    additionalProperties: false,
  });
const Reference = Type.String({ pattern: IMAGE_REFERENCE_PATTERN, 'x-expected': `a reference such as ${IMAGE_REFERENCE_EXAMPLE}` });
const Resolved = parts<TSchema>({
  version: Word,
  componentVersion: Word,
  access: parts({ imageReference: Reference, helmRepository: Word, repoUrl: Word, commit: Word, ref: Word }),
  image: parts({ registry: Word, repository: Word, tag: Word, digest: Word }),
});

const RuntimeValuesSchema = Type.Object(
  {
    identityHashes: Type.Optional(Type.Record(Type.String(), Hash)),
    caBundles: Type.Optional(Type.Record(Type.String(), Pem)),
    audiences: Type.Optional(Type.Record(Type.String(), Type.Array(Word))),
    ocmResources: Type.Optional(Type.Record(Type.String(), Resolved)),
  },
  { additionalProperties: false },
);

/** Reads the file form; undefined when it has errors. */
export function readRuntimeValues(source: SourceText, problems: Problems): RuntimeValues | undefined {
  try {
    const { root } = readYaml(source.text);
    if (!root || (root.kind === 'scalar' && root.value === null)) return {};
    const traced = renderTree(root, { source, layer: 'flag', problems }, { mode: 'none', data: {}, onFailure: 'keep' });
    const value = plain(traced);
    const found = validate(RuntimeValuesSchema, value);
    for (const { code, message, hint, path, at } of found) {
      problems.error(code, {
        message: `runtime values: ${message}`,
        ...(hint === undefined ? {} : { hint }),
        location: locate(traced, path, at),
      });
    }
    return found.length > 0 ? undefined : (withoutNulls(value) as RuntimeValues);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    reportYaml(error, source, problems);
    return undefined;
  }
}

/** A key without a value is as good as no key. */
function withoutNulls(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])));
}
