import { describe, expect, it } from '@jest/globals';
import { ocmKeys, type OcmKeys } from '../../../src/profile/index.js';

const keysOf = (name: string, annotations: unknown = {}, labels: unknown = {}): OcmKeys =>
  ocmKeys({ name, namespace: 'mesh', labels, annotations });

describe('the keys of an OCM Resource', () => {
  it('have defaults', () => {
    expect(keysOf('portal')).toEqual({
      repo: undefined,
      artifact: undefined,
      sourceName: 'portal',
      target: { namespace: 'mesh', name: 'portal' },
      hasFor: false,
      path: ['image', 'tag'],
      versionPath: undefined,
      unsuspend: false,
      imageRef: undefined,
    });
  });

  it.each([
    ['an annotation wins', { repo: 'git' }, { repo: 'oci' }, 'git'],
    ['an empty annotation does not', { repo: '' }, { repo: 'oci' }, 'oci'],
    ['a label counts alone', {}, { repo: 'helm' }, 'helm'],
    ['another word is none', { repo: 's3' }, { repo: 'oci' }, undefined],
    ['a number is none', { repo: 7 }, {}, undefined],
    ['annotations may be null', null, { repo: 'oci' }, 'oci'],
  ])('are read from annotations, then labels: %s', (_, annotations, labels, repo) => {
    expect(keysOf('portal', annotations, labels).repo).toBe(repo);
  });

  it.each([
    ['portal-image', 'portal'],
    ['portal-chart', 'portal'],
    ['portal-chart-image', 'portal-chart'],
    ['portal-image-chart', 'portal-image'],
    ['portal-images', 'portal-images'],
    ['image', 'image'],
  ])('name the release of %s: %s', (name, release) => {
    expect(keysOf(name)).toMatchObject({ sourceName: release, target: { namespace: 'mesh', name: release }, hasFor: false });
  });

  it.each([
    ['openfga', { namespace: 'mesh', name: 'openfga' }],
    ['other/openfga', { namespace: 'other', name: 'openfga' }],
    ['a/b/c', { namespace: 'mesh', name: 'a/b/c' }],
  ])('take another release from for: %s', (target, expected) => {
    expect(keysOf('openfga-postgresql-image', { for: target })).toMatchObject({
      target: expected,
      hasFor: true,
      sourceName: 'openfga-postgresql',
    });
  });

  it('split paths at every dot', () => {
    expect(keysOf('a', { path: 'ui.image.tag', 'version-path': 'status.component.version' })).toMatchObject({
      path: ['ui', 'image', 'tag'],
      versionPath: ['status', 'component', 'version'],
    });
  });

  it.each([
    ['true', true],
    ['True', false],
    ['false', false],
    ['', false],
  ])('unsuspend by the word true alone: %j', (written, unsuspend) => {
    expect(keysOf('a', { unsuspend: written }).unsuspend).toBe(unsuspend);
  });
});
