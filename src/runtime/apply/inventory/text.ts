import { gunzipSync, gzipSync } from 'node:zlib';
import { PlatformMeshError } from '../../../errors.js';
import { groupOf, versionOf, type ObjectRef } from '../../../kubernetes/index.js';
import { entriesOf, type InventoryEntries, type InventoryEntry } from './entry.js';

/** The contents of the ConfigMap of an inventory: lines by kind, as text or compressed. */
export interface InventoryData {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** A ConfigMap holds 1 MiB. Beyond this many bytes the lines are compressed, which makes room for ten times as many. */
export const LONGEST_TEXT = 768 * 1024;

/** No inventory that fits into a ConfigMap is longer than this many bytes for one kind. */
const LONGEST_LINES = 256 * 1024 * 1024;

/** One line for each object, in a key for each kind. */
export function dataOf(entries: InventoryEntries): InventoryData {
  const kinds = Map.groupBy(entries.values(), ({ ref }) => dataKey(ref));
  const lines = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, members]): [string, string] => [kind, members.map(lineOf).sort().join('\n')]);
  const size = lines.reduce((sum, [kind, text]) => sum + kind.length + Buffer.byteLength(text), 0);
  if (size <= LONGEST_TEXT) return { data: Object.fromEntries(lines) };
  return { binaryData: Object.fromEntries(lines.map(([kind, text]) => [kind, gzipSync(text).toString('base64')])) };
}

/**
 * Reads what `dataOf` made.
 *
 * @param where what is read, for the error
 * @throws {PlatformMeshError} `broken-inventory` when somebody changed it so that it cannot be read.
 */
export function entriesIn({ data = {}, binaryData = {} }: InventoryData, where: string): InventoryEntries {
  const compressed = Object.entries(binaryData).map(([kind, bytes]): [string, string] => [kind, unzipped(kind, bytes, where)]);
  return entriesOf(
    [...Object.entries(data), ...compressed].flatMap(([kind, lines]) =>
      lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => parse(kind, line, where)),
    ),
  );
}

/** The error about an inventory that cannot be read. */
export function brokenInventory(where: string, text: string, hint: string): PlatformMeshError {
  return new PlatformMeshError('broken-inventory', `${where}: ${text}`, { hint });
}

function unzipped(kind: string, bytes: string, where: string): string {
  try {
    return gunzipSync(Buffer.from(bytes, 'base64'), { maxOutputLength: LONGEST_LINES }).toString('utf8');
  } catch {
    throw brokenInventory(
      where,
      `binaryData ${JSON.stringify(kind)} cannot be decompressed`,
      'undo the manual change; each value is the gzip of lines NAMESPACE/NAME',
    );
  }
}

/** `HelmRelease.v2.helm.toolkit.fluxcd.io`, as kubectl names a kind; the core group ends with the version. */
function dataKey({ apiVersion, kind }: ObjectRef): string {
  const group = groupOf(apiVersion);
  return [kind, versionOf(apiVersion), ...(group === '' ? [] : [group])].join('.');
}

function lineOf({ ref: { namespace, name }, origin }: InventoryEntry): string {
  const object = namespace === undefined ? name : `${namespace}/${name}`;
  return origin === 'created' ? object : `${object} ${origin}`;
}

function parse(kind: string, line: string, where: string): InventoryEntry {
  const [, name, version, group] = /^([A-Za-z0-9]+)\.([a-z0-9]+)(?:\.([a-z0-9.-]+))?$/u.exec(kind) ?? [];
  const [, namespace, object, origin] = /^(?:([a-z0-9-]+)\/)?([^/\s]+)(?: (adopted|foreign))?$/u.exec(line) ?? [];
  if (name === undefined || version === undefined || object === undefined) {
    throw brokenInventory(
      where,
      `${JSON.stringify(`${kind}: ${line}`)} is no entry of an inventory`,
      'undo the manual change; each key is KIND.VERSION.GROUP, each line NAMESPACE/NAME',
    );
  }
  const ref: ObjectRef = {
    apiVersion: group === undefined ? version : `${group}/${version}`,
    kind: name,
    ...(namespace === undefined ? {} : { namespace }),
    name: object,
  };
  return { ref, origin: origin === 'adopted' || origin === 'foreign' ? origin : 'created' };
}
