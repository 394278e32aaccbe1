import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { validate, validatePlatformMesh } from '../../src/resources/index.js';
import { platformMesh } from './admission-cases.js';

describe('a message names the field, what it must be, what it is, and how to mend it', () => {
  it.each([
    [{ exposure: { port: 'eighty' } }, 'spec.exposure.port must be a whole number from 1 to 65535, not "eighty"', undefined],
    [{ exposure: { port: '443' } }, 'spec.exposure.port must be a whole number from 1 to 65535, not "443"', 'write it without quotes: 443'],
    [{ exposure: { port: 70000 } }, 'spec.exposure.port must be a whole number from 1 to 65535, not 70000', undefined],
    [{ exposure: { protocol: 'ftp' } }, 'spec.exposure.protocol must be http or https, not "ftp"', undefined],
    [{ exposure: ['a'] }, 'spec.exposure must be a map, not a list', undefined],
    [{ kcp: { providerConnections: {} } }, 'spec.kcp.providerConnections must be a list, not a map', undefined],
    [{ kcp: { providerConnections: [null] } }, 'spec.kcp.providerConnections[0] must be a map, not null', undefined],
    [
      { kcp: { providerConnections: [{ secret: 1, adminAuth: true }] } },
      'spec.kcp.providerConnections[0].secret must be a text of 1 to 253 characters, not 1',
      'put it in quotes: "1"',
    ],
    [
      { kcp: { providerConnections: [{ secret: 'a', path: 'root/orgs', adminAuth: true }] } },
      'spec.kcp.providerConnections[0].path must be a workspace path such as root:orgs, not "root/orgs"',
      undefined,
    ],
    [
      { kcp: { extraProviderConnections: [{ path: 'root', adminAuth: true }] } },
      'spec.kcp.extraProviderConnections[0].secret is missing',
      undefined,
    ],
    [
      { kcp: { providerConnections: [{ secret: '', adminAuth: true }] } },
      'spec.kcp.providerConnections[0].secret must be a text of 1 to 253 characters, not ""',
      undefined,
    ],
    [
      { kcp: { providerConnections: [{ secret: 'a', adminAuth: 'true' }] } },
      'spec.kcp.providerConnections[0].adminAuth must be true or false, not "true"',
      'write it without quotes: true',
    ],
    [
      { wait: { resourceTypes: [{ groupKind: { kind: 'Pod' }, apiVersions: { versions: [] } }] } },
      'spec.wait.resourceTypes[0].apiVersions.versions must have at least one entry',
      undefined,
    ],
    [{ profileConfigMap: { name: '' } }, 'spec.profileConfigMap.name must be a text that is not empty, not ""', undefined],
  ])('%j', (spec, message, hint) => {
    expect(validatePlatformMesh(platformMesh(spec)).map((problem) => [problem.severity, problem.message, problem.hint])).toEqual([
      ['error', message, hint],
    ]);
  });
});

describe('a rule that ties fields together says which ways there are', () => {
  it.each([
    [{ secret: 'a', path: 'root' }, /set exactly one of endpointSliceName, apiExportNames and workspaceType, or adminAuth: true/u],
    [{ secret: 'a', apiExportName: 'b' }, /needs the path of a workspace/u],
  ])('%j', (connection, message) => {
    const problems = validatePlatformMesh(platformMesh({ kcp: { providerConnections: [connection] } }));

    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
    expect(problems[0]?.path.slice(0, 4)).toEqual(['spec', 'kcp', 'providerConnections', 0]);
  });
});

it('points a rule at the field that is to blame', () => {
  const problems = validatePlatformMesh(
    platformMesh({ kcp: { providerConnections: [{ secret: 'a', path: 'root', apiExportName: 'b', apiExportNames: ['c'] }] } }),
  );

  expect(problems.map(({ path }) => path)).toEqual([['spec', 'kcp', 'providerConnections', 0, 'apiExportName']]);
});

it('says once that a null stands where a field is needed', () => {
  expect(validatePlatformMesh(platformMesh({ profileConfigMap: { name: null } })).map(({ message }) => message)).toEqual([
    'spec.profileConfigMap.name is missing',
  ]);
});

it.each([[null], ['text'], [[]]])('says what is wrong with %j as a whole', (value) => {
  expect(validatePlatformMesh(value)[0]?.message).toMatch(/^it must be a map, not /u);
});

it('reports everything at once, each with its path', () => {
  const problems = validatePlatformMesh(
    platformMesh({
      exposure: { port: 'eighty', protocol: 'ftp' },
      kcp: {
        providerConnections: [
          { secret: 'a', path: 'root', adminAuth: true },
          { secret: 'b', external: 'no' },
        ],
      },
      featureTogles: [],
    }),
  );

  expect(problems.map(({ path, severity }) => [path.join('/'), severity])).toEqual([
    ['spec/exposure/port', 'error'],
    ['spec/exposure/protocol', 'error'],
    ['spec/kcp/providerConnections/1/external', 'error'],
    ['spec/featureTogles', 'warning'],
  ]);
});

describe('an unknown field', () => {
  it('is a warning at its key, with the field that was meant', () => {
    expect(validatePlatformMesh(platformMesh({ exposure: { basedomain: 'a' } }))).toEqual([
      {
        path: ['spec', 'exposure', 'basedomain'],
        severity: 'warning',
        message: 'spec.exposure.basedomain is not a known field and has no effect',
        hint: 'did you mean "baseDomain"?',
        at: 'key',
        code: 'unknown-field',
      },
    ]);
  });

  it('is a warning with the fields that there are, when none is near', () => {
    expect(validatePlatformMesh(platformMesh({ exposure: { certificate: 'a' } }))[0]?.hint).toBe('known here: baseDomain, port, protocol');
  });

  it('is found at the top of the resource and within lists', () => {
    const problems = validatePlatformMesh({ ...platformMesh({ featureToggles: [{ name: 'a', parameter: {} }] }), specs: {} });

    expect(problems.map(({ path, hint }) => [path, hint])).toEqual([
      [['spec', 'featureToggles', 0, 'parameter'], 'did you mean "parameters"?'],
      [['specs'], 'did you mean "spec"?'],
    ]);
  });

  it('is no matter within values and metadata', () => {
    const object = {
      ...platformMesh({ values: { anything: { goes: [1] } }, infraValues: { here: 'too' } }),
      metadata: { name: 'a', labels: { b: 'c' }, uid: 'd' },
    };

    expect(validatePlatformMesh(object)).toEqual([]);
  });

  it('can be a name that the caller knows, at the top only', () => {
    const schema = Type.Object(
      { portal: Type.Optional(Type.Object({}, { additionalProperties: false })) },
      { additionalProperties: false },
    );

    expect(
      validate(schema, { traefk: 1, portal: { traefk: 1 } }, { alsoKnown: ['traefik'] }).map(({ path, hint }) => [path, hint]),
    ).toEqual([
      [['traefk'], 'did you mean "traefik"?'],
      [['portal', 'traefk'], 'known here: nothing'],
    ]);
  });
});

describe('metadata', () => {
  it.each([
    [{}, 'metadata.name is missing'],
    [{ name: 'Platform' }, 'metadata.name must be a name of at most 63 lower-case letters, digits, - and ., not "Platform"'],
    [{ name: 'a', namespace: 'b.c' }, 'metadata.namespace must be a name of lower-case letters, digits and -, not "b.c"'],
  ])('%j', (metadata, message) => {
    expect(validatePlatformMesh({ ...platformMesh({}), metadata }).map((problem) => problem.message)).toEqual([message]);
  });

  it('has a name that fits into a label, and says why', () => {
    const [problem, ...others] = validatePlatformMesh({ ...platformMesh({}), metadata: { name: 'a'.repeat(64) } });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      path: ['metadata', 'name'],
      code: 'invalid-value',
      hint: expect.stringContaining('a label has at most 63 characters'),
    });
    expect(validatePlatformMesh({ ...platformMesh({}), metadata: { name: 'a'.repeat(63) } })).toEqual([]);
  });

  it('may leave out the namespace', () => {
    expect(validatePlatformMesh({ ...platformMesh({}), metadata: { name: 'a' } })).toEqual([]);
  });
});

it('names the kind and version that it wants', () => {
  expect(validatePlatformMesh({ ...platformMesh({}), apiVersion: 'core.platform-mesh.io/v1' })[0]?.message).toBe(
    'apiVersion must be "core.platform-mesh.io/v1alpha1", not "core.platform-mesh.io/v1"',
  );
});

it('takes a key such as __proto__ for an ordinary unknown field', () => {
  const object = JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown;

  expect(validate(Type.Object({}, { additionalProperties: false }), object).map(({ path }) => path)).toEqual([
    ['__proto__'],
    ['constructor'],
  ]);
});

describe('alternatives', () => {
  const Flag = Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false'), Type.Null()]);
  const Dependency = Type.Union([Type.String({ minLength: 1 }), Type.Object({ name: Type.String() }, { additionalProperties: false })]);
  const schema = Type.Object(
    { enabled: Type.Optional(Flag), dependsOn: Type.Optional(Type.Array(Dependency)) },
    { additionalProperties: false },
  );

  it.each([[{ enabled: true }], [{ enabled: 'false' }], [{ enabled: null }], [{ dependsOn: ['a', { name: 'b' }] }]])(
    '%j is fine',
    (value) => {
      expect(validate(schema, value)).toEqual([]);
    },
  );

  it('are named in words', () => {
    expect(validate(schema, { enabled: 'maybe' })).toEqual([
      {
        path: ['enabled'],
        severity: 'error',
        message: 'enabled must be true or false, not "maybe"',
        hint: 'write `true` or `false`; a template that yields "true" or "false" works too',
        at: 'value',
        code: 'invalid-value',
      },
    ]);
  });

  it('of the same type report what the best fitting one says, warnings too', () => {
    const closed = { additionalProperties: false };
    const variants = Type.Union([
      Type.Object({ a: Type.Number() }, closed),
      Type.Object({ b: Type.Number(), c: Type.Optional(Type.Number()) }, closed),
    ]);

    expect(validate(Type.Object({ x: variants }), { x: { b: 1, d: 1 } }).map(({ path, code }) => [path, code])).toEqual([
      [['x', 'd'], 'unknown-field'],
    ]);
  });

  it('are told apart by type, so that a problem is reported where it is', () => {
    expect(validate(schema, { dependsOn: [{ name: 1 }, ''] }).map(({ path, message }) => [path, message])).toEqual([
      [['dependsOn', 0, 'name'], 'dependsOn[0].name must be a text, not 1'],
      [['dependsOn', 1], 'dependsOn[1] must be a text that is not empty, not ""'],
    ]);
  });
});
