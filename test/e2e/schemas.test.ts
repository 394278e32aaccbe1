import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ADMISSION_CASES } from '../resources/admission-cases.js';
import { call, startKube, type Answer, type ApiServer } from '../servers/index.ts';
import { synth } from './cli.ts';
import { crdsAmong, install, pathOf, readObjects, type Condition, type Crd } from './crds.ts';
import { describeWith } from './describe-with.ts';

/** Where CRDs come from, and the kinds that they are of. `Provider` is there twice: for users, and as kcp offers it. */
const SOURCES = [
  {
    source: 'manifests/crds',
    kinds: ['ManagedProvider', 'PlatformMesh', 'Provider'],
    read: () => Promise.resolve(readObjects('manifests/crds/*.yaml')),
  },
  {
    source: 'what is synthesized for kcp',
    kinds: [
      'APIExportPolicy',
      'Account',
      'AccountInfo',
      'AuthorizationModel',
      'ContentConfiguration',
      'IdentityProviderConfiguration',
      'InitTarget',
      'InitTemplate',
      'Invite',
      'Provider',
      'ProviderMetadata',
      'ProviderPermissions',
      'Store',
      'Terminal',
    ],
    read: readKcp,
  },
];

const NAMESPACE = 'platform-mesh-system';

async function readKcp(): Promise<readonly unknown[]> {
  const out = mkdtempSync(join(tmpdir(), 'schemas-'));
  await synth(['test/e2e/inputs/everything'], out);
  const objects = readObjects(`${out}/kcp/**/*.yaml`);
  rmSync(out, { recursive: true });
  return objects;
}

interface Sample {
  readonly name: string;
  readonly object: object;
  /** What the refusal says; undefined where it is accepted. */
  readonly refused?: string | undefined;
}

/** A refused one says in its first line why. */
function samplesOf(kind: string): readonly Sample[] {
  const files = globSync(`test/e2e/samples/${kind}/{good,bad}-*.yaml`).sort();
  return files.map((file) => {
    const text = readFileSync(file, 'utf8');
    return {
      name: `${basename(dirname(file))}/${basename(file)}`,
      object: parse(text) as object,
      refused: /^# refused: (.+)\n/u.exec(text)?.[1],
    };
  });
}

describeWith(['kube'], 'on a real API server', () => {
  describe.each(SOURCES)('the schemas of $source', ({ source, kinds, read }) => {
    const samples = kinds.flatMap(samplesOf);
    let kube: ApiServer;
    let crds: readonly Crd[];
    let conditions: readonly (readonly Condition[])[];

    beforeAll(async () => {
      kube = await startKube({ suite: `schemas-${source.replaceAll(/\W+/gu, '-')}` });
      await call(kube, '/api/v1/namespaces', {
        method: 'POST',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
      });
      crds = crdsAmong(await read());
      conditions = await Promise.all(crds.map((crd) => install(kube, crd)));
    });
    afterAll(() => kube.stop());

    const create = (object: object, query = ''): Promise<Answer> => {
      const { kind } = object as { readonly kind: string };
      const crd = crds.find(({ spec }) => spec.names.kind === kind)!;
      return call(kube, `${pathOf(crd, NAMESPACE)}?dryRun=All${query}`, { method: 'POST', body: object });
    };

    it('are Established and structural', () => {
      expect(crds.map(({ spec }) => spec.names.kind).sort()).toEqual(kinds);
      for (const all of conditions) {
        expect(all).toContainEqual(expect.objectContaining({ type: 'Established', status: 'True' }));
        expect(all).not.toContainEqual(expect.objectContaining({ type: 'NonStructuralSchema', status: 'True' }));
      }
    });

    it.each(kinds)('have a good and a bad sample of %s', (kind) => {
      const refused = samplesOf(kind).map((sample) => sample.refused !== undefined);

      expect(new Set(refused)).toEqual(new Set([true, false]));
    });

    it.each(samples.filter(({ refused }) => refused === undefined))('accept $name, and know each of its fields', async ({ object }) => {
      expect(await create(object, '&fieldValidation=Strict')).toMatchObject({ status: 201 });
    });

    it.each(samples.filter(({ refused }) => refused !== undefined))('refuse $name: $refused', async ({ object, refused }) => {
      const { status, body } = await create(object);

      expect(status).toBeGreaterThanOrEqual(400);
      expect((body as { readonly message: string }).message).toContain(refused);
    });

    // The same table that `validate` is tested with: both must agree.
    if (source === 'manifests/crds') {
      const cases = ADMISSION_CASES.map((each) => ({ ...each, verdict: each.accepted ? 'accept' : 'refuse' }));
      it.each(cases)('$verdict $name', async ({ object, accepted }) => {
        const { status, body } = await create(object);

        expect({ accepted: status === 201, body }).toMatchObject({ accepted });
      });
    }
  });
});
