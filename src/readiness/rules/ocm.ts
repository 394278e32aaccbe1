import { SUSPENDED } from '../conditions.js';
import { at } from '../../kubernetes/index.js';
import { progressing } from '../readiness.js';
import { byReady } from './generic.js';
import type { Rule, Rules } from './rule.js';

/** The OCM controller tries again whatever went wrong: a component version that is not there today may be tomorrow. */
const delivered: Rule = (object) => (at(object, 'spec', 'suspend') === true ? progressing(SUSPENDED, 'spec.suspend is true, so the OCM controller leaves it alone until it is false') : byReady(object));

export const OCM: Rules = { Repository: delivered, Component: delivered, Resource: delivered, Deployer: delivered };
