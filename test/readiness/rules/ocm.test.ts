import { describeKind } from '../cases.ts';

for (const kind of ['Repository', 'Component', 'Resource']) {
  describeKind('delivery.ocm.software/v1alpha1', kind, [
    {
      it: 'found',
      object: `
        status:
          observedGeneration: 2
          conditions: [{type: Ready, status: "True", reason: Succeeded, message: Applied version 0.5.1, observedGeneration: 2}]`,
      state: 'ready',
    },
    { it: 'just made', object: 'spec: {}', state: 'progressing', reason: 'NotObserved' },
    {
      it: 'not found, which raises no observedGeneration',
      object: `
        status:
          conditions:
            - {type: Ready, status: "False", reason: GetComponentVersionFailed, message: "failed to get component version: not found"}`,
      state: 'progressing',
      reason: 'GetComponentVersionFailed',
      says: 'not found',
    },
    {
      it: 'found, and not found any more after a change',
      object: `
        status:
          observedGeneration: 1
          conditions: [{type: Ready, status: "False", reason: GetOCMResourceFailed, message: resource with identity name=chart not found}]`,
      state: 'progressing',
      reason: 'GetOCMResourceFailed',
      says: 'identity name=chart',
    },
    {
      it: 'suspended',
      object: `
        spec: {suspend: true}
        status: {observedGeneration: 1}`,
      state: 'progressing',
      reason: 'Suspended',
      says: 'spec.suspend',
    },
    {
      it: 'given up',
      object: `
        status:
          observedGeneration: 2
          conditions:
            - {type: Stalled, status: "True", reason: GetRepositoryFailed, message: unknown repository type, observedGeneration: 2}
            - {type: Ready, status: "False", reason: GetRepositoryFailed}`,
      state: 'failed',
      reason: 'GetRepositoryFailed',
    },
  ]);
}

describeKind('delivery.ocm.software/v1alpha1', 'Resource', [
  { it: 'of an older controller, which sets no condition', object: '{status: {resource: {name: chart, version: 0.5.1}}}', state: 'ready' },
  {
    it: 'found once, and not any more',
    object: `
      status: {resource: {version: 0.5.1}, conditions: [{type: Ready, status: "False", reason: GetOCMResourceFailed, message: gone}]}`,
    state: 'progressing',
    reason: 'GetOCMResourceFailed',
    says: 'gone',
  },
  {
    it: 'of an older controller, suspended',
    object: `
      spec: {suspend: true}
      status: {resource: {version: 0.5.1}}`,
    state: 'progressing',
    reason: 'Suspended',
  },
]);
