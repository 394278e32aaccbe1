import type { Exposure, Json } from '../blueprint.js';

/** What a template sees as its data. */
export type TemplateData = { readonly [name: string]: Json };

/** The variables of every template, at the top level and under `Values.`; all are strings. */
export function templateVariables(exposure: Exposure, namespace: string): TemplateData {
  const variables = {
    baseDomain: exposure.baseDomain,
    baseDomainPort: exposure.baseDomainPort,
    baseDomainWithPort: exposure.baseDomainWithPort,
    port: String(exposure.port),
    protocol: exposure.protocol,
    helmReleaseNamespace: namespace,
    releaseNamespace: namespace,
  };
  return { Values: variables, ...variables };
}

/** Adds what a domain with a port looks like. */
export function exposureWithPorts(exposure: {
  readonly baseDomain: string;
  readonly port: number;
  readonly protocol: 'http' | 'https';
}): Exposure {
  const { baseDomain, port } = exposure;
  const withPort = `${baseDomain}:${port}`;
  return {
    ...exposure,
    baseDomainPort: port === 80 || port === 443 ? baseDomain : withPort,
    baseDomainWithPort: port === 443 ? baseDomain : withPort,
  };
}
