import type { KubernetesObject, Manifest } from '../charts/index.js';
import { toYaml } from '../gotemplate/index.js';

/** What has to be true before the next step, as `kubectl wait --for` takes it. */
const READY: Readonly<Record<string, string>> = {
  Workspace: 'jsonpath={.status.phase}=Ready',
  APIExport: 'condition=IdentityValid',
  APIBinding: 'jsonpath={.status.phase}=Bound',
  CustomResourceDefinition: 'condition=Established',
};

/**
 * The order in which the files of kcp are applied: the charts' own order, with what to wait for after each.
 *
 * @param placed manifests of kcp with their files, below the folder `kcp`
 */
export function applyOrderText(placed: readonly { readonly manifest: Manifest; readonly file: string }[]): string {
  const steps = [...Map.groupBy(placed, ({ manifest }) => manifest.order).values()].map((step) => {
    const wait = step.flatMap(({ manifest }) => waitFor(manifest.object));
    return {
      workspace: step[0]?.manifest.target.replace(/^kcp\//u, '') ?? '',
      files: [...new Set(step.map(({ file }) => file.replace(/^kcp\//u, '')))],
      ...(wait.length > 0 ? { wait } : {}),
    };
  });
  return `# Each step is applied in its workspace; the next one begins when what is waited for is true.\n${toYaml({ steps }, { width: Infinity, portable: true })}`;
}

function waitFor({ kind, metadata }: KubernetesObject): readonly object[] {
  const condition = READY[kind];
  return condition === undefined ? [] : [{ kind, name: metadata.name, for: condition }];
}
