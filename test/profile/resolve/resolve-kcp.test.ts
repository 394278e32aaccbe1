import { describe, expect, it } from '@jest/globals';
import { FEATURE_TOGGLES } from '../../../src/profile/index.js';
import { load, messages, refused } from '../blueprint-of.js';

const type = (name: string, path = 'root') => ({ name, path });

function workspaces(...given: readonly (readonly [path: string, type: string, typePath?: string])[]): { readonly spec: object } {
  return { spec: { kcp: { extraWorkspaces: given.map(([path, name, typePath]) => ({ path, type: type(name, typePath) })) } } };
}

describe('extra workspaces', () => {
  it('come parents first, in their own order otherwise', () => {
    const { blueprint } = load(
      workspaces(['root:orgs:b:c', 'account'], ['root:orgs:b', 'org'], ['root:z', 'universal'], ['root:a', 'universal']),
    );

    expect(blueprint.kcp.extraWorkspaces).toEqual([
      { parent: 'root', name: 'z', type: type('universal') },
      { parent: 'root', name: 'a', type: type('universal') },
      { parent: 'root:orgs', name: 'b', type: type('org') },
      { parent: 'root:orgs:b', name: 'c', type: type('account') },
    ]);
  });

  it.each([
    ['an organization', ['root:orgs:a', 'org']],
    ['an account in an organization that is made while the platform runs', ['root:orgs:acme:shop', 'account']],
    ['an account in an account', ['root:orgs:acme:shop:till', 'account']],
    ['a provider', ['root:providers:mine', 'provider']],
    ['anything in root', ['root:mine', 'universal']],
    ['anything in the workspace of a provider', ['root:providers:system:lab', 'universal']],
    ['a type that is not ours where no type of ours forbids it', ['root:mine', 'team', 'root:types']],
    ['a type that is not ours, though it has the name of one that is', ['root:mine', 'org', 'root:types']],
    ['a workspace below one that nobody here knows', ['root:unknown:mine', 'universal']],
  ] as const)('may be %s', (_, workspace) => {
    expect(load(workspaces(workspace)).problems).toEqual([]);
  });

  it('may be anything below a type that is not ours', () => {
    expect(load(workspaces(['root:mine', 'org', 'root:types'], ['root:mine:x', 'universal'])).problems).toEqual([]);
  });

  it.each([
    [
      'an account among organizations',
      ['root:orgs:a', 'account'],
      'a workspace of type "account" must not be in one of type "orgs"',
      'allowed there: org',
    ],
    [
      'a universal one among organizations',
      ['root:orgs:a', 'universal'],
      'a workspace of type "universal" must not be in one of type "orgs"',
      'allowed there: org',
    ],
    [
      'a type with the name of ours among organizations',
      ['root:orgs:a', 'org', 'root:types'],
      'a workspace of type "root:types:org" must not be in one of type "orgs"',
      'allowed there: org',
    ],
    [
      'an organization in an organization',
      ['root:orgs:a:b', 'org'],
      'a workspace of type "org" must not be in one of type "org"',
      'allowed there: account',
    ],
    ['an organization in root', ['root:a', 'org'], 'a workspace of type "org" must be in one of type "orgs"', undefined],
    ['an account in root', ['root:a', 'account'], 'a workspace of type "account" must be in one of type "org" or "account"', undefined],
    [
      'a provider in a workspace that nobody here knows',
      ['root:unknown:a', 'provider'],
      'a workspace of type "provider" must be in one of type "providers"',
      undefined,
    ],
  ] as const)('may not be %s', (_, workspace, message, hint) => {
    const [problem, ...others] = refused(workspaces(workspace));

    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'workspace-type',
      message: `extra workspace "${workspace[0]}": ${message}`,
      location: { file: 'platform-mesh.yaml', line: 11, column: 15 },
    });
    expect(problem?.hint).toBe(hint);
  });

  it.each(['root:orgs', 'root:platform-mesh-system', 'root:providers', 'root:providers:system'])(
    'may not be %s, which the platform brings',
    (path) => {
      expect(messages(refused(workspaces([path, 'universal'])))).toEqual([
        `platform-mesh.yaml:9:13 duplicate-name: extra workspace "${path}": the platform brings this workspace itself`,
      ]);
    },
  );

  it('may stand twice, with a warning, as long as both say the same', () => {
    const { blueprint, problems } = load(workspaces(['root:orgs:a', 'org'], ['root:orgs:a', 'org']));

    expect(blueprint.kcp.extraWorkspaces).toHaveLength(1);
    expect(messages(problems)).toEqual(['platform-mesh.yaml:13:13 duplicate-name: extra workspace "root:orgs:a": it appears twice']);
    expect(problems[0]?.severity).toBe('warning');
    expect(messages(refused(workspaces(['root:mine', 'universal'], ['root:mine', 'team', 'root:types'])))).toEqual([
      'platform-mesh.yaml:13:13 duplicate-name: extra workspace "root:mine": it appears twice, with another type',
    ]);
  });

  it('tell everything that is wrong at once', () => {
    expect(refused(workspaces(['root:orgs', 'universal'], ['root:orgs:a', 'account'], ['root:b', 'org'])).map(({ code }) => code)).toEqual([
      'duplicate-name',
      'workspace-type',
      'workspace-type',
    ]);
  });
});

describe('extra default bindings', () => {
  const bindings = (...types: readonly string[]): { readonly spec: object } => ({
    spec: {
      kcp: {
        extraDefaultAPIBindings: types.map((workspaceTypePath) => ({
          workspaceTypePath,
          export: 'data.example.com',
          path: 'root:providers:databases',
        })),
      },
    },
  });

  it('are for every type that the platform brings', () => {
    const types = ['security', 'providers', 'provider', 'orgs', 'org', 'account'].map((name) => `root:${name}`);
    const { blueprint, problems } = load(bindings(...types));

    expect(problems).toEqual([]);
    expect(blueprint.kcp.extraDefaultApiBindings).toEqual(
      types.map((workspaceTypePath) => ({ workspaceTypePath, export: 'data.example.com', path: 'root:providers:databases' })),
    );
  });

  it.each(['root:types', 'root:universal', 'root:orgs:account'])('are not for %s', (path) => {
    const problems = refused(bindings('root:org', path));

    expect(messages(problems)).toEqual([
      `platform-mesh.yaml:14:26 unknown-workspace-type: extra default binding: there is no type "${path}"`,
    ]);
    expect(problems[0]?.hint).toBe('the types are root:security, root:providers, root:provider, root:orgs, root:org, root:account');
  });
});

describe('feature toggles', () => {
  const toggles = (...featureToggles: readonly object[]): { readonly spec: object } => ({ spec: { featureToggles } });

  it('are on in the order of the registry, each once', () => {
    const { blueprint, problems } = load(
      toggles(
        { name: 'feature-disable-email-verification' },
        { name: 'feature-enable-getting-started' },
        { name: 'feature-disable-email-verification' },
      ),
    );

    expect(problems).toEqual([]);
    expect(blueprint.toggles).toEqual(['feature-enable-getting-started', 'feature-disable-email-verification']);
  });

  it('are all known by their own names', () => {
    const all = FEATURE_TOGGLES.map(({ name }) => name);

    expect(load(toggles(...all.map((name) => ({ name }))))).toMatchObject({ blueprint: { toggles: all }, problems: [] });
  });

  it('that nobody knows have no effect, and say so', () => {
    const { blueprint, problems } = load(toggles({ name: 'feature-enable-getting-start' }, {}));

    expect(blueprint.toggles).toEqual([]);
    expect(messages(problems)).toEqual([
      'platform-mesh.yaml:8:11 unknown-toggle: feature toggle "feature-enable-getting-start": there is no such toggle, so it has no effect',
      'platform-mesh.yaml:9:5 unknown-toggle: a feature toggle without a name has no effect',
    ]);
    expect(problems.map(({ severity, hint }) => [severity, hint?.slice(0, 48)])).toEqual([
      ['warning', 'did you mean "feature-enable-getting-started"? k'],
      ['warning', `known are ${FEATURE_TOGGLES.map(({ name }) => name).join(', ')}`.slice(0, 48)],
    ]);
  });

  it('read no parameters, and say so at the key', () => {
    const { blueprint, problems } = load(
      toggles({ name: 'feature-enable-getting-started', parameters: { a: 'b' } }, { name: 'feature-accounts-in-accounts', parameters: {} }),
    );

    expect(blueprint.toggles).toHaveLength(2);
    expect(messages(problems)).toEqual([
      'platform-mesh.yaml:9:5 unread-field: feature toggle "feature-enable-getting-started": it has no parameters',
    ]);
  });
});
