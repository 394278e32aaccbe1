import Sequencer from '@jest/test-sequencer';

/**
 * The suites that take minutes. If one begins late, it runs alone at the end, and a core is idle. A new machine has no times to
 * sort by.
 */
const LONGEST = ['kills', 'kcp-faults', 'provider-secret', 'kcp-delete', 'argo-handover', 'argo-changes', 'flux-gitops', 'apply-large'];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
