import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { textAt, type JsonMap } from './json.ts';
import { objectOf } from './object-path.ts';

export type ClusterName = 'runtime' | 'infra' | 'kcp';
export type Outcome = 'done' | 'waiting' | 'failed' | 'crashed';

/** The last thing that the reference sent for an object. */
export interface RecordedWrite {
  readonly cluster: ClusterName;
  /** Path of the workspace of kcp. @default - it is on a cluster */
  readonly workspace?: string;
  /** Such as `apply`, `update` or `delete`. */
  readonly verb: string;
  readonly path: string;
  /** What it was answered, where it was refused. */
  readonly status?: number;
  readonly object?: JsonMap;
}

/** A step of the reference as it was recorded. */
export interface RecordedCase {
  readonly name: string;
  readonly title: string;
  /** Type of its condition, or `ResourceSubroutine`. */
  readonly step: string;
  readonly flags: Readonly<Record<string, string | boolean>>;
  /** How often the step ran. */
  readonly passes: number;
  readonly outcome: Outcome;
  readonly message: string;
  readonly writes: readonly RecordedWrite[];
  /** The PlatformMesh. */
  readonly instance: JsonMap;
  readonly profile: JsonMap;
  /** What was there before, by cluster. */
  readonly state: Readonly<Record<ClusterName, readonly JsonMap[]>>;
  readonly files: { readonly instance: string; readonly profile: string };
}

/** What `case.json` holds. */
type Recording = Pick<RecordedCase, 'title' | 'step' | 'flags' | 'passes' | 'outcome' | 'message' | 'writes'>;

/** The cases of a folder, in the order of their names. */
export function readCases(folder: string): readonly RecordedCase[] {
  const names = readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'case.json')));
  return names.map((name) => readCase(join(folder, name)));
}

function readCase(folder: string): RecordedCase {
  const files = { instance: join(folder, 'platformmesh.yaml'), profile: join(folder, 'profile.yaml') };
  return {
    ...(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Recording),
    name: basename(folder),
    files,
    instance: documents(files.instance)[0] ?? {},
    profile: existsSync(files.profile) ? profileOf(readFileSync(files.profile, 'utf8')) : {},
    state: {
      runtime: [...documents(join(folder, 'state-runtime.yaml')), ...documents(join(folder, 'resource.yaml'))],
      infra: documents(join(folder, 'state-infra.yaml')),
      kcp: documents(join(folder, 'state-kcp.yaml')),
    },
  };
}

function documents(file: string): readonly JsonMap[] {
  if (!existsSync(file)) return [];
  const read = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as JsonMap | null);
  return read.filter((document) => document !== null);
}

/** Empty for a profile that is no YAML before it is rendered. */
function profileOf(text: string): JsonMap {
  try {
    return parse(text) as JsonMap;
  } catch {
    return {};
  }
}

/** Writes that were not refused, of one kind. */
export function appliedOf({ writes }: Pick<RecordedCase, 'writes'>, kind: string): readonly RecordedWrite[] {
  return writes.filter(({ status, object }) => status === undefined && object?.['kind'] === kind);
}

/** The pods of kcp that were there before. */
export function kcpPodsOf({ state }: Pick<RecordedCase, 'state'>): readonly JsonMap[] {
  return state.runtime.filter(({ kind, metadata }) => kind === 'Pod' && textAt(metadata, 'labels', 'app.kubernetes.io/name') === 'kcp');
}

/** A flag with a text, or what holds without it. */
export function flagOf({ flags }: Pick<RecordedCase, 'flags'>, name: string, otherwise: string): string {
  const value = flags[name];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** Namespaces that a case speaks of. */
export function namespacesOf(recorded: Pick<RecordedCase, 'instance' | 'flags' | 'state' | 'writes'>): readonly string[] {
  const { instance, state, writes } = recorded;
  const named = [instance, ...state.runtime, ...state.infra].map((object) => textAt(object, 'metadata', 'namespace'));
  const written = writes.filter(({ cluster }) => cluster !== 'kcp').map(({ path }) => objectOf(path)?.namespace ?? '');
  const all = ['platform-mesh-system', flagOf(recorded, '--kcp-namespace', ''), ...named, ...written];
  return [...new Set(all)].filter((name) => name !== '');
}

/** Objects in kcp whose server failed at each write: they were never there, though another case may have brought them. */
export function neverCreated({ writes }: RecordedCase): readonly RecordedWrite[] {
  return writes.filter(({ cluster, path, status = 0 }) => cluster === 'kcp' && status >= 500 && objectOf(path)?.name !== '');
}
