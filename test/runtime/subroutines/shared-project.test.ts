import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import type { DesiredObject } from '../../../src/runtime/apply/index.js';
import { withOtherPlatforms } from '../../../src/runtime/subroutines/deployment/shared-project.js';

const HERE = 'https://kubernetes.default.svc';
const AWAY = 'https://away.example.com:6443';

function project(namespace: string, server = HERE): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'platform-mesh', namespace: 'argocd' },
    spec: {
      sourceNamespaces: [namespace],
      destinations: [namespace, 'kube-system'].map((destination) => ({ namespace: destination, server })),
    },
  };
}

/** The project as it is in the cluster, with the marks of the platforms that use it. */
function live(object: KubernetesObject, ...owners: readonly string[]): KubernetesObject {
  const annotations = Object.fromEntries(owners.map((owner) => [`used-by.core.platform-mesh.io/${owner.replace('/', '.')}`, owner]));
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function merged(object: KubernetesObject, observed: KubernetesObject | undefined, owner: string): DesiredObject['object'] {
  const desired: DesiredObject = { target: 'infra', level: 0, object, fieldManager: 'us', ownership: 'shared' };
  return withOtherPlatforms(desired, () => (observed ? { state: 'present', object: observed } : { state: 'absent' }), owner).object;
}

const names = (object: KubernetesObject): unknown =>
  (object['spec'] as { readonly destinations: readonly { readonly namespace: string; readonly server: string }[] }).destinations.map(
    ({ namespace, server }) => `${namespace} ${server}`,
  );

describe('the Argo CD project', () => {
  it('is that of the charts where no other platform uses it', () => {
    const own = project('one');

    expect(merged(own, undefined, 'one/mesh')).toBe(own);
    expect(merged(own, live(own, 'one/mesh'), 'one/mesh')).toBe(own);
  });

  it('is the same for two platforms, whoever writes it last', () => {
    const second = merged(project('two'), live(project('one'), 'one/mesh'), 'two/mesh');
    const first = merged(project('one'), live(second, 'one/mesh', 'two/mesh'), 'one/mesh');

    expect(second).toEqual(first);
    expect(first).toMatchObject({ spec: { sourceNamespaces: ['one', 'two'] } });
    expect(names(first)).toEqual([`kube-system ${HERE}`, `one ${HERE}`, `two ${HERE}`]);
    expect(merged(project('two'), live(first, 'one/mesh', 'two/mesh'), 'two/mesh')).toEqual(first);
  });

  it('keeps the destinations of a platform that deploys elsewhere', () => {
    const second = merged(project('two', AWAY), live(project('one'), 'one/mesh'), 'two/mesh');
    const first = merged(project('one'), live(second, 'one/mesh', 'two/mesh'), 'one/mesh');

    expect(names(first)).toEqual([`kube-system ${AWAY}`, `two ${AWAY}`, `kube-system ${HERE}`, `one ${HERE}`]);
    expect(first).toEqual(second);
  });

  it('forgets a platform with its mark', () => {
    const both = merged(project('two'), live(project('one'), 'one/mesh'), 'two/mesh');

    expect(merged(project('two'), live(both, 'two/mesh'), 'two/mesh')).toEqual(project('two'));
  });

  it('is the very same object again while nothing changes', () => {
    const [own, observed] = [project('two'), live(project('one'), 'one/mesh')];

    expect(merged(own, observed, 'two/mesh')).toBe(merged(own, observed, 'two/mesh'));
  });
});
