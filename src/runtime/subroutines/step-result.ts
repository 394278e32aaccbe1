import type { PlatformMeshError } from '../../errors.js';
import type { ObjectRef } from '../../kubernetes/index.js';

/** What one run of a step comes to. */
export type StepResult =
  | { readonly kind: 'done'; readonly message?: string; readonly requeueAfter?: number }
  /** It works, but something that does not hold the platform up is not as desired. */
  | { readonly kind: 'degraded'; readonly reason: string; readonly message: string; readonly requeueAfter?: number }
  | { readonly kind: 'failed'; readonly error: PlatformMeshError }
  /** It goes on when one of `wakeOn` changes, or after `requeueAfter` milliseconds. */
  | {
      readonly kind: 'waiting';
      readonly reason: string;
      readonly message: string;
      readonly wakeOn: readonly ObjectRef[];
      readonly requeueAfter?: number;
    };

/** The type of the condition that tells of a step. */
export type ConditionType =
  'DeploymentSubroutine' | 'KcpsetupSubroutine' | 'ProvidersecretSubroutine' | 'FeatureToggleSubroutine' | 'WaitSubroutine';
