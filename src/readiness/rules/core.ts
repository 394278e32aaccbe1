import { listAt, textAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, progressing, READY } from '../readiness.js';
import { asFailure, asProgress, byCondition, falseCondition, findCondition } from './conditions.js';
import { atOnce, type Rule, type Rules } from './rule.js';

/** A claim may stay pending until a pod uses it; wait for the pod instead. */
const persistentVolumeClaim: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Pending';
  if (phase === 'Bound') return READY;
  return phase === 'Lost' ? failed(phase, 'its volume is gone') : progressing(phase, 'it has no volume yet');
};

const service: Rule = (object) => {
  const needsAddress = textAt(object, 'spec', 'type') === 'LoadBalancer';
  const hasAddress = listAt(object, 'status', 'loadBalancer', 'ingress').length > 0;
  return needsAddress && !hasAddress ? progressing('NoAddress', 'its load balancer has no address yet') : READY;
};

/** The API server sets the phase at creation; `metadata.deletionTimestamp` tells of a namespace that goes. */
const namespace: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Active';
  return phase === 'Active' ? READY : progressing(phase);
};

/** When another CustomResourceDefinition has its names, this one gets them only after somebody changes one of the two. */
const customResourceDefinition: Rule = (object) => {
  const conflict = falseCondition(object, 'NamesAccepted');
  if (conflict) return asFailure(conflict);
  const established = findCondition(object, 'Established');
  if (established?.status === 'True') return READY;
  return established ? asProgress(established) : progressing(NOT_OBSERVED, 'the API server has not observed it yet');
};

export const CORE: Rules = { Namespace: namespace, PersistentVolumeClaim: persistentVolumeClaim, Service: service };
/** Many controllers, such as those behind node ports, never write an address into an Ingress that works. */
export const NETWORKING: Rules = { Ingress: atOnce };
export const API_EXTENSIONS: Rules = { CustomResourceDefinition: customResourceDefinition };
/** The server behind an APIService may come up at any time, so it never fails for good. */
export const API_REGISTRATION: Rules = { APIService: byCondition('Available') };
