import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { readFiles } from '../../src/synth/index.js';
import {
  call,
  startFlux,
  startGitServer,
  startKube,
  startNodes,
  startRegistry,
  tellReaper,
  until,
  type ApiServer,
  type GitServer,
  type Registry,
} from '../servers/index.ts';
import { synth } from './cli.ts';
import { install, readObjects } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { createMesh, service, SYSTEM, type Mesh } from './mesh.ts';
import { ResourceController } from './players/resource-controller.ts';

/** A chart whose Deployment shows the tag of the image. */
const chart = (name: string): ReadonlyMap<string, string> =>
  new Map([
    ['Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`],
    ['values.yaml', 'image: {tag: of-the-chart}\n'],
    [
      'templates/deployment.yaml',
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        `metadata: {name: ${name}}`,
        'spec:',
        '  replicas: {{ .Values.replicas }}',
        `  selector: {matchLabels: {app: ${name}}}`,
        `  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: web, image: "web:{{ .Values.image.tag }}"}]}}`,
        '',
      ].join('\n'),
    ],
  ]);

const image = (name: string, more: object = {}): object => ({
  imageResources: [{ annotations: { repo: 'oci', artifact: 'image', for: name, ...more } }],
});
const VALUES = { replicas: 1, image: { tag: 'of-the-profile', pullPolicy: 'Always' } };

/** One release that a controller updates, one that it applies to, and one that starts suspended. */
const SERVICES = {
  updated: service(VALUES, image('updated')),
  applied: service(VALUES, image('applied')),
  openfga: service(VALUES, { suspend: true, ...image('openfga', { unsuspend: 'true' }) }),
};

interface HelmRelease {
  readonly metadata: { readonly generation: number; readonly managedFields: readonly { readonly manager: string }[] };
  readonly spec: { readonly suspend?: boolean; readonly values?: { readonly image?: object } };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
    readonly history?: readonly object[];
  };
}

describeWith(
  ['kube with controllers', 'nodes', 'registry', 'flux', 'kubectl'],
  'releases that Flux takes from Git, beside a resource controller',
  () => {
    const servers: { stop(): Promise<void> }[] = [];
    const out = mkdtempSync(join(tmpdir(), 'gitops-ocm-'));
    let kube: ApiServer;
    let registry: Registry;
    let git: GitServer;
    let mesh: Mesh;
    let controller: ResourceController;

    beforeAll(async () => {
      tellReaper(`+${out}`);
      kube = await startKube({ suite: 'gitops-ocm', controllers: true });
      servers.push(
        kube,
        ...(await Promise.all([
          startNodes({ suite: 'gitops-ocm', kube }),
          startFlux({ suite: 'gitops-ocm', kube }),
          startGitServer({ suite: 'gitops-ocm' }),
          startRegistry({ suite: 'gitops-ocm' }),
        ])),
      );
      [git, registry] = servers.slice(-2) as [GitServer, Registry];
      for (const name of Object.keys(SERVICES)) registry.pushChart(chart(name));
      for (const crd of foreignCrds('ocm', 'cert-manager')) await install(kube, crd);
      mesh = await createMesh(kube, SYSTEM);
      mesh.write({ services: SERVICES });
      controller = new ResourceController(kube, mesh.namespace);
      await synth(mesh.files, out, '--gitops', 'flux', '--gitops-repo', `${git.url}/platform.git`, '--gitops-path', '.');
      git.commit('platform', readFiles(out));
      await kubectl(kube, 'apply', '--server-side', '-k', join(out, 'gitops'));
      await until('the releases are applied', async () => (await released('openfga')) !== undefined, { timeout: 120_000, every: 1000 });
    }, 300_000);
    afterAll(async () => {
      for (const server of servers.reverse()) await server.stop();
      rmSync(out, { recursive: true, force: true });
    });

    const released = async (name: string): Promise<HelmRelease | undefined> => {
      const { status, body } = await call(kube, `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${mesh.namespace}/helmreleases/${name}`);
      return status === 200 ? (body as HelmRelease) : undefined;
    };
    /** The image that runs. */
    const running = async (name: string): Promise<string | undefined> => {
      const { status, body } = await call(kube, `/apis/apps/v1/namespaces/${mesh.namespace}/deployments/${name}`);
      return status === 200
        ? (
            body as {
              readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
            }
          ).spec.template.spec.containers[0]?.image
        : undefined;
    };
    /** Lets kustomize-controller apply what Git holds, as it does after each interval. */
    const interval = async (): Promise<void> => {
      const path = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${mesh.namespace}/kustomizations/${mesh.name}-services`;
      const requestedAt = String(performance.now());
      await call(kube, path, { method: 'PATCH', body: { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': requestedAt } } } });
      const isDone = async (): Promise<boolean> => {
        const { status } = (await call(kube, path)).body as {
          readonly status?: { readonly lastHandledReconcileAt?: string; readonly conditions?: readonly { readonly type: string }[] };
        };
        return status?.lastHandledReconcileAt === requestedAt && status.conditions?.every(({ type }) => type !== 'Reconciling') === true;
      };
      await until('kustomize-controller has applied', isDone, { timeout: 60_000, every: 200 });
    };
    const imagesOf = async (): Promise<readonly unknown[]> =>
      Promise.all(['updated', 'applied'].map(async (name) => (await released(name))?.spec.values?.image));

    it('hold no tag and no suspension', async () => {
      expect(await imagesOf()).toEqual([{ pullPolicy: 'Always' }, { pullPolicy: 'Always' }]);
      expect((await released('openfga'))?.spec).not.toHaveProperty('suspend');
    });

    it('keep what the controller writes over three intervals, whether it updates or applies', async () => {
      await controller.update('updated', '2.0.0');
      await controller.apply('applied', '2.0.0');
      for (const name of Object.keys(SERVICES)) await controller.makeSource(name, `oci://${registry.host}/charts/${name}`, '0.1.0');
      const before = await Promise.all(['updated', 'applied'].map(async (name) => (await released(name))?.metadata.generation));
      for (let round = 0; round < 3; round += 1) {
        await interval();
        expect(await imagesOf()).toEqual([
          { pullPolicy: 'Always', tag: '2.0.0' },
          { pullPolicy: 'Always', tag: '2.0.0' },
        ]);
        expect((await released('updated'))?.spec.suspend).toBe(false);
      }

      expect(await Promise.all(['updated', 'applied'].map(async (name) => (await released(name))?.metadata.generation))).toEqual(before);
      await until('the tags run', async () => (await running('updated')) === 'web:2.0.0' && (await running('applied')) === 'web:2.0.0', {
        timeout: 120_000,
        every: 500,
      });
    }, 300_000);

    it('take the next tag, and what else changes in Git', async () => {
      await controller.update('updated', '3.0.0');
      mesh.write({ services: { ...SERVICES, updated: service({ ...VALUES, replicas: 2 }, image('updated')) } });
      await synth(mesh.files, out, '--gitops', 'flux', '--gitops-repo', `${git.url}/platform.git`, '--gitops-path', '.');
      const commit = git.commit('platform', readFiles(out));
      const source = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${mesh.namespace}/gitrepositories/${mesh.name}-gitops`;
      await call(kube, source, { method: 'PATCH', body: { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } } } });
      await until('the commit is fetched', async () => JSON.stringify((await call(kube, source)).body).includes(commit), {
        timeout: 60_000,
        every: 200,
      });
      await interval();
      await interval();

      expect((await released('updated'))?.spec.values).toEqual({ replicas: 2, image: { pullPolicy: 'Always', tag: '3.0.0' } });
      await until('the tag runs', async () => (await running('updated')) === 'web:3.0.0', { timeout: 120_000, every: 500 });
    }, 300_000);

    it('do not run before their Resource is resolved, where they start suspended', async () => {
      const { status } = (await released('openfga')) ?? {};

      expect(status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
        status: 'False',
        message: expect.stringContaining('openfga-ocm-values'),
      });
      expect(status?.history ?? []).toEqual([]);
      expect(await running('openfga')).toBeUndefined();
    });

    it('run with the values of the ConfigMap as soon as it is there', async () => {
      await controller.giveValues('openfga', { image: { tag: '1.0.0' } });
      await until('openfga runs', async () => (await running('openfga')) === 'web:1.0.0', { timeout: 180_000, every: 500 });
      await interval();

      expect(await running('openfga')).toBe('web:1.0.0');
      expect((await released('openfga'))?.spec).not.toHaveProperty('suspend');
    }, 240_000);

    it('tell synth what OCM resolved, and the last good value where OCM is late', async () => {
      const status = (resource: string): string =>
        `/apis/delivery.ocm.software/v1alpha1/namespaces/${mesh.namespace}/resources/${resource}/status`;
      const resolve = (resource: string, more: object): Promise<unknown> =>
        call(kube, status(resource), {
          method: 'PATCH',
          body: {
            status: {
              resource: {
                name: 'r',
                type: 't',
                version: '7.0.0',
                access: { type: 'ociArtifact', imageReference: `registry.example.com/charts/${resource}:7.0.0` },
              },
              ...more,
            },
          },
        });
      await resolve('updated-chart', {});
      await resolve('updated-image', {});
      await resolve('applied-image', {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'GetComponentVersionFailed',
            message: 'not found',
            lastTransitionTime: '2025-01-01T00:00:00Z',
          },
        ],
      });
      const files = join(out, 'live');
      await synth(mesh.files, files, '--runtime-values-from-cluster', '--kubeconfig', kube.kubeconfig);
      const written = new Map(
        (readObjects(join(files, 'infra/[0-9]*.yaml')) as readonly KubernetesObject[]).map((object) => [
          `${object.kind} ${object.metadata.name}`,
          object,
        ]),
      );

      expect(written.get('OCIRepository updated')).toMatchObject({
        spec: { url: 'oci://registry.example.com/charts/updated-chart', ref: { tag: '7.0.0' } },
      });
      expect(written.get('OCIRepository applied')).toMatchObject({
        spec: { url: `oci://${registry.host}/charts/applied`, ref: { tag: '0.1.0' } },
      });
      expect(written.get('HelmRelease updated')).toMatchObject({ spec: { values: { image: { tag: '7.0.0' } } } });
      expect(written.get('HelmRelease applied')).toMatchObject({ spec: { values: { image: { tag: '2.0.0' } } } });
      expect(written.get('HelmRelease openfga')).toMatchObject({ spec: { suspend: true, values: { image: { tag: 'of-the-profile' } } } });
    });
  },
);
