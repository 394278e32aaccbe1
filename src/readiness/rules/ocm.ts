import { at, isMap } from '../../kubernetes/index.js';
import { READY } from '../readiness.js';
import { findCondition } from './conditions.js';
import { byReady, type Rule, type Rules } from './rule.js';
import { suspension } from './suspension.js';

/** The OCM controller retries every failure: a component version that is missing today may be there tomorrow. */
const resolved =
  (rule: Rule): Rule =>
  (object) =>
    suspension(object, 'the OCM controller') ?? rule(object);

/** Older OCM controllers set no Ready condition; then a result in the status says that they are done. */
const found = (field: string): Rule =>
  resolved((object) => {
    const isOlder = !findCondition(object, 'Ready');
    return isOlder && isMap(at(object, 'status', field)) ? READY : byReady(object);
  });

export const OCM: Rules = {
  Repository: resolved(byReady),
  Component: found('component'),
  Resource: found('resource'),
  Deployer: resolved(byReady),
};
