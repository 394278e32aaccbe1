/** Where the source of a binary is. */
export interface BinarySource {
  /** Folder beside this file whose go.mod pins it. They do not fit into one: they want different Kubernetes libraries. */
  readonly module: 'kube' | 'kcp' | 'flux' | 'kwok' | 'miniredis' | 'argocd';
  /** Its main package; `.` where its source lies beside go.mod. */
  readonly package: string;
  /** Whether it tells its version by the variables of Kubernetes, which no `go build` sets by itself. */
  readonly stamped?: true;
  /** Seconds that its build takes on two cores, where that is too long for a run of CI that builds everything else as well. */
  readonly seconds?: number;
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
  miniredis: { module: 'miniredis', package: '.' },
  // Last: it takes longest, and a run that is short of time leaves it out.
  argocd: { module: 'argocd', package: 'github.com/argoproj/argo-cd/v3/cmd', seconds: 420 },
} as const satisfies Readonly<Record<string, BinarySource>>;

/** The name of a server or tool, which is also that of its file. */
export type BinaryName = keyof typeof BINARIES;

/** Where the CustomResourceDefinitions of a family are, in the Go modules that its binaries are built from. */
export const CRDS = {
  flux: {
    modules: ['source-controller', 'kustomize-controller', 'helm-controller'].map((name) => `github.com/fluxcd/${name}`),
    folder: 'config/crd/bases',
    files: /\.yaml$/u,
  },
  argocd: { modules: ['github.com/argoproj/argo-cd/v3'], folder: 'manifests/crds', files: /^(?:application|appproject)-crd\.yaml$/u },
} as const;

/** A family whose CustomResourceDefinitions its controllers do not install themselves; also the module that pins them. */
export type CrdFamily = keyof typeof CRDS;

/** The environment variable that names a binary, such as `KUBE_APISERVER_BIN`. */
export function variableOf(name: BinaryName): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_BIN`;
}

/** The environment variable that names the folder of CustomResourceDefinitions of a family, such as `FLUX_CRD_DIR`. */
export function variableOfCrds(family: CrdFamily): string {
  return `${family.toUpperCase()}_CRD_DIR`;
}
