import { call, type ApiServer } from '../../servers/index.ts';

interface HelmRelease {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly values?: Readonly<Record<string, unknown>>; readonly [field: string]: unknown };
}

/** A resource controller that writes into HelmReleases, each value once. */
export class ResourceController {
  readonly #kube: ApiServer;
  readonly #namespace: string;

  constructor(kube: ApiServer, namespace: string) {
    this.#kube = kube;
    this.#namespace = namespace;
  }

  /** Writes a tag and ends the suspension by an update of the whole object, as the controller of the reference does. */
  async update(release: string, tag: string): Promise<void> {
    const path = this.#path(release);
    for (;;) {
      const live = (await call(this.#kube, path)).body as HelmRelease;
      const values = { ...live.spec.values, image: { ...(live.spec.values?.['image'] as object | undefined), tag } };
      const { status, body } = await call(this.#kube, path, {
        method: 'PUT',
        body: { ...live, spec: { ...live.spec, suspend: false, values } },
      });
      if (status === 200) return;
      // Somebody else wrote in between: read again, as every controller does.
      if (status !== 409) throw new Error(`PUT ${path}: ${JSON.stringify(body)}`);
    }
  }

  /** Writes a tag by a server-side apply, as a manager of its own. */
  async apply(release: string, tag: string): Promise<void> {
    const object = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: release },
      spec: { values: { image: { tag } } },
    };
    await this.#write(
      'PATCH',
      `${this.#path(release)}?fieldManager=platform-mesh-resource-${release}-image&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  }

  /** Makes the source of a chart. The registry of a test speaks plain HTTP. */
  async makeSource(name: string, url: string, tag: string): Promise<void> {
    const layerSelector = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' };
    const object = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name },
      spec: { url, ref: { tag }, interval: '1m0s', insecure: true, layerSelector },
    };
    await this.#write(
      'POST',
      `/apis/source.toolkit.fluxcd.io/v1/namespaces/${this.#namespace}/ocirepositories`,
      object,
      'application/json',
    );
  }

  /** Writes the values of a release that Git does not hold, as docs/gitops.md names them. */
  async giveValues(release: string, values: object): Promise<void> {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${release}-ocm-values`, labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
      data: { 'values.yaml': JSON.stringify(values) },
    };
    await this.#write('POST', `/api/v1/namespaces/${this.#namespace}/configmaps`, object, 'application/json');
  }

  #path(release: string): string {
    return `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${this.#namespace}/helmreleases/${release}`;
  }

  async #write(method: 'POST' | 'PATCH', path: string, body: object, type: string): Promise<void> {
    const answer = await call(this.#kube, path, { method, body, type });
    if (answer.status > 201) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  }
}
