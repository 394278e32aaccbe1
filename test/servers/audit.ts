import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request that an API server answered, or to which it began to: a watch is there twice. */
export interface AuditEvent {
  /** When it arrived. */
  readonly time: Date;
  /** `ResponseComplete`; for a watch first `ResponseStarted`. */
  readonly stage: string;
  /** Such as `list`, `watch` or `patch`. */
  readonly verb: string;
  /** Name of the user. */
  readonly user: string;
  readonly userAgent: string;
  readonly requestURI: string;
  /** Plural name; undefined for what is no object. */
  readonly resource: string | undefined;
  /** Status of the answer. */
  readonly code: number | undefined;
}

/** As it is written. */
interface WrittenEvent {
  readonly requestReceivedTimestamp: string;
  readonly stage: string;
  readonly verb: string;
  readonly user: { readonly username?: string };
  readonly userAgent?: string;
  readonly requestURI: string;
  readonly objectRef?: { readonly resource?: string };
  readonly responseStatus?: { readonly code?: number };
}

/** The flags that make an API server write an audit log: one JSON object a line, without bodies. */
export function auditFlags(data: string, log: string): readonly string[] {
  const policy = join(data, 'audit-policy.json');
  const level = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata' }] };
  writeFileSync(policy, JSON.stringify(level));
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${log}`];
}

/** The requests until now. */
export function readAudit(log: string): readonly AuditEvent[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => eventOf(JSON.parse(line) as WrittenEvent));
}

function eventOf({
  requestReceivedTimestamp,
  stage,
  verb,
  user,
  userAgent = '',
  requestURI,
  objectRef,
  responseStatus,
}: WrittenEvent): AuditEvent {
  return {
    time: new Date(requestReceivedTimestamp),
    stage,
    verb,
    user: user.username ?? '',
    userAgent,
    requestURI,
    resource: objectRef?.resource,
    code: responseStatus?.code,
  };
}
