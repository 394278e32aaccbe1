import type { Technology } from '../profile/index.js';

/** What the reference puts on everything that Flux or Argo CD reads. */
export const OPERATOR_CREATED = { 'core.platform-mesh.io/operator-created': 'true' } as const;

/** Which technology a Resource is for, so that nothing downstream has to guess. */
export function technologyLabel(technology: Technology): Readonly<Record<string, string>> {
  return { 'core.platform-mesh.io/deployment-technology': technology };
}
