import { NOT_OBSERVED, progressing, READY } from '../readiness.js';
import { asFailure, asProgress, byCondition, falseCondition, findCondition } from './conditions.js';
import type { Rule, Rules } from './rule.js';

/** When another CustomResourceDefinition has its names, this one gets them only after somebody changes one of the two. */
const customResourceDefinition: Rule = (object) => {
  const conflict = falseCondition(object, 'NamesAccepted');
  if (conflict) return asFailure(conflict);
  const established = findCondition(object, 'Established');
  if (established?.status === 'True') return READY;
  return established ? asProgress(established) : progressing(NOT_OBSERVED, 'the API server has not observed it yet');
};

export const API_EXTENSIONS: Rules = { CustomResourceDefinition: customResourceDefinition };
/** The server behind an APIService may come up at any time, so it never fails for good. */
export const API_REGISTRATION: Rules = { APIService: byCondition('Available') };
