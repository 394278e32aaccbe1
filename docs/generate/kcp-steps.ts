import type { KcpPlatform } from './kcp-platform.ts';
import type { Product } from './product.ts';

/** A step of `kcp/apply-order.yml`. */
export interface KcpStep {
  /** Id of the chart, which its files are named after. */
  readonly chart: string;
  readonly workspace: string;
  readonly files: readonly string[];
  readonly wait: readonly { readonly kind: string; readonly name: string; readonly for: string }[];
}

/** Why each step stands where it stands. */
export const REASONS: Readonly<Record<string, string>> = {
  'kcp-first-types': 'the type `security` binds nothing, and other types extend it; other steps refer to the workspace of the APIs',
  'kcp-apis': 'an export names schemas, and kcp gives it an identity',
  'kcp-terminal': 'its export claims a resource of `core.platform-mesh.io`, whose identity exists only now',
  'kcp-bindings': 'kcp refuses a binding to a missing export; after this step, pages, stores and realms can be created',
  'kcp-portal-pages': 'the step before binds the API of pages',
  'kcp-identity': 'the same for the realm; the security-operator creates its clients, and the login of organizations needs their ids',
  'kcp-workspace-types': 'kcp refuses a type whose exports it cannot find',
  'kcp-workspaces': 'kcp refuses a workspace whose type is not ready',
  'kcp-organizations-store': 'the workspace `orgs` binds the API of stores at its creation',
  'kcp-providers': 'the type `provider` needs a parent of type `providers`',
  'kcp-webhooks': 'last: after this step, every change of an account needs an answer of the operators',
};

/** A step as the file has it. */
type WrittenStep = Pick<KcpStep, 'workspace' | 'files'> & Partial<Pick<KcpStep, 'wait'>>;

/** The steps in their order. */
export function kcpSteps({ gotemplate }: Product, { files, manifests }: KcpPlatform): readonly KcpStep[] {
  const { steps } = gotemplate.parseYaml(files.get('kcp/apply-order.yml') ?? '') as { readonly steps: readonly WrittenStep[] };
  const charts = [...new Set(manifests.map(({ chart }) => chart))];
  return steps.map((step, index) => ({ ...step, wait: step.wait ?? [], chart: charts[index] ?? '' }));
}

/** A step as what is typed to take it; `kcp` stands for kubectl in a workspace. */
export function commands({ workspace, files, wait }: KcpStep): string {
  const apply = files.map((file) => `kcp ${workspace} apply --server-side -f deploy/kcp/${file}`);
  const groups = Map.groupBy(
    wait,
    ({ kind, for: condition }) => `kcp ${workspace} wait --timeout=5m --for=${quoted(condition)} ${resource(kind)}`,
  );
  return [...apply, ...[...groups].map(([start, objects]) => `${start} ${objects.map(({ name }) => name).join(' ')}`)].join('\n');
}

function quoted(condition: string): string {
  return /[{}$]/u.test(condition) ? `'${condition}'` : condition;
}

function resource(kind: string): string {
  return kind === 'CustomResourceDefinition' ? 'crd' : kind.toLowerCase();
}
