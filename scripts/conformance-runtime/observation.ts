import type { AuditEvent } from '../../test/servers/index.ts';
import type { ProxiedRequest } from '../../test/e2e/fault-proxy.ts';
import type { OwnWrite } from './compare.ts';
import { listAt, textAt, type JsonMap } from './json.ts';
import { kindKeyOf, objectOf } from './object-path.ts';

const WRITING_VERBS = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** What the command line wrote, by the audit log of the API server, and was not refused. An eviction deletes its pod. */
export function ownWrites(events: readonly AuditEvent[]): readonly OwnWrite[] {
  return events.filter(isOwnWrite).flatMap(({ verb, requestURI }) => {
    const object = objectOf(requestURI);
    if (object === undefined) return [];
    return [object.subresource === 'eviction' ? { verb: 'delete', object: { ...object, subresource: '' } } : { verb, object }];
  });
}

/** What the command line wrote into kcp, by what a proxy on the way saw: the audit log of kcp names no workspace. */
export function kcpWrites(answered: readonly (ProxiedRequest & { readonly status: number })[]): readonly OwnWrite[] {
  return answered.flatMap(({ method, url, status }) => {
    const object = objectOf(url);
    const verb = WRITING_METHODS[method];
    // A token is given, not kept.
    const isKept = object !== undefined && object.subresource !== 'token';
    return !isKept || verb === undefined || status >= 300 || url.includes('dryRun=') ? [] : [{ verb, object }];
  });
}

const WRITING_METHODS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function isOwnWrite({ verb, userAgent, code = 0, requestURI }: AuditEvent): boolean {
  return WRITING_VERBS.has(verb) && userAgent.startsWith('platform-mesh') && code < 300 && !requestURI.includes('dryRun=');
}

/** The cluster of each object that `apply --output json` tells of, by `kindKeyOf`. */
export function targetsIn(printed: string): ReadonlyMap<string, string> {
  const events = eventsIn(printed).filter((event) => textAt(event, 'target') !== '');
  return new Map(events.map((event) => [objectIn(event), textAt(event, 'target')]));
}

function objectIn(event: JsonMap): string {
  return kindKeyOf(textAt(event, 'kind'), textAt(event, 'namespace'), textAt(event, 'name'));
}

/** Results that are no trouble, and events that are about no object in particular. */
const WELL = new Set(['done', 'unchanged', 'written', 'ready']);
const GENERAL = new Set(['begin', 'wait']);

/** What `apply --output json` says is not well, one trouble on each line. */
export function troubleIn(printed: string): string {
  return eventsIn(printed).flatMap(troubles).join('\n');
}

function troubles(event: JsonMap): readonly string[] {
  const type = textAt(event, 'type');
  if (type === 'summary') return listAt(event, 'notReady').map(String);
  return GENERAL.has(type) || WELL.has(textAt(event, 'result')) || WELL.has(textAt(event, 'state')) ? [] : [JSON.stringify(event)];
}

/** One event stands on each line. */
function eventsIn(printed: string): readonly JsonMap[] {
  return printed
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonMap);
}
