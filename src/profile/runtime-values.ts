import { Type } from 'typebox';
import { readYaml, YamlError } from '../gotemplate/index.js';
import { validate } from '../resources/index.js';
import type { Problems } from './problems.js';
import { reportYaml } from './read-profile.js';
import { renderTree } from './render.js';
import type { SourceText } from './source-text.js';
import { locate, plain } from './traced.js';

/** Values that only a running platform knows. */
export interface RuntimeValues {
  /** `status.identityHash` of an APIExport, by `<workspace>:<export>`. @default - none is known */
  readonly identityHashes?: Readonly<Record<string, string>>;
  /** PEM of the authority in a Secret, by the name of the Secret; empty where there is none. @default - none is known */
  readonly caBundles?: Readonly<Record<string, string>>;
  /** Client ids that tokens are for, by the name of the IdentityProviderConfiguration. @default - none is known */
  readonly audiences?: Readonly<Record<string, readonly string[]>>;
  /** Where a chart is, by the name of its OCM Resource; for Argo CD. @default - none is known */
  readonly sources?: Readonly<Record<string, ResolvedSource>>;
}

/** Where the OCM controller found a chart. */
export interface ResolvedSource {
  /** URL of the registry or repository. */
  readonly repoURL: string;
  /** Version of the chart, or tag or commit of the repository. */
  readonly targetRevision: string;
}

const Word = Type.String({ minLength: 1 });
const Hash = Type.String({ pattern: '^[^\\s$]+$', 'x-expected': 'the identity of an export, as its status.identityHash has it' });
const Pem = Type.String({ pattern: '^\\s*$|-----BEGIN CERTIFICATE-----', 'x-expected': 'a certificate as PEM, or an empty text where there is none' });

const RuntimeValuesSchema = Type.Object(
  {
    identityHashes: Type.Optional(Type.Record(Type.String(), Hash)),
    caBundles: Type.Optional(Type.Record(Type.String(), Pem)),
    audiences: Type.Optional(Type.Record(Type.String(), Type.Array(Word))),
    sources: Type.Optional(Type.Record(Type.String(), Type.Object({ repoURL: Word, targetRevision: Word }, { additionalProperties: false }))),
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
      problems.error(code, { message: `runtime values: ${message}`, ...(hint === undefined ? {} : { hint }), location: locate(traced, path, at) });
    }
    return found.length > 0 ? undefined : (value as RuntimeValues);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    reportYaml(error, source, problems);
    return undefined;
  }
}
