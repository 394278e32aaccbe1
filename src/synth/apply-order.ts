import type { GitOpsStep, Wait } from '../charts/index.js';
import { toYaml } from '../gotemplate/index.js';

/** The order in which the files of kcp are applied: the order of the charts, and what to wait for after each. */
export function applyOrderText(steps: readonly GitOpsStep[]): string {
  const inKcp = steps.map(({ target, files, waits }) => ({
    workspace: target.replace(/^kcp\//u, ''),
    files: files.map((file) => file.replace(/^kcp\//u, '')),
    ...(waits.length > 0 ? { wait: waits.map(({ kind, name, until }) => ({ kind, name, for: forKubectl(until) })) } : {}),
  }));
  const text = toYaml({ steps: inKcp }, { width: Infinity, portable: true });
  return `# Apply each step in its workspace. Begin the next step when its "wait" conditions are true.\n${text}`;
}

/** As `kubectl wait --for` takes it. */
function forKubectl(until: Wait['until']): string {
  return 'phase' in until ? `jsonpath={.status.phase}=${until.phase}` : `condition=${until.condition}`;
}
