/** Where the source of a binary is. */
export interface BinarySource {
  /** Folder beside this file whose go.mod pins it. The four do not fit into one: they want different Kubernetes libraries. */
  readonly module: 'kube' | 'kcp' | 'flux' | 'kwok';
  /** Its main package. */
  readonly package: string;
  /** Whether it tells its version by the variables of Kubernetes, which no `go build` sets by itself. */
  readonly stamped?: true;
}

/** Every server and tool that tests run, in the order in which they are built: the ones that most suites need come first. */
export const BINARIES = {
  etcd: { module: 'kube', package: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { module: 'kube', package: 'k8s.io/kubernetes/cmd/kube-apiserver', stamped: true },
  kubectl: { module: 'kube', package: 'k8s.io/kubernetes/cmd/kubectl', stamped: true },
  kcp: { module: 'kcp', package: 'github.com/kcp-dev/kcp/cmd/kcp', stamped: true },
  'kube-controller-manager': { module: 'kube', package: 'k8s.io/kubernetes/cmd/kube-controller-manager', stamped: true },
  'kube-scheduler': { module: 'kube', package: 'k8s.io/kubernetes/cmd/kube-scheduler', stamped: true },
  'source-controller': { module: 'flux', package: 'github.com/fluxcd/source-controller' },
  'kustomize-controller': { module: 'flux', package: 'github.com/fluxcd/kustomize-controller' },
  'helm-controller': { module: 'flux', package: 'github.com/fluxcd/helm-controller' },
  registry: { module: 'flux', package: 'github.com/distribution/distribution/v3/cmd/registry' },
  helm: { module: 'flux', package: 'helm.sh/helm/v3/cmd/helm' },
  kwok: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
} as const satisfies Readonly<Record<string, BinarySource>>;

/** The name of a binary, which is also that of its file. */
export type BinaryName = keyof typeof BINARIES;

/** The modules whose CustomResourceDefinitions belong to Flux. */
export const FLUX_CRD_MODULES = ['source-controller', 'kustomize-controller', 'helm-controller'].map((name) => `github.com/fluxcd/${name}`);

/** The environment variable that names a binary, such as `KUBE_APISERVER_BIN`. */
export function variableOf(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_BIN`;
}
