import { asFailure, asProgress, byCondition, findCondition, NOT_OBSERVED } from '../conditions.js';
import { textAt } from '../../kubernetes/index.js';
import { progressing, READY } from '../readiness.js';
import type { Rule, Rules } from './rule.js';

/** Names that another CustomResourceDefinition has taken are not given to this one until somebody changes either. */
const customResourceDefinition: Rule = (object) => {
  const names = findCondition(object, 'NamesAccepted');
  const established = findCondition(object, 'Established');
  if (names?.status === 'False') return asFailure(names);
  if (established?.status === 'True') return READY;
  return established ? asProgress(established) : progressing(NOT_OBSERVED, 'the API server has not looked at it yet');
};

/** Its phase is set as it is made; what is going is told by its deletion. */
const namespace: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Active';
  return phase === 'Active' ? READY : progressing(phase);
};

export const API_EXTENSIONS: Rules = { CustomResourceDefinition: customResourceDefinition };
/** The server of the API may come up at any time, so it never fails for good. */
export const API_REGISTRATION: Rules = { APIService: byCondition('Available') };
export const NAMESPACES: Rules = { Namespace: namespace };
