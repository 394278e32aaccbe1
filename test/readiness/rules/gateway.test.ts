import { describeKind } from '../cases.ts';

const API = 'gateway.networking.k8s.io/v1';

/** What a controller says of a parent of a route. */
const parent = (name: string, accepted: string, resolved: string): string => `
      - parentRef: {group: gateway.networking.k8s.io, kind: Gateway, namespace: mesh, name: ${name}}
        controllerName: traefik.io/gateway-controller
        conditions:
          - {type: Accepted, ${accepted}}
          - {type: ResolvedRefs, ${resolved}}`;

const TRUE = 'status: "True", observedGeneration: 2';

for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']) {
  describeKind(API, kind, [
    {
      it: 'accepted by its parent',
      object: `
  spec: {parentRefs: [{name: main}]}
  status:
    parents:${parent('main', `${TRUE}, reason: Accepted`, `${TRUE}, reason: ResolvedRefs`)}`,
      state: 'ready',
    },
    {
      it: 'just made',
      object: `
        spec: {parentRefs: [{name: main}]}`,
      state: 'progressing',
      reason: 'NotObserved',
      says: 'parent Gateway main',
    },
    { it: 'without parents', object: 'spec: {}', state: 'ready' },
    {
      it: 'accepted by one of two parents',
      object: `
  spec: {parentRefs: [{name: main}, {name: other, namespace: edge, sectionName: https}]}
  status:
    parents:${parent('main', TRUE, TRUE)}`,
      state: 'progressing',
      reason: 'NotObserved',
      says: 'no controller has answered for parent Gateway edge/other (https) yet',
    },
    {
      it: 'accepted before it was changed',
      object: `
  spec: {parentRefs: [{name: main}]}
  status:
    parents:${parent('main', 'status: "True", observedGeneration: 1', TRUE)}`,
      state: 'progressing',
      reason: 'NotObserved',
      says: 'generation 2',
    },
    {
      it: 'without a listener that lets it in',
      object: `
  spec: {parentRefs: [{name: main}]}
  status:
    parents:${parent('main', 'status: "False", reason: NotAllowedByListeners, message: no listener allows it', TRUE)}`,
      state: 'progressing',
      reason: 'NotAllowedByListeners',
      says: 'parent Gateway main: no listener allows it',
    },
    {
      it: 'without its backend, which may come',
      object: `
  spec: {parentRefs: [{name: main}]}
  status:
    parents:${parent('main', TRUE, 'status: "False", reason: BackendNotFound, message: Service mesh/portal not found')}`,
      state: 'progressing',
      reason: 'BackendNotFound',
      says: 'Service mesh/portal not found',
    },
    {
      it: 'with a value that the controller cannot serve, beside a parent that waits',
      object: `
  spec: {parentRefs: [{name: other}, {name: main}]}
  status:
    parents:${parent('main', 'status: "False", reason: UnsupportedValue, message: timeout is not supported', TRUE)}`,
      state: 'failed',
      reason: 'UnsupportedValue',
      says: 'timeout is not supported',
    },
    {
      it: 'with half an answer',
      object: `
  spec: {parentRefs: [{name: main}]}
  status:
    parents: [{parentRef: {name: main}, controllerName: example.com/c, conditions: [{type: Accepted, ${TRUE}}]}]`,
      state: 'progressing',
      reason: 'NotObserved',
      says: 'has not set condition ResolvedRefs yet',
    },
    {
      it: 'accepted by a mesh, which is a parent by another kind',
      object: `
  spec: {parentRefs: [{group: "", kind: Service, name: portal, port: 80}]}
  status:
    parents:
      - parentRef: {group: "", kind: Service, namespace: mesh, name: portal, port: 80}
        conditions: [{type: Accepted, ${TRUE}}, {type: ResolvedRefs, ${TRUE}}]`,
      state: 'ready',
    },
  ]);
}

describeKind(API, 'GatewayClass', [
  { it: 'accepted', object: `{status: {conditions: [{type: Accepted, ${TRUE}, reason: Accepted}]}}`, state: 'ready' },
  {
    it: 'just made',
    object: `
      status: {conditions: [{type: Accepted, status: Unknown, reason: Pending, message: Waiting for controller}]}`,
    state: 'progressing',
    reason: 'Pending',
    says: 'Waiting',
  },
  {
    it: 'without a controller',
    object: `
      spec: {controllerName: traefik.io/gateway-controller}`,
    state: 'progressing',
    reason: 'NotObserved',
    says: 'condition Accepted',
  },
  {
    it: 'with parameters that the controller does not take',
    object: '{status: {conditions: [{type: Accepted, status: "False", reason: InvalidParameters, message: no such ConfigMap}]}}',
    state: 'progressing',
    reason: 'InvalidParameters',
    says: 'no such ConfigMap',
  },
]);

describeKind(API, 'Gateway', [
  { it: 'programmed', object: `{status: {conditions: [{type: Accepted, ${TRUE}}, {type: Programmed, ${TRUE}}]}}`, state: 'ready' },
  {
    it: 'without an address',
    object: `
      status:
        conditions:
          - {type: Accepted, ${TRUE}}
          - {type: Programmed, status: "False", reason: AddressNotAssigned, message: No addresses}`,
    state: 'progressing',
    reason: 'AddressNotAssigned',
    says: 'No addresses',
  },
  {
    it: 'refused by its class',
    object: `
      status:
        conditions:
          - {type: Accepted, status: "False", reason: ListenersNotValid, message: port 443 is taken}
          - {type: Programmed, status: "False", reason: Invalid}`,
    state: 'progressing',
    reason: 'ListenersNotValid',
    says: 'port 443',
  },
  {
    it: 'programmed before it was changed',
    object: `
      status: {conditions: [{type: Programmed, status: "True", observedGeneration: 1}]}`,
    state: 'progressing',
    reason: 'NotObserved',
  },
]);

describeKind(API, 'ReferenceGrant', [{ it: 'there', object: 'spec: {}', state: 'ready' }]);
