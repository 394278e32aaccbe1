import { byCondition } from '../conditions.js';
import { listAt, textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY } from '../readiness.js';
import { atOnce } from './generic.js';
import type { Rule, Rules } from './rule.js';

/** A claim may stay pending until a pod uses it; who waits for it should wait for the pod. */
const persistentVolumeClaim: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase') ?? 'Pending';
  if (phase === 'Bound') return READY;
  return phase === 'Lost' ? failed(phase, 'its volume is gone') : progressing(phase, 'it has no volume yet');
};

const service: Rule = (object) => {
  const needsAddress = textAt(object, 'spec', 'type') === 'LoadBalancer';
  return needsAddress && listAt(object, 'status', 'loadBalancer', 'ingress').length === 0 ? progressing('NoAddress', 'its load balancer has no address yet') : READY;
};

export const CORE: Rules = { PersistentVolumeClaim: persistentVolumeClaim, Service: service };
/** Many controllers, those behind node ports above all, never write an address into an Ingress that works. */
export const NETWORKING: Rules = { Ingress: atOnce };
export const GATEWAYS: Rules = { Gateway: byCondition('Programmed') };
