import { readAudit, type ApiServer, type AuditEvent } from '../servers/index.ts';

/** What the command line asked of an API server from now on, until it is called. */
export function requestsFromNow(kube: Pick<ApiServer, 'auditLog'>, userAgent = 'platform-mesh'): () => readonly AuditEvent[] {
  const before = readAudit(kube.auditLog).length;
  // A watch is there twice: when it begins and when it ends.
  return () =>
    readAudit(kube.auditLog)
      .slice(before)
      .filter((event) => event.userAgent.startsWith(userAgent));
}

/** Requests for the lease of a run, which only a run that writes takes. */
export function leasesAmong(requests: readonly AuditEvent[]): readonly string[] {
  return requests.filter(({ requestURI }) => requestURI.includes('/leases/')).map(({ verb, requestURI }) => `${verb} ${requestURI}`);
}

/** Requests that change something, or would. A dry run does not, and the lease of a run is no change of a platform. */
export function writesAmong(requests: readonly AuditEvent[]): readonly string[] {
  return requests
    .filter(
      ({ verb, requestURI }) =>
        !['get', 'list', 'watch'].includes(verb) && !requestURI.includes('dryRun=All') && !requestURI.includes('/leases/'),
    )
    .map(({ verb, requestURI }) => `${verb} ${requestURI.replace(/\?.*$/u, '').split('/').slice(-2).join('/')}`);
}
