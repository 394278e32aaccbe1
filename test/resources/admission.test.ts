import { describe, expect, it } from '@jest/globals';
import { validateManagedProvider, validatePlatformMesh, validateProvider, type SchemaProblem } from '../../src/resources/index.js';
import { ADMISSION_CASES, E2E_PLATFORM_MESH } from './admission-cases.js';

const validators: Readonly<Record<string, (value: unknown) => readonly SchemaProblem[]>> = {
  PlatformMesh: validatePlatformMesh,
  Provider: validateProvider,
  ManagedProvider: validateManagedProvider,
};

/** As a file would give it: without the fields that are undefined here. */
const asRead = (object: object): unknown => JSON.parse(JSON.stringify(object));

function errorsOf(object: Readonly<Record<string, unknown>>): readonly string[] {
  const problems = validators[String(object['kind'])]!(asRead(object));
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('an object that the API server takes has no errors', () => {
  it.each(ADMISSION_CASES.filter(({ accepted, unusable }) => accepted && unusable !== true))('$name', ({ object }) => {
    expect(errorsOf(object)).toEqual([]);
  });
});

describe('an object that the API server refuses has errors', () => {
  it.each(ADMISSION_CASES.filter(({ accepted }) => !accepted))('$name', ({ object }) => {
    expect(errorsOf(object)).not.toEqual([]);
  });
});

describe('an entry that cannot work is an error of its own kind', () => {
  it.each(ADMISSION_CASES.filter(({ unusable }) => unusable))('$name', ({ object }) => {
    const errors = validatePlatformMesh(asRead(object)).filter(({ severity }) => severity === 'error');

    expect([...new Set(errors.map(({ code }) => code))]).toEqual(['unusable-entry']);
  });
});

it('has nothing to say about the PlatformMesh of the end-to-end test', () => {
  expect(validatePlatformMesh(E2E_PLATFORM_MESH)).toEqual([]);
});
