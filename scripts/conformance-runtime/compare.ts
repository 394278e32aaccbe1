import { contentOf } from './content.ts';
import type { Difference } from './difference.ts';
import { fieldDifferences } from './field-differences.ts';
import { at, isMap, textAt, type Json, type JsonMap } from './json.ts';
import { namedThings, unnamedThings } from './named-things.ts';
import { keyOf, kindKeyOfObject, objectOfWrite, type ObjectId } from './object-path.ts';
import { hasPath, ownedPaths } from './owned-paths.ts';
import { namespacesOf, type RecordedCase, type RecordedWrite } from './recorded-case.ts';

/** A write of the command line that an API server did. */
export interface OwnWrite {
  /** As in the audit log: `create`, `update`, `patch` or `delete`. */
  readonly verb: string;
  readonly object: ObjectId;
}

/** What a replay led to. */
export interface Observed {
  readonly exitCode: number;
  /** What the command line said is not well. */
  readonly trouble: string;
  readonly writes: readonly OwnWrite[];
  /** The recorded objects before and after, by `keyOf`. */
  readonly before: ReadonlyMap<string, JsonMap>;
  readonly after: ReadonlyMap<string, JsonMap>;
  /** Cluster of what the command line says that it looked at, by `kindKeyOf`. */
  readonly targets: ReadonlyMap<string, string>;
  /** Kind of each CustomResourceDefinition, by its name. */
  readonly kinds: ReadonlyMap<string, string>;
  /** The objects that `synth` makes of the input, by `keyOf`. */
  readonly rendered: ReadonlyMap<string, JsonMap>;
}

/** The field manager of the reference's deployment, and ours. */
export const FIELD_MANAGER = 'platform-mesh-deployment';
/** Those of what goes into kcp. */
const KCP_MANAGERS = ['platform-mesh-operator', 'platform-mesh-kcp-setup', 'platform-mesh-provider-secret'];

const OUTCOMES: Readonly<Record<number, string>> = { 0: 'done', 1: 'failed', 2: 'rejected', 4: 'waiting' };

/** All that a replay did otherwise than it was recorded. */
export function compare(recorded: RecordedCase, observed: Observed): readonly Difference[] {
  const writes = recorded.writes.flatMap((write) => {
    const object = objectOfWrite(write);
    return object === undefined ? [] : [{ write, object }];
  });
  // What was refused is no write, but it was asked for.
  const asked = new Set(writes.map(({ object }) => keyOf(object)));
  // A token is given, not kept.
  const done = writes.filter(({ write, object }) => write.status === undefined && object.subresource !== 'token');
  return [
    ...outcomeDifferences(recorded, observed),
    ...done.flatMap(({ write, object }) => writeDifferences(write, object, observed)),
    ...extraWrites(observed.writes.filter(({ object }) => !asked.has(keyOf(object)))),
  ];
}

function outcomeDifferences(recorded: RecordedCase, { exitCode, trouble, kinds }: Observed): readonly Difference[] {
  const { outcome: expected, message } = recorded;
  const got = OUTCOMES[exitCode] ?? `exit code ${exitCode}`;
  const printed = trouble.trim().split('\n').slice(-5).join(' | ');
  const unnamed = got === 'done' ? [] : unnamedThings(namedThings(message, namespacesOf(recorded)), trouble, kinds);
  return [
    ...(got === expected ? [] : [{ kind: 'outcome' as const, expected, got, message, printed }]),
    ...(unnamed.length === 0 ? [] : [{ kind: 'message' as const, expected: unnamed, printed }]),
  ];
}

function writeDifferences(write: RecordedWrite, object: ObjectId, observed: Observed): readonly Difference[] {
  const key = keyOf(object);
  const now = observed.after.get(key);
  if (write.verb === 'delete') return isTheSame(now, observed.before.get(key)) ? [{ kind: 'kept', object }] : [];
  if (now === undefined) return [{ kind: 'missing', object }];
  const expected = contentOf(write.object ?? {});
  const wasWritten = observed.writes.some((own) => keyOf(own.object) === key);
  const target = write.cluster === 'kcp' ? 'kcp' : (observed.targets.get(kindKeyOfObject(now)) ?? write.cluster);
  return [
    ...(target === write.cluster ? [] : [{ kind: 'target' as const, object, expected: write.cluster, got: target }]),
    ...fieldDifferences(expected, contentOf(now)).map((field) => ({ kind: 'field' as const, object, ...field })),
    ...(wasWritten ? extraFields(object, expected, now) : []),
  ];
}

/** Whether an object was neither deleted nor made anew. */
function isTheSame(now: JsonMap | undefined, before: JsonMap | undefined): boolean {
  return now !== undefined && textAt(now, 'metadata', 'uid') === textAt(before, 'metadata', 'uid');
}

/** Fields that we own since this replay, and that the reference did not send. */
function extraFields(object: ObjectId, expected: JsonMap, now: JsonMap): readonly Difference[] {
  const asRecorded = (path: readonly string[]): readonly string[] => path.map((name) => (name === 'valuesObject' ? 'values' : name));
  const managers = object.workspace === undefined ? [FIELD_MANAGER] : KCP_MANAGERS;
  const extra = managers.flatMap((manager) => ownedPaths(now, manager)).filter((path) => !hasPath(expected, asRecorded(path)));
  // Who owns an empty map, in which others have fields, adds nothing.
  const added = extra.filter((path) => isAdded(at(now, ...path)));
  return added.map((path) => ({ kind: 'extra field', object, path, got: at(now, ...path) }));
}

function isAdded(value: Json | undefined): boolean {
  return value !== undefined && (!isMap(value) || Object.keys(value).length === 0);
}

/** One for each object, whatever was sent for it. */
function extraWrites(writes: readonly OwnWrite[]): readonly Difference[] {
  const byObject = Map.groupBy(writes, ({ object }) => `${keyOf(object)} ${object.subresource}`);
  return [...byObject.values()].flatMap((own) => {
    const verb = [...new Set(own.map((write) => write.verb))].join(', ');
    return own.slice(0, 1).map(({ object }): Difference => ({ kind: 'extra write', object, verb }));
  });
}
