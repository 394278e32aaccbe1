import { call, type ApiServer } from '../../servers/index.ts';
import { playOcm } from './ocm.ts';
import { play, type Player } from './player.ts';

interface FluxObject {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly ref?: { readonly tag?: string; readonly commit?: string } };
  readonly status?: { readonly observedGeneration?: number };
}

const DIGEST = `sha256:${'0'.repeat(64)}`;
/** As helm-controller writes the version of a chart from an OCI registry. */
const VERSION = `0.1.0+${'0'.repeat(12)}`;
const TIME = '2025-01-01T00:00:00Z';
/** Of the commit that OCM finds. */
const REVISION = `sha1:${'c0ffee'.padEnd(40, '0')}`;

const RELEASED = {
  lastAttemptedRevision: VERSION,
  lastAttemptedRevisionDigest: DIGEST,
  history: [
    {
      name: 'played',
      namespace: 'played',
      version: 1,
      status: 'deployed',
      chartName: 'played',
      chartVersion: VERSION,
      configDigest: DIGEST,
      digest: DIGEST,
      firstDeployed: TIME,
      lastDeployed: TIME,
      deleted: null,
      ociDigest: DIGEST,
    },
  ],
};

/**
 * Fetches charts and installs releases of a namespace at once, as Flux's controllers say that they have, from what OCM finds.
 *
 * @param runtime where OCM is, if not beside Flux
 */
export function playPlatform(infra: ApiServer, namespace: string, runtime = infra): Player {
  const players = [playOcm(runtime, namespace), play(() => playFlux(infra, namespace))];
  return {
    stop: async () => {
      await Promise.all(players.map((player) => player.stop()));
    },
  };
}

async function playFlux(kube: ApiServer, namespace: string): Promise<void> {
  const artifactOf = ({ metadata, spec }: FluxObject): object => ({
    artifact: {
      path: metadata.name,
      url: `http://played/${metadata.name}`,
      revision: spec.ref?.commit === undefined ? `${spec.ref?.tag ?? ''}@${DIGEST}` : REVISION,
      digest: DIGEST,
      lastUpdateTime: TIME,
      size: 1,
    },
  });
  await beReady(kube, `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/ocirepositories`, 'Succeeded', artifactOf);
  await beReady(kube, `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/gitrepositories`, 'Succeeded', artifactOf);
  const applied = { lastAppliedRevision: REVISION, lastAttemptedRevision: REVISION };
  await beReady(kube, `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations`, 'Succeeded', () => applied);
  await beReady(kube, `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${namespace}/helmreleases`, 'InstallSucceeded', () => RELEASED);
}

async function beReady(kube: ApiServer, path: string, reason: string, more: (object: FluxObject) => object): Promise<void> {
  const { items = [] } = (await call(kube, path)).body as { readonly items?: readonly FluxObject[] };
  for (const object of items) {
    const { metadata, status } = object;
    if (status?.observedGeneration === metadata.generation) continue;
    const conditions = [
      { type: 'Ready', status: 'True', reason, message: 'played', observedGeneration: metadata.generation, lastTransitionTime: TIME },
    ];
    await call(kube, `${path}/${metadata.name}/status`, {
      method: 'PATCH',
      body: { status: { conditions, observedGeneration: metadata.generation, ...more(object) } },
    });
  }
}
