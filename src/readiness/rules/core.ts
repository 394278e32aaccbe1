import { listAt, textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY } from '../readiness.js';
import { atOnce } from './generic.js';
import type { Rule, Rules } from './rule.js';

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

export const CORE: Rules = { Namespace: namespace, PersistentVolumeClaim: persistentVolumeClaim, Service: service };
/** Many controllers, such as those behind node ports, never write an address into an Ingress that works. */
export const NETWORKING: Rules = { Ingress: atOnce };
