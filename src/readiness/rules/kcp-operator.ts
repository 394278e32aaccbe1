import { textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY } from '../readiness.js';
import { asProgress, byCondition, conditionsOf, falseCondition } from './conditions.js';
import type { Rule, Rules } from './rule.js';

/** Available when its Deployment is. Until then, an object that it refers to may be missing. */
const available: Rule = (object) => {
  const rootShard = falseCondition(object, 'RootShard');
  return rootShard ? asProgress(rootShard) : byCondition('Available')(object);
};

/** Many versions of the operator write no phase. What counts is the Secret that it makes; wait for that Secret. */
const kubeconfig: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Ready';
  if (phase === 'Failed') return failed(phase);
  const missing = conditionsOf(object).find(({ status }) => status === 'False');
  if (missing) return asProgress(missing);
  return phase === 'Ready' ? READY : progressing(phase);
};

export const KCP_OPERATOR: Rules = {
  RootShard: available,
  Shard: available,
  FrontProxy: available,
  CacheServer: available,
  Kubeconfig: kubeconfig,
};
