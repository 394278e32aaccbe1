import { describe, expect, it } from '@jest/globals';
import { sourceOf } from '../../../src/runtime/subroutines/argo-sources.js';

function resource(status: object): Parameters<typeof sourceOf>[0] {
  return { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', metadata: { name: 'portal-chart' }, status };
}

describe('where an OCM Resource found a chart', () => {
  it.each<[string, object, object | undefined]>([
    ['a Helm repository', { resource: { version: '1.2.0', access: { helmRepository: 'https://charts.example.com' } } }, { repoURL: 'https://charts.example.com', targetRevision: '1.2.0' }],
    ['a Git repository at a tag', { resource: { version: '1.2.0', access: { repoUrl: 'https://git.example.com/a.git', ref: 'v1.2', commit: 'abc' } } }, { repoURL: 'https://git.example.com/a.git', targetRevision: 'v1.2' }],
    ['a Git repository at the version of its component', { resource: { version: '1.2.0', access: { repoUrl: 'https://git.example.com/a.git', commit: 'abc' } }, component: { version: '3.0.0' } }, { repoURL: 'https://git.example.com/a.git', targetRevision: '3.0.0' }],
    ['a Git repository at a commit', { resource: { access: { repoUrl: 'https://git.example.com/a.git', commit: 'abc' } } }, { repoURL: 'https://git.example.com/a.git', targetRevision: 'abc' }],
    ['a registry', { resource: { version: '1.2.0', access: { imageReference: 'oci://registry.example.com/charts/portal:1.2.0' } } }, { repoURL: 'registry.example.com/charts', targetRevision: '1.2.0' }],
    ['a registry with a port and a digest', { resource: { version: '1.2.0', access: { imageReference: 'registry.example.com:5000/charts/portal:1.2.0@sha256:abc' } } }, { repoURL: 'registry.example.com:5000/charts', targetRevision: '1.2.0' }],
    ['a registry, said elsewhere', { resource: { version: '1.2.0', imageReference: 'registry.example.com/charts/portal' } }, { repoURL: 'registry.example.com/charts', targetRevision: '1.2.0' }],
    ['nothing yet', {}, undefined],
    ['a registry without a version', { resource: { access: { imageReference: 'registry.example.com/charts/portal' } } }, undefined],
    ['a name without a registry', { resource: { version: '1.0.0', access: { imageReference: 'portal:1.0.0' } } }, undefined],
  ])('%s', (_, status, source) => {
    expect(sourceOf(resource(status))).toEqual(source);
  });
});
