import { expect, it } from '@jest/globals';
import { preconditionsOf } from '../../../src/runtime/cluster/preconditions.js';

it.each([
  { what: 'an object', body: { kind: 'ConfigMap', metadata: { name: 'a' } }, found: [] },
  {
    what: 'an object with a version',
    body: { kind: 'ConfigMap', metadata: { name: 'a', resourceVersion: '5' } },
    found: ['resourceVersion'],
  },
  { what: 'an object with an empty version', body: { kind: 'ConfigMap', metadata: { name: 'a', resourceVersion: '' } }, found: [] },
  { what: 'a merge patch with a UID', body: { metadata: { uid: 'u' }, spec: {} }, found: ['uid'] },
  { what: 'a merge patch with both', body: { metadata: { uid: 'u', resourceVersion: '5' } }, found: ['uid', 'resourceVersion'] },
  { what: 'a delete', body: { kind: 'DeleteOptions' }, found: [] },
  { what: 'a delete of a UID', body: { kind: 'DeleteOptions', preconditions: { uid: 'u', resourceVersion: undefined } }, found: ['uid'] },
  {
    what: 'an eviction',
    body: { kind: 'Eviction', metadata: { name: 'a' }, deleteOptions: { preconditions: { uid: 'u' } } },
    found: ['uid'],
  },
  { what: 'a JSON patch', body: [{ op: 'remove', path: '/metadata/labels/a' }], found: [] },
  {
    what: 'a JSON patch with a version',
    body: [{ op: 'replace', path: '/metadata/resourceVersion', value: '5' }],
    found: ['resourceVersion'],
  },
  { what: 'nothing', body: undefined, found: [] },
])('the preconditions of $what are $found', ({ body, found }) => {
  expect(preconditionsOf(body)).toEqual(found);
});
