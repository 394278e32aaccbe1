import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { parseYaml } from '../../../src/gotemplate/index.js';
import type { RuntimeValues } from '../../../src/profile/index.js';
import { printManifest } from '../../../src/synth/index.js';
import { find, kcpOf, KNOWN, SYSTEM, type KcpManifests } from './kcp-of.js';

const TERMINAL = ['feature-enable-terminal-controller-manager'] as const;
const LOGIN = ['kcp/root', 'WorkspaceAuthenticationConfiguration', 'orgs-authentication'] as const;
const PLACEHOLDER = /\$\{([A-Z0-9_]+):=0\}/gu;

/** The objects as Flux writes them: variables replaced in the text, a 0 for those that nobody knows. */
function substituted({ manifests }: KcpManifests, variables: Readonly<Record<string, string>> = {}): readonly KubernetesObject[] {
  return manifests.map(
    ({ object }) => parseYaml(printManifest(object).replace(PLACEHOLDER, (_, name: string) => variables[name] ?? '0')) as KubernetesObject,
  );
}

/** The paths at which two trees differ, with what stands there. */
function differences(a: unknown, b: unknown, path = ''): readonly (readonly [path: string, a: unknown, b: unknown])[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b))
    return [[path, a, b]];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`),
  );
}

describe('values that are not known', () => {
  it('are listed, and stand nowhere but in their own fields', () => {
    const kcp = kcpOf({ toggles: TERMINAL, values: {} });
    const used = kcp.manifests.flatMap(({ object }) => [...JSON.stringify(object).matchAll(PLACEHOLDER)].map(([, name]) => name));

    expect([...new Set(used)].sort()).toEqual(kcp.unresolved);
    expect(kcp.manifests.flatMap(({ object }) => [...JSON.stringify(object).matchAll(/\$\{/gu)])).toHaveLength(used.length);
  });

  it('become a number where a text or a list is wanted, so that the object is refused', () => {
    const [missing, known] = [substituted(kcpOf({ toggles: TERMINAL, values: {} })), substituted(kcpOf({ toggles: TERMINAL }))];
    const changed = differences(missing, known);

    expect(changed.length).toBeGreaterThan(10);
    for (const [path, before, after] of changed)
      expect([path, before, typeof after === 'string' || Array.isArray(after)]).toEqual([path, 0, true]);
  });

  it('make no difference when they are substituted instead of given', () => {
    const hash = fc.stringMatching(/^[0-9a-f]{63}[a-f]$/u);
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(hash, hash, text, text, text, fc.array(text, { minLength: 1 }), (tenancy, core, account, security, domain, ids) => {
        const values: RuntimeValues = {
          identityHashes: { 'root:tenancy.kcp.io': tenancy, 'root:platform-mesh-system:core.platform-mesh.io': core },
          caBundles: {
            'account-operator-webhook-server-cert': account,
            'security-operator-ca-secret': security,
            'domain-certificate': domain,
          },
          audiences: { welcome: ids },
        };
        const variables = {
          IDENTITY_HASH_ROOT_TENANCY_KCP_IO: tenancy,
          IDENTITY_HASH_ROOT_PLATFORM_MESH_SYSTEM_CORE_PLATFORM_MESH_IO: core,
          CA_BUNDLE_ACCOUNT_OPERATOR_WEBHOOK_SERVER_CERT: Buffer.from(account).toString('base64'),
          CA_BUNDLE_SECURITY_OPERATOR_CA_SECRET: Buffer.from(security).toString('base64'),
          CA_PEM_DOMAIN_CERTIFICATE: JSON.stringify(domain),
          AUDIENCES_WELCOME: JSON.stringify([...ids].sort()),
        };
        expect(substituted(kcpOf({ toggles: TERMINAL, values: {} }), variables)).toEqual(
          kcpOf({ toggles: TERMINAL, values }).manifests.map(({ object }) => object),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('values that are known', () => {
  it('leave nothing to be resolved', () => {
    expect(kcpOf({ toggles: TERMINAL }).unresolved).toEqual([]);
    expect(kcpOf({ values: { ...KNOWN, identityHashes: { 'root:tenancy.kcp.io': 'ab' } } }).unresolved).toEqual([]);
    expect(kcpOf({ toggles: TERMINAL, values: { ...KNOWN, identityHashes: { 'root:tenancy.kcp.io': 'ab' } } }).unresolved).toEqual([
      'IDENTITY_HASH_ROOT_PLATFORM_MESH_SYSTEM_CORE_PLATFORM_MESH_IO',
    ]);
  });

  it('write client ids in one order, whatever the order in which they are known', () => {
    const audiences = (...welcome: readonly string[]): unknown => find(kcpOf({ values: { ...KNOWN, audiences: { welcome } } }), ...LOGIN);

    expect(audiences('b', 'a')).toEqual(audiences('a', 'b'));
    expect(audiences('b', 'a')).toHaveProperty('spec.jwt.0.issuer.audiences', ['a', 'b']);
  });

  it('take an empty authority for one that does not exist', () => {
    const login = find(kcpOf({ values: { ...KNOWN, caBundles: { ...KNOWN.caBundles, 'domain-certificate': '' } } }), ...LOGIN);

    expect(login).not.toHaveProperty('spec.jwt.0.issuer.certificateAuthority');
  });

  it('hand authorities to webhooks in base64, and to the login as they are', () => {
    const kcp = kcpOf();

    expect(find(kcp, SYSTEM, 'MutatingWebhookConfiguration', 'account-operator.webhooks.core.platform-mesh.io')).toHaveProperty(
      'webhooks.0.clientConfig.caBundle',
      Buffer.from('ACCOUNT PEM\n').toString('base64'),
    );
    expect(find(kcp, ...LOGIN)).toHaveProperty('spec.jwt.0.issuer.certificateAuthority', 'DOMAIN PEM\n');
  });
});
