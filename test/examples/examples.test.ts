import { describe, expect, it } from '@jest/globals';
import { loadBlueprint } from '../../src/profile/index.js';
import { Testing } from '../../src/testing/index.js';

const REMOTE = { remoteRuntime: { secretName: 'platform-mesh-runtime', secretKey: 'kubeconfig' } };

describe('examples', () => {
  it.each([
    ['quickstart', { files: ['examples/quickstart'] }],
    ['argocd', { files: ['examples/argocd'] }],
    ['remote', { files: ['examples/remote'], settings: REMOTE }],
  ])('%s synthesizes to what was reviewed, without a warning', (_, options) => {
    expect(loadBlueprint(options).problems).toEqual([]);
    expect(Testing.synthesize({ ...options, targets: ['infra', 'runtime'] })).toMatchSnapshot();
  });

  it('yields the same text from the same files', () => {
    const options = { files: ['examples/quickstart'] };
    expect(Testing.synthesize(options)).toBe(Testing.synthesize(options));
  });
});
