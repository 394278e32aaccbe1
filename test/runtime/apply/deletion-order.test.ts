import { describe, expect, it } from '@jest/globals';
import { deletionWaves } from '../../../src/runtime/apply/deletion-order.js';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';

function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: { readonly spec?: object; readonly annotations?: Readonly<Record<string, string>> } = {},
): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: 'mesh', ...(rest.annotations ? { annotations: rest.annotations } : {}) },
    ...(rest.spec ? { spec: rest.spec } : {}),
  };
}

const release = (name: string, ...dependsOn: readonly string[]): KubernetesObject =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, { spec: { dependsOn: dependsOn.map((other) => ({ name: other })) } });
const application = (name: string, wave: string): KubernetesObject =>
  object('argoproj.io/v1alpha1', 'Application', name, { annotations: { 'argocd.argoproj.io/sync-wave': wave } });

function names(...objects: readonly KubernetesObject[]): readonly (readonly string[])[] {
  return deletionWaves(objects).map((wave) => wave.map(({ metadata }) => metadata.name));
}

describe('objects are deleted', () => {
  it('custom resources first, releases next, and what these are made from last', () => {
    expect(
      names(
        object('delivery.ocm.software/v1alpha1', 'Resource', 'chart'),
        release('operator'),
        object('cert-manager.io/v1', 'Issuer', 'issuer'),
        object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'crd'),
      ),
    ).toEqual([['issuer'], ['operator'], ['chart'], ['crd']]);
  });

  it('releases before those that they depend on', () => {
    expect(names(release('base'), release('middle', 'base'), release('top', 'middle', 'base'), release('alone'))).toEqual([
      ['top'],
      ['middle'],
      ['base', 'alone'],
    ]);
  });

  it('Applications of a later wave before those of an earlier one', () => {
    expect(names(application('first', '-1'), application('last', '3'), application('second', '0'))).toEqual([
      ['last'],
      ['second'],
      ['first'],
    ]);
  });

  it('even where releases wait for each other, or for one that is not there', () => {
    expect(names(release('a', 'b'), release('b', 'a'), release('c', 'elsewhere')).flat().sort()).toEqual(['a', 'b', 'c']);
  });

  it('bears a chain of 10,000 releases, and takes them in its reverse order', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => release(`r${index}`, ...(index === 0 ? [] : [`r${index - 1}`])));
    const waves = deletionWaves(chain);
    expect(waves.map(([object]) => object?.metadata.name)).toEqual(chain.map(({ metadata: { name } }) => name).reverse());
  });
});
