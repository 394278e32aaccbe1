import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { UnresolvedValue } from '../../src/charts/index.js';
import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { readFiles } from '../../src/synth/index.js';
import type { RuntimeValues } from '../../src/profile/index.js';
import { call, startFlux, startGitServer, startKube, until, type ApiServer, type GitServer } from '../servers/index.ts';
import { appliedTo } from './applied.ts';
import { platformMesh, synth } from './cli.ts';
import { install, readObjects } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { installKcpOperator, sayAvailable } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { kubectl } from './kubectl.ts';
import { startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';

const NAMESPACE = 'platform-mesh-system';
const WORKSPACES = ['root', 'root:platform-mesh-system', 'root:orgs', 'root:providers'];

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[] };
}

/** A change that `plan` shows. */
interface Planned {
  readonly kind: string;
  readonly action: string;
  readonly before?: KubernetesObject;
  readonly after?: KubernetesObject;
}

function unlabelled(object: KubernetesObject | undefined): object {
  const { metadata, ...rest } = object ?? { metadata: { name: '' } };
  return { ...rest, metadata: { ...metadata, labels: undefined } };
}

/** A page of the portal. */
interface Page {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly inlineConfiguration: { readonly content: string } };
}

/** What `unresolved.yaml` asks for, in the form that it names. */
function configMapData(
  unresolved: readonly UnresolvedValue[],
  { identityHashes = {}, caBundles = {}, audiences = {} }: RuntimeValues,
): Readonly<Record<string, string>> {
  const key = (prefix: string, name: string): string => `${prefix}_${name}`.toUpperCase().replace(/[^A-Z0-9]+/gu, '_');
  const known = new Map<string, string>([
    ...Object.entries(identityHashes).map(([name, hash]) => [key('IDENTITY_HASH', name), hash] as const),
    ...Object.entries(caBundles).flatMap(([name, pem]) => [
      [key('CA_BUNDLE', name), Buffer.from(pem).toString('base64')] as const,
      [key('CA_PEM', name), JSON.stringify(pem)] as const,
    ]),
    ...Object.entries(audiences).map(([name, list]) => [key('AUDIENCES', name), JSON.stringify(list)] as const),
  ]);
  return Object.fromEntries(unresolved.flatMap(({ name }) => (known.has(name) ? [[name, known.get(name) ?? '']] : [])));
}

describeWith(['kube with controllers', 'flux', 'kcp', 'kubectl'], 'a platform that Flux takes from Git', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let platform: PlatformInKcp;
  let kube: ApiServer;
  let git: GitServer;

  beforeAll(async () => {
    platform = await startPlatformInKcp('flux-gitops', ['examples/quickstart']);
    servers.push(platform);
    kube = await startKube({ suite: 'flux-gitops', controllers: true });
    servers.push(kube, await startFlux({ suite: 'flux-gitops', kube }));
    git = await startGitServer({ suite: 'flux-gitops' });
    servers.push(git);
    for (const crd of foreignCrds('ocm', 'cert-manager')) await install(kube, crd);
    await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });

  const post = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await call(kube, path, { method: 'POST', body });
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  };
  const kustomizations = async (): Promise<readonly Kustomization[]> =>
    (
      (await call(kube, `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${NAMESPACE}/kustomizations`)).body as {
        readonly items: readonly Kustomization[];
      }
    ).items;
  const readyOf = ({ status }: Kustomization): string | undefined => status?.conditions?.find(({ type }) => type === 'Ready')?.status;

  /** One kubeconfig for each workspace, as docs/gitops.md asks for. */
  const giveKubeconfigs = async (): Promise<void> => {
    const { url, ca, token } = platform.kcp;
    const kubeconfig = (workspace: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'kcp',
            cluster: { server: `${url}/clusters/${workspace}`, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
          },
        ],
        users: [{ name: 'flux', user: { token } }],
        contexts: [{ name: 'kcp', context: { cluster: 'kcp', user: 'flux' } }],
        'current-context': 'kcp',
      });
    const stringData = Object.fromEntries(WORKSPACES.map((workspace) => [workspace.replaceAll(':', '.'), kubeconfig(workspace)]));
    await post(`/api/v1/namespaces/${NAMESPACE}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'quickstart-kcp' },
      stringData,
    });
  };

  /** Writes what is known by now; true when nothing is missing. */
  const giveValues = async (): Promise<boolean> => {
    const { values } = parse(readFileSync(join(platform.out, 'unresolved.yaml'), 'utf8')) as {
      readonly values: readonly UnresolvedValue[];
    };
    const data = configMapData(values, await platform.readValues());
    const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'quickstart-runtime-values' }, data };
    const { status } = await call(kube, `${path}/quickstart-runtime-values`, { method: 'PATCH', body });
    if (status === 404) await post(path, body);
    return Object.keys(data).length === values.length;
  };

  /** Waits, and says which steps are late when it waited too long. */
  const explained = async (what: string, ask: () => Promise<boolean>): Promise<void> => {
    try {
      await until(what, ask, { timeout: 240_000, every: 2000 });
    } catch (cause) {
      const late = (await kustomizations()).filter((each) => readyOf(each) !== 'True');
      throw new Error(
        late
          .map(
            ({ metadata, status }) =>
              `${metadata.name}: ${status?.conditions?.map(({ type, message }) => `${type} ${message}`).join('; ') ?? 'nothing said'}`,
          )
          .join('\n'),
        { cause },
      );
    }
  };

  it('is applied step by step, by one kubectl apply', async () => {
    await synth(platform.input, platform.out, '--gitops', 'flux', '--gitops-repo', `${git.url}/platform.git`, '--gitops-path', 'deploy');
    git.commit('platform', new Map([...readFiles(platform.out)].map(([path, text]) => [`deploy/${path}`, text])));
    await giveKubeconfigs();
    await kubectl(kube, 'apply', '--server-side', '-k', join(platform.out, 'gitops'));

    await explained('all values are known and given', giveValues);
    await explained('every step is applied', async () => {
      const all = await kustomizations();
      return all.length > 10 && all.every((each) => readyOf(each) === 'True');
    });
  }, 500_000);

  it('is all there: releases, workspaces and bindings', async () => {
    const { items } = (await call(kube, `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${NAMESPACE}/helmreleases`)).body as {
      readonly items: readonly Kustomization[];
    };
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([
      'account-operator',
      'cert-manager',
      'openfga',
      'portal',
      'traefik',
      'traefik-crds',
    ]);
    const { workspaces, bindings } = await treeOf(platform.kcp);
    expect(workspaces).toEqual({
      'root:orgs': 'Ready',
      'root:platform-mesh-system': 'Ready',
      'root:providers': 'Ready',
      'root:providers:system': 'Ready',
    });
    expect(Object.entries(bindings).filter(([, phase]) => phase !== 'Bound')).toEqual([]);
  });

  it('has portal content as it was written', async () => {
    const applied = await appliedTo(platform.kcp, platform.out);
    const pages = (readObjects(join(platform.out, 'kcp/**/*.yaml')) as readonly Page[]).filter(
      ({ kind }) => kind === 'ContentConfiguration',
    );
    const contents = pages.map(({ spec }) => spec.inlineConfiguration.content);
    const stored = pages.map(
      ({ metadata }) =>
        (applied.get(`root:platform-mesh-system ContentConfiguration ${metadata.name}`) as unknown as Page).spec.inlineConfiguration
          .content,
    );

    expect(stored).toEqual(contents);
    expect(contents.join('')).toContain('{context.organization}');
  });

  it('tells synth all that it needs to know', async () => {
    const { url } = platform.kcp;
    const secret = (name: string, stringData: Readonly<Record<string, string>>): Promise<void> =>
      post(`/api/v1/namespaces/${NAMESPACE}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
    await secret('kcp-cluster-admin-client-cert', { kubeconfig: readFileSync(platform.kcp.kubeconfig, 'utf8') });
    for (const name of ['account-operator-webhook-server-cert', 'security-operator-ca-secret', 'domain-certificate'])
      await secret(name, { 'ca.crt': platform.ca });
    await synth(platform.input, platform.out, '--runtime-values-from-cluster', '--kubeconfig', kube.kubeconfig, '--kcp-url', url);

    expect(existsSync(join(platform.out, 'unresolved.yaml'))).toBe(false);
    expect(readFileSync(join(platform.out, 'kcp/root/10-kcp-workspace-types.yaml'), 'utf8')).toContain('- welcome-id');
  });

  it('holds what apply would write: a run on top takes objects over, and changes none', async () => {
    await installKcpOperator(kube);
    await sayAvailable(kube, NAMESPACE);
    // What Git applies would take everything back.
    for (const { metadata } of await kustomizations())
      await kubectl(kube, 'patch', 'kustomization', metadata.name, '-n', NAMESPACE, '--type=merge', '-p', '{"spec":{"suspend":true}}');
    const files = ['-f', 'examples/quickstart', '--kubeconfig', kube.kubeconfig, '--kcp-url', platform.kcp.url];
    const planned = await platformMesh('plan', ...files, '--only', 'kcp-setup', '--output', 'json');
    const { objects } = JSON.parse(planned.out) as { readonly objects: readonly Planned[] };
    // Nobody can change a schema.
    const isSchema = ({ action, kind }: Planned): boolean => action === 'skip' && kind === 'APIResourceSchema';
    // The only difference is how kustomize-controller marks what it applies.
    const isMarkOnly = ({ action, before, after }: Planned): boolean =>
      action === 'update' && JSON.stringify(unlabelled(before)) === JSON.stringify(unlabelled(after));

    expect({ code: planned.code, err: planned.err }).toEqual({ code: 0, err: '' });
    expect(objects.length).toBeGreaterThan(40);
    expect(objects.filter((each) => !['adopt', 'unchanged'].includes(each.action) && !isMarkOnly(each) && !isSchema(each))).toEqual([]);
  }, 60_000);
});
