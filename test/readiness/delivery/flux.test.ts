import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { type Delivery, deliveryReadiness } from '../../../src/readiness/index.js';
import { among, change, desired, fluxDelivery, foreign, helmRelease, ociRepository, ours, resource, words } from './objects.ts';

const judge = (delivery: Delivery, ...objects: readonly KubernetesObject[]): ReturnType<typeof deliveryReadiness> =>
  deliveryReadiness(delivery, { find: among(objects) });

const NEW = fluxDelivery('0.5.2');

describe('a HelmRelease with a chart from a registry', () => {
  it('is ready when OCM, the source and the release are at the new version', () => {
    const delivered = judge(NEW, resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.2'));

    expect(delivered.readiness).toEqual({ state: 'ready' });
  });

  it.each<readonly [string, readonly KubernetesObject[], string]>([
    [
      'OCM has not looked at the new version',
      [change(resource('0.5.1'), 'metadata: {generation: 3}'), ociRepository('0.5.1'), helmRelease('0.5.1')],
      'progressing Resource portal-chart NotObserved',
    ],
    [
      'OCM does not find the version',
      [
        change(
          resource('0.5.1'),
          'status: {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: GetComponentVersionFailed}]}',
        ),
        ociRepository('0.5.1'),
        helmRelease('0.5.1'),
      ],
      'progressing Resource portal-chart GetComponentVersionFailed',
    ],
    [
      'OCM has given up',
      [
        change(
          resource('0.5.1'),
          'status: {conditions: [{type: Stalled, status: "True", reason: GetRepositoryFailed, observedGeneration: 2}]}',
        ),
        ociRepository('0.5.1'),
        helmRelease('0.5.1'),
      ],
      'failed Resource portal-chart GetRepositoryFailed',
    ],
    ['the Resource does not exist', [ociRepository('0.5.2'), helmRelease('0.5.2')], 'progressing Resource portal-chart NotFound'],
    [
      'the store does not show our change of the source yet',
      [resource('0.5.2'), ociRepository('0.5.1'), helmRelease('0.5.1')],
      'progressing OCIRepository portal NotApplied',
    ],
    [
      'the source has not looked at its new spec',
      [resource('0.5.2'), change(ociRepository('0.5.2', '0.5.1'), 'metadata: {generation: 4}'), helmRelease('0.5.1')],
      'progressing OCIRepository portal NotObserved',
    ],
    [
      'the source still holds the old artifact',
      [resource('0.5.2'), ociRepository('0.5.2', '0.5.1'), helmRelease('0.5.1')],
      'progressing OCIRepository portal NotObserved',
    ],
    [
      'the source is slow',
      [
        resource('0.5.2'),
        change(
          ociRepository('0.5.2', '0.5.1'),
          'status: {observedGeneration: 2, conditions: [{type: Ready, status: Unknown, reason: Progressing, observedGeneration: 3}]}',
        ),
        helmRelease('0.5.1'),
      ],
      'progressing OCIRepository portal Progressing',
    ],
    ['the source does not exist', [resource('0.5.2'), helmRelease('0.5.1')], 'progressing OCIRepository portal NotFound'],
    [
      'the source has no artifact',
      [resource('0.5.2'), change(ociRepository('0.5.2'), 'status: {artifact: null}'), helmRelease('0.5.1')],
      'progressing OCIRepository portal NotObserved',
    ],
    [
      'the release has not heard of the new artifact',
      [resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.1')],
      'progressing HelmRelease portal NotObserved',
    ],
    [
      'the release has tried the new artifact, and runs the old one',
      [resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.1', '0.5.2')],
      'progressing HelmRelease portal NotObserved',
    ],
    [
      'the release is at work',
      [
        resource('0.5.2'),
        ociRepository('0.5.2'),
        change(
          helmRelease('0.5.1', '0.5.2'),
          'status: {conditions: [{type: Ready, status: Unknown, reason: Progressing, observedGeneration: 4}]}',
        ),
      ],
      'progressing HelmRelease portal Progressing',
    ],
    [
      'the store does not show our change of the values yet',
      [resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.2'), 'spec: {values: {replicas: 1}}')],
      'progressing HelmRelease portal NotApplied',
    ],
    [
      'the release has failed',
      [resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.1', '0.5.2'), FAILED())],
      'failed HelmRelease portal UpgradeFailed',
    ],
    [
      'the release has failed, and a new version is on its way',
      [resource('0.5.2'), ociRepository('0.5.2', '0.5.1'), change(helmRelease('0.5.1'), FAILED())],
      'progressing OCIRepository portal NotObserved',
    ],
    ['the release does not exist', [resource('0.5.2'), ociRepository('0.5.2')], 'progressing HelmRelease portal NotFound'],
    [
      'the release is suspended',
      [resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.1'), 'spec: {suspend: true}')],
      'progressing HelmRelease portal Suspended',
    ],
  ])('is not ready when %s', (_, objects, expected) => {
    expect(words(judge(NEW, ...objects))).toBe(expected);
  });

  it('says which version runs, and which should', () => {
    const { readiness } = judge(NEW, resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.1'));

    expect(readiness.message).toMatch(/^it runs 0\.5\.1\+a1a1a1a1a1a1, not 0\.5\.2@sha256:(?:b2)+ yet$/u);
  });

  it('says which field the cluster does not have as we applied it, and not its value', () => {
    const { readiness } = judge(
      NEW,
      resource('0.5.2'),
      ociRepository('0.5.2'),
      change(helmRelease('0.5.2'), 'spec: {values: {replicas: 1}}'),
    );

    expect(readiness.message).toBe('spec.values.replicas differs from what was applied');
  });

  it('is not ready while OCM has found more than stands in the manifests', () => {
    const find = among([resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.2')]);
    const isRendered = (): boolean => false;

    expect(words(deliveryReadiness(NEW, { find, isRendered }))).toBe('progressing Resource portal-chart NotApplied');
  });

  it('looks at the OCM Resources of images too, and at one that failed before one that waits', () => {
    const image = (name: string): KubernetesObject => resource('0.5.2', { name, artifact: 'image' });
    const delivery = {
      ...NEW,
      resources: [resource('0.5.2'), image('a-image'), image('b-image')].map((each) => ours('runtime', desired(each))),
    };
    const rest = [resource('0.5.2'), ociRepository('0.5.2'), helmRelease('0.5.2')];
    const waiting = change(
      image('a-image'),
      'status: {conditions: [{type: Ready, status: "False", reason: Waiting, observedGeneration: 2}]}',
    );
    const stalled = change(
      image('b-image'),
      'status: {conditions: [{type: Stalled, status: "True", reason: Broken, observedGeneration: 2}]}',
    );

    expect(words(judge(delivery, ...rest, waiting, image('b-image')))).toBe('progressing Resource a-image Waiting');
    expect(words(judge(delivery, ...rest, waiting, stalled))).toBe('failed Resource b-image Broken');
    expect(words(judge(delivery, ...rest, image('a-image'), image('b-image')))).toBe('ready');
  });

  it('takes a Resource of an older OCM controller, which sets no Ready condition, for resolved', () => {
    const older = change(resource('0.5.2'), 'status: {observedGeneration: null, conditions: null}');

    expect(words(judge(NEW, older, ociRepository('0.5.2'), helmRelease('0.5.2')))).toBe('ready');
  });

  it('knows the new version by its digest where helm-controller does not append it to the version', () => {
    const release = change(helmRelease('0.5.2'), 'status: {lastAttemptedRevision: 0.5.2, history: [{chartVersion: 0.5.2}]}');
    const behind = change(release, `status: {lastAttemptedRevisionDigest: "sha256:${'c3'.repeat(32)}"}`);

    expect(words(judge(NEW, resource('0.5.2'), ociRepository('0.5.2'), release))).toBe('ready');
    expect(words(judge(NEW, resource('0.5.2'), ociRepository('0.5.2'), behind))).toBe('progressing HelmRelease portal NotObserved');
  });

  it('knows an artifact that the spec names by its digest', () => {
    const digest = `sha256:${'b2'.repeat(32)}`;
    const source = change(
      ociRepository('0.5.2'),
      `{spec: {ref: {tag: null, digest: "${digest}"}}, status: {artifact: {revision: "${digest}"}}}`,
    );
    const delivery = { ...NEW, source: ours('infra', desired(source)) };

    expect(words(judge(delivery, resource('0.5.2'), source, helmRelease('0.5.2')))).toBe('ready');
    expect(
      words(judge(delivery, resource('0.5.2'), change(source, 'status: {artifact: {revision: "sha256:0"}}'), helmRelease('0.5.2'))),
    ).toBe('progressing OCIRepository portal NotObserved');
  });

  it('waits for no source that is not ours, but for its artifact', () => {
    const delivery = { ...NEW, resources: [], source: foreign('infra', NEW.source!.ref) };
    const suspended = change(ociRepository('0.5.2'), 'spec: {suspend: true}');

    expect(words(judge(delivery, suspended, helmRelease('0.5.2')))).toBe('ready');
    expect(words(judge(delivery, suspended, helmRelease('0.5.1')))).toBe('progressing HelmRelease portal NotObserved');
    expect(words(judge(delivery, helmRelease('0.5.1')))).toBe('ready');
  });

  it('judges the release by another rule when it is given one', () => {
    const find = among([resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.2'), FAILED())]);

    expect(words(deliveryReadiness(NEW, { find, judgeRelease: () => ({ state: 'ready' }) }))).toBe('ready');
  });
});

function FAILED(): string {
  return `
status:
  upgradeFailures: 4
  conditions:
    - {type: Ready, status: "False", reason: UpgradeFailed, observedGeneration: 4, message: Helm upgrade failed}
`;
}
