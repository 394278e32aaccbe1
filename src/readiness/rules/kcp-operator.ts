import { asProgress, byCondition, conditionsOf, findCondition } from '../conditions.js';
import { textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY } from '../readiness.js';
import type { Rule, Rules } from './rule.js';

/** Available when its Deployment is; before that, what it refers to may be missing. */
const available: Rule = (object) => {
  const rootShard = findCondition(object, 'RootShard');
  return rootShard?.status === 'False' ? asProgress(rootShard) : byCondition('Available')(object);
};

/** The operator writes no phase in many versions; the Secret that it makes is what counts, and is waited for as such. */
const kubeconfig: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Ready';
  if (phase === 'Failed') return failed(phase);
  const missing = conditionsOf(object).find(({ status }) => status === 'False');
  if (missing) return asProgress(missing);
  return phase === 'Ready' ? READY : progressing(phase);
};

export const KCP_OPERATOR: Rules = { RootShard: available, Shard: available, FrontProxy: available, CacheServer: available, Kubeconfig: kubeconfig };
