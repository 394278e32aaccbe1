/** What the command line does with a platform: plan, apply, delete, status. */
export { applyPlatform, type ApplyResult } from './apply.js';
export { deletePlatform } from './delete.js';
export type { ObjectView } from './object-views.js';
export { overview, type PlatformView } from './overview.js';
export { planDeletion, planPlatform, type PlatformPlan } from './plan.js';
export type { RunListener, StateChange } from './progress.js';
export { closeSession, openInstance, openSession, type SessionProps } from './session.js';
export type { StepView } from './step-views.js';
export { storedInput } from './stored-input.js';
export { Waker } from './wake.js';
