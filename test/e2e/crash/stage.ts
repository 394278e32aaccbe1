import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { call, tellReaper, until, type ApiServer } from '../../servers/index.ts';
import { synth } from '../cli.ts';
import { readObjects } from '../crds.ts';
import type { FaultProxy } from '../fault-proxy.ts';
import { kubectl } from '../kubectl.ts';
import { createMesh, pathOf, post, service, SYSTEM, type Mesh } from '../mesh.ts';
import type { Player } from '../players/player.ts';
import { playControllers, workloadName } from './controllers.ts';
import { INSTANCE, NEIGHBOUR, USER } from './invariants.ts';
import type { Scenario } from './scenarios.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

/** Where runs of one scenario happen: a namespace with what is there before them. */
export class Stage {
  readonly mesh: Mesh;
  readonly #kube: ApiServer;
  readonly #proxy: FaultProxy;
  readonly #scenario: Scenario;
  readonly #player: Player | undefined;

  private constructor(kube: ApiServer, proxy: FaultProxy, scenario: Scenario, mesh: Mesh) {
    this.#kube = kube;
    this.#proxy = proxy;
    this.#scenario = scenario;
    this.mesh = mesh;
    this.#player = scenario.isPlayed === true ? playControllers(kube, mesh.namespace) : undefined;
  }

  /** Sets the stage; it has to be struck. */
  static async set(kube: ApiServer, proxy: FaultProxy, scenario: Scenario, namespace: string): Promise<Stage> {
    const stage = new Stage(kube, proxy, scenario, await createMesh(kube, namespace, INSTANCE));
    await stage.#furnish();
    return stage;
  }

  /** Options of each run. */
  get options(): readonly string[] {
    const { isPlayed = false, verb = 'apply' } = this.#scenario;
    return [...(isPlayed || verb === 'delete' ? ['--timeout', '60s'] : ['--no-wait']), '--kubeconfig', this.#proxy.kubeconfig];
  }

  snapshot(): Promise<Snapshot> {
    return snapshot(this.#kube, this.mesh.namespace);
  }

  /** What `synth` writes of the platform as it is desired. */
  async desired(): Promise<readonly KubernetesObject[]> {
    const out = newFolder();
    const { resolved = true } = this.#scenario.afterwards ?? this.#scenario.desired;
    const values = resolved
      ? ['--runtime-values', this.mesh.valuesFile]
      : ['--runtime-values-from-cluster', '--kubeconfig', this.#kube.kubeconfig];
    await synth(this.mesh.files, out, ...values);
    const objects = ['runtime', 'infra'].flatMap((target) =>
      readObjects(join(out, target, '**/*.yaml')),
    ) as readonly (KubernetesObject | null)[];
    return objects.filter((object) => object !== null).filter(({ kind }) => kind !== 'Kustomization' && kind !== 'Namespace');
  }

  /** Makes the lease one that a process on another machine holds. */
  async moveLease(): Promise<void> {
    const path = `/apis/coordination.k8s.io/v1/namespaces/${this.mesh.namespace}/leases/${INSTANCE}-reconcile`;
    await call(this.#kube, path, { method: 'PATCH', body: { spec: { holderIdentity: 'another-machine/1/a.b' } } });
  }

  /** Once the played controllers have done what they had to. What they never do shows in the next snapshot. */
  async settle(): Promise<void> {
    if (!this.#player) return;
    await until('the controllers are idle', async () => isIdle(await this.snapshot()), { timeout: 5_000, every: 20 }).catch(
      () => undefined,
    );
  }

  /** Ends it. What platforms share is removed, so that the next stage is as empty as this one was. */
  async strike(): Promise<void> {
    await this.#player?.stop();
    for (const path of [
      `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/issuers`,
      `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/certificates`,
      '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects',
    ])
      await call(this.#kube, path, { method: 'DELETE' });
  }

  async #furnish(): Promise<void> {
    const { before, desired, afterwards, hasNeighbour = false } = this.#scenario;
    const { namespace } = this.mesh;
    const labels = { theirs: 'true' };
    await post(this.#kube, `/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name: 'theirs', labels }, data: { a: 'b' } });
    const spec = { url: 'oci://registry.example.com/theirs', interval: '1m' };
    await post(this.#kube, `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/ocirepositories`, {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name: 'theirs', labels },
      spec,
    });
    if (hasNeighbour) {
      const neighbour = await createMesh(this.#kube, namespace, NEIGHBOUR);
      neighbour.write({ services: { elsewhere: service({ replicas: 1 }) } });
      await succeed(neighbour, '--no-wait');
    }
    if (before) {
      this.mesh.write(before.input);
      if (before.by === 'apply')
        await succeed(this.mesh, ...this.options.filter((option) => option !== '--kubeconfig' && option !== this.#proxy.kubeconfig));
      else await this.#applyByKubectl(before.by);
      // Where the object may go and come again, its label may go with it.
      if (!afterwards) await this.#labelPortal();
    }
    this.mesh.write(desired);
    await this.settle();
  }

  async #applyByKubectl(by: string): Promise<void> {
    const out = newFolder();
    await synth(this.mesh.files, out, '--runtime-values', this.mesh.valuesFile);
    const options = by.endsWith('--server-side') ? ['--server-side'] : [];
    for (const target of ['runtime', 'infra']) await kubectl(this.#kube, 'apply', ...options, '-k', join(out, target));
  }

  /** A user labels an object of ours, where there is one. */
  async #labelPortal(): Promise<void> {
    await call(this.#kube, `${pathOf(this.mesh, 'HelmRelease', 'portal')}?fieldManager=${USER}`, {
      method: 'PATCH',
      body: { metadata: { labels: { team: 'blue' } } },
    });
  }
}

function newFolder(): string {
  const out = mkdtempSync(join(tmpdir(), 'kills-'));
  tellReaper(`+${out}`);
  return out;
}

async function succeed(mesh: Mesh, ...options: readonly string[]): Promise<void> {
  const { code, err } = await mesh.run('apply', ...options);
  if (code !== 0) throw new Error(`apply ended with ${code}:\n${err}`);
}

/** Whether each release is installed by its controller, and what is being deleted is gone. */
function isIdle({ namespace, objects }: Snapshot): boolean {
  return [...objects.values()].every(({ kind, metadata }) => {
    if (metadata.deletionTimestamp !== undefined) return false;
    if (kind !== 'HelmRelease' && kind !== 'Application') return true;
    const deployer = objects.get(`ConfigMap ${namespace}/${workloadName(metadata.name)}`)?.metadata.labels?.['deployed-by'];
    const controller = kind === 'HelmRelease' ? 'helm-controller' : 'argocd-application-controller';
    return (metadata.finalizers ?? []).length > 0 && deployer === controller;
  });
}
