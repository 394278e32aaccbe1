import { describe, expect, it } from '@jest/globals';
import { conflictPath, formatPath, isStep, namesOf, type FieldPath } from '../../../../src/runtime/apply/fields/field-path.js';

describe('a path', () => {
  it.each<[FieldPath, readable: string, inConflicts: string]>([
    [['f:spec', 'f:values', 'f:image', 'f:tag'], 'spec.values.image.tag', '.spec.values.image.tag'],
    [['f:metadata', 'f:labels', 'f:a.b/c'], 'metadata.labels["a.b/c"]', '.metadata.labels.a.b/c'],
    [['f:spec', 'f:dependsOn', 'k:{"name":"x"}'], 'spec.dependsOn[name=x]', '.spec.dependsOn[name="x"]'],
    [
      ['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:nodePort'],
      'spec.ports[port=80,protocol=TCP].nodePort',
      '.spec.ports[port=80,protocol="TCP"].nodePort',
    ],
    [['f:metadata', 'f:finalizers', 'v:"a/b"'], 'metadata.finalizers[=a/b]', '.metadata.finalizers[="a/b"]'],
    [['f:spec', 'f:list', 'i:2'], 'spec.list[2]', '.spec.list[2]'],
    [['f:data', 'f:'], 'data[""]', '.data.'],
  ])('%j reads %s', (path, readable, inConflicts) => {
    expect(formatPath(path)).toBe(readable);
    expect(conflictPath(path)).toBe(inConflicts);
  });

  it('has names as far as it leads through maps', () => {
    expect(namesOf(['f:spec', 'f:ports', 'k:{"port":80}', 'f:nodePort'])).toEqual(['spec', 'ports']);
  });
});

it.each<[string, boolean]>([
  ['f:anything', true],
  ['f:', true],
  ['k:{"a":1}', true],
  ['k:[1]', false],
  ['k:{', false],
  ['v:"a"', true],
  ['v:', false],
  ['i:0', true],
  ['i:x', false],
  ['x:y', false],
  ['', false],
])('a step may be written as %j: %s', (text, expected) => {
  expect(isStep(text)).toBe(expected);
});
