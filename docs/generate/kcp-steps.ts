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
  'kcp-first-types':
    'the type `security` binds nothing and is extended by others; the workspace of the APIs comes before everything that refers to them',
  'kcp-apis': 'an export names schemas, and gets its identity from kcp',
  'kcp-terminal': 'its export claims a resource of `core.platform-mesh.io`, whose identity is known only now',
  'kcp-bindings': 'kcp refuses a binding to an export that is not there; from here on pages, stores and realms can be created',
  'kcp-portal-pages': 'pages are objects of an API that has just been bound',
  'kcp-identity': 'so is the realm; the security-operator makes its clients, whose ids the login of organizations needs',
  'kcp-workspace-types': 'kcp refuses a type whose exports are in a workspace that it cannot find',
  'kcp-workspaces': 'kcp refuses a workspace whose type is not ready',
  'kcp-organizations-store': 'the workspace `orgs` binds the API of stores while it is made',
  'kcp-providers': 'the type `provider` may lie in a workspace of the type `providers` alone',
  'kcp-webhooks': 'last of all: from here on, every change of an account waits for the operators to answer',
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
