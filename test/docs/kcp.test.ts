import { describe, expect, it } from '@jest/globals';
import { effectOf } from '../../docs/generate/feature-toggles-page.ts';
import { EXTRA_EXAMPLE, RUNTIME_VALUES_EXAMPLE } from '../../docs/generate/kcp-examples.ts';
import { kcpPlatform, withToggles } from '../../docs/generate/kcp-platform.ts';
import { commands, kcpSteps, REASONS } from '../../docs/generate/kcp-steps.ts';
import { PURPOSES, workspaces } from '../../docs/generate/kcp-tree.ts';
import { parseYaml } from '../../src/gotemplate/index.js';
import { FEATURE_TOGGLES, type FeatureToggle } from '../../src/profile/index.js';
import { Problems } from '../../src/profile/problems.js';
import { readRuntimeValues } from '../../src/profile/read/runtime-values.js';
import { fileSource } from '../../src/profile/read/source-text.js';
import { load } from '../profile/blueprint-of.js';
import { PRODUCT } from './product.js';

const toggles: readonly FeatureToggle[] = FEATURE_TOGGLES;
const everything = kcpPlatform(PRODUCT, { spec: withToggles('feature-enable-terminal-controller-manager') });
const steps = kcpSteps(PRODUCT, everything);

describe('docs/kcp.md', () => {
  it('says what each workspace is for, and of no other', () => {
    expect([...workspaces(everything.manifests).keys()].sort()).toEqual(Object.keys(PURPOSES).sort());
  });

  it('says why each step stands where it stands, and of no other', () => {
    expect(steps.map(({ chart }) => chart)).toEqual([...new Set(everything.manifests.map(({ chart }) => chart))]);
    expect(steps.map(({ chart }) => chart).sort()).toEqual(Object.keys(REASONS).sort());
  });

  it('applies every file, and waits for everything, in its commands', () => {
    const text = steps.map(commands).join('\n');

    for (const { files, wait } of steps) for (const part of [...files, ...wait.map(({ name }) => name)]) expect(text).toContain(part);
  });

  it('has runtime values that leave nothing to be resolved', () => {
    const problems = new Problems();
    const runtimeValues = readRuntimeValues(fileSource('runtime-values.yaml', RUNTIME_VALUES_EXAMPLE), problems);

    expect(problems.list()).toEqual([]);
    expect(everything.unresolved).not.toEqual([]);
    expect(
      kcpPlatform(PRODUCT, { spec: withToggles('feature-enable-terminal-controller-manager'), runtimeValues: runtimeValues ?? {} })
        .unresolved,
    ).toEqual([]);
  });

  it('has an example of additions without a problem', () => {
    expect(load({ spec: parseYaml(EXTRA_EXAMPLE) as object }).problems).toEqual([]);
  });
});

describe('docs/feature-toggles.md', () => {
  it.each(toggles.map((toggle) => [toggle.name, toggle] as const))(
    'says rightly whether %s adds or changes anything',
    (name, { adds, changes }) => {
      const effects = effectOf(PRODUCT, name).map(({ what }) => what);

      expect(effects.includes('added')).toBe(adds !== '');
      expect(effects.some((what) => what !== 'added')).toBe(changes !== '' && !changes.startsWith('nothing'));
    },
  );
});
