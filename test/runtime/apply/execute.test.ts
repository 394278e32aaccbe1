import { expect, it } from '@jest/globals';
import { PlatformMeshError } from '../../../src/errors.js';
import { execute, type ApplyScope, type ChangeSet, type DesiredObject } from '../../../src/runtime/apply/index.js';

const BINDINGS = 1;
const PAGES = 2;
const TYPES = 3;

const desired = (level: number, name: string, props: Partial<DesiredObject> = {}): DesiredObject => ({
  target: 'kcp/root',
  level,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } },
  fieldManager: 'mesh',
  ownership: 'manage',
  ...props,
});
const create = (object: DesiredObject): ChangeSet['levels'][number] => [{ desired: object, decision: { kind: 'create' } }];
const blocked = (object: DesiredObject, error?: PlatformMeshError): ChangeSet['levels'][number] => {
  const planned = {
    action: 'blocked',
    reason: error?.message ?? 'the API is not served',
    wakeOn: [],
    ...(error ? { error } : {}),
  } as const;
  return [{ desired: object, decision: { kind: 'nothing', planned } }];
};
const fail = (): never => {
  throw new Error('the run was stopped before its first request');
};
/** Nothing is sent: a run that was stopped begins no write, but says which objects wait for others. */
const scopeWith = (closed: string | undefined): ApplyScope => ({
  writing: () => fail(),
  placeOf: () => fail(),
  targets: ['kcp/root'],
  fieldManager: 'mesh',
  owner: 'mesh/mesh',
  policy: { prune: false },
  stop: AbortSignal.abort(),
  enter: () => Promise.resolve(undefined),
  mayWrite: () => true,
  closedGate: (_, { name }) => (name === closed ? `it waits for ${name}` : undefined),
});

async function reasons(levels: ChangeSet['levels'], closed?: string): Promise<Readonly<Record<string, string>>> {
  const outcomes = await execute({ levels, candidates: [] }, new Map(), scopeWith(closed), () => undefined);
  return Object.fromEntries(
    outcomes.map(({ id, planned, result }) => [
      id.name,
      result === 'stopped' ? 'begins' : planned.action === 'blocked' ? planned.reason : '',
    ]),
  );
}

const AFTER = { pages: { afterLevels: new Set([BINDINGS]) }, types: { afterLevels: new Set<number>() } };

it('begins a level whose own dependencies are complete, whatever waits beside it', async () => {
  const bindings = create(desired(BINDINGS, 'bindings'));
  const pages = create(desired(PAGES, 'pages', AFTER.pages));
  const types = create(desired(TYPES, 'types', AFTER.types));

  expect(await reasons([bindings, pages, types], 'bindings')).toEqual({
    bindings: 'begins',
    pages: 'it waits for bindings',
    types: 'begins',
  });
});

it('holds a level until the objects that it depends on are written', async () => {
  const bindings = blocked(desired(BINDINGS, 'bindings'));
  const pages = create(desired(PAGES, 'pages', AFTER.pages));

  expect(await reasons([bindings, pages])).toEqual({
    bindings: 'the API is not served',
    pages: 'it waits for ConfigMap bindings, which is not written yet',
  });
});

it('does not hold it for an object that is withheld', async () => {
  const bindings = blocked(desired(BINDINGS, 'bindings', { withheld: 'its values are not known' }));
  const pages = create(desired(PAGES, 'pages', AFTER.pages));

  expect(await reasons([bindings, pages])).toMatchObject({ pages: 'begins' });
});

it('does not hold it for an object that the server refuses', async () => {
  const bindings = blocked(desired(BINDINGS, 'bindings'), new PlatformMeshError('webhook-denied', 'ConfigMap bindings: denied'));
  const pages = create(desired(PAGES, 'pages', AFTER.pages));

  expect(await reasons([bindings, pages])).toEqual({ bindings: 'ConfigMap bindings: denied', pages: 'begins' });
});

it('holds a level without dependencies of its own for the gates of all lower levels, and for nothing else', async () => {
  const first = create(desired(0, 'first'));
  const second = blocked(desired(BINDINGS, 'second'));
  const last = create(desired(PAGES, 'last'));

  expect(await reasons([first, second, last], 'first')).toMatchObject({ last: 'it waits for first' });
  expect(await reasons([second, last])).toMatchObject({ last: 'begins' });
});
