import type { PlatformMeshError } from '../../errors.js';
import type { ObjectRef } from '../../kubernetes/index.js';

/** The result of one run of a subroutine. */
export type StepResult =
  | { readonly kind: 'done'; readonly message?: string; readonly requeueAfter?: number }
  /** It works, but something that the platform does not depend on is not as desired. */
  | { readonly kind: 'degraded'; readonly reason: string; readonly message: string; readonly requeueAfter?: number }
  | { readonly kind: 'failed'; readonly error: PlatformMeshError }
  /** Run it again when one of `wakeOn` changes, or after `requeueAfter` milliseconds. */
  | {
      readonly kind: 'waiting';
      readonly reason: string;
      readonly message: string;
      readonly wakeOn: readonly ObjectRef[];
      readonly requeueAfter?: number;
      /** Whether what it waits for comes by itself, in seconds, without anybody's help. @default false */
      readonly isComing?: true;
    };

/** The condition type of a subroutine. */
export type ConditionType =
  'DeploymentSubroutine' | 'KcpsetupSubroutine' | 'ProvidersecretSubroutine' | 'FeatureToggleSubroutine' | 'WaitSubroutine';
