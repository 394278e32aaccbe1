import type { RbacChartProps } from '../../charts/index.js';
import { invalidInput } from '../../errors.js';
import type { Context } from '../context.js';
import type { DeliveryOptions } from '../options/delivery-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

export interface InstallOptions extends Pick<
  DeliveryOptions,
  'kcpNamespace' | 'authorizationWebhookSecretName' | 'authorizationWebhookSecretCaName'
> {
  readonly rbacOnly?: boolean;
  readonly namespace: string;
  readonly target?: RbacChartProps['target'];
  readonly technology?: 'fluxcd' | 'argocd';
}

/** Prints the ServiceAccount and the Roles with which the other commands can be run. */
export async function install(name: string | undefined, options: InstallOptions, { io }: Context): Promise<ExitCode> {
  if (options.rbacOnly !== true) {
    throw invalidInput(
      'missing-option',
      '--rbac-only is missing; install can print nothing else yet',
      'add --rbac-only for the access rights, or apply a platform with `platform-mesh apply`',
    );
  }
  const [{ detachedApp, manifestsOf, RbacChart }, { printManifest }] = await Promise.all([
    import('../../charts/index.js'),
    import('../../synth/index.js'),
  ]);
  const app = detachedApp();
  const targets = options.target === undefined ? (['infra', 'runtime'] as const) : [options.target];
  for (const target of targets) new RbacChart(app, target, { ...propsOf(name, options), target });
  // Both targets have the same ServiceAccount.
  io.out([...new Set(manifestsOf(app).map(({ object }) => `---\n${printManifest(object)}`))].join(''));
  return EXIT.done;
}

function propsOf(
  name: string | undefined,
  { namespace, technology, kcpNamespace, authorizationWebhookSecretName, authorizationWebhookSecretCaName }: InstallOptions,
): Omit<RbacChartProps, 'target'> {
  return {
    namespace,
    kcpNamespace,
    authorizationWebhookSecretName,
    authorizationWebhookSecretCaName,
    ...(name === undefined ? {} : { instance: name }),
    ...(technology === undefined ? {} : { technologies: [technology] }),
  };
}
