import type { KubernetesObject } from '../kubernetes/index.js';
import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { detachedApp, manifestsOf, PlatformMeshChart, type Target } from '../charts/index.js';
import { loadBlueprint, type LoadOptions } from '../profile/index.js';
import { printStream } from '../synth/index.js';

/** Objects by target, each list in the order in which it may be applied. */
export type ObjectsByTarget = Readonly<Partial<Record<Target, readonly KubernetesObject[]>>>;

/**
 * An app for a test; it writes nothing unless it is told to.
 *
 * @example
 * const chart = new TargetChart(Testing.app(), 'mesh', { target: 'infra' });
 */
export function app(): App {
  return detachedApp();
}

/**
 * Every object below a construct as plain data, by target; a target without objects is absent.
 *
 * @throws {PlatformMeshError} as `manifestsOf` does: `duplicate-object`, `no-target`.
 */
export function manifests(scope: IConstruct): ObjectsByTarget {
  const byTarget: Partial<Record<Target, KubernetesObject[]>> = {};
  for (const { target, object } of manifestsOf(scope)) (byTarget[target] ??= []).push(object);
  return byTarget;
}

/** What of a platform a snapshot shows. */
export interface SnapshotOptions {
  /**
   * The targets whose objects are shown; `['infra', 'runtime']` leaves out what goes into kcp, which hardly any test of
   * a profile is about.
   * @default - all
   */
  readonly targets?: readonly Target[];
}

/**
 * Every object below a construct as one YAML text, each under a comment that names its target: made for snapshots.
 *
 * @throws {PlatformMeshError} as `manifestsOf` does: `duplicate-object`, `no-target`.
 */
export function yaml(scope: IConstruct, { targets }: SnapshotOptions = {}): string {
  return printStream(manifestsOf(scope).filter(({ target }) => targets?.includes(target) ?? true));
}

/**
 * The platform that files describe, as one YAML text: a snapshot of it shows what a change of a profile does.
 *
 * @throws {InvalidInputError} when the input is wrong, with every problem.
 *
 * @example
 * expect(Testing.synthesize({ files: ['examples/quickstart'], targets: ['infra', 'runtime'] })).toMatchSnapshot();
 */
export function synthesize({ targets, ...options }: LoadOptions & SnapshotOptions): string {
  const scope = detachedApp();
  const { blueprint } = loadBlueprint(options);
  new PlatformMeshChart(scope, blueprint.instance.name, { blueprint });
  return yaml(scope, targets ? { targets } : {});
}
