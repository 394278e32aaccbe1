import { describe, expect, it } from '@jest/globals';
import { gitOpsOptions, type GitOpsFlags } from '../../../src/cli/options/gitops-options.js';
import { InvalidInputError } from '../../../src/errors.js';

const REPO = 'https://git.example.com/team/mesh.git';

function problem(flags: GitOpsFlags): string {
  try {
    gitOpsOptions(flags);
  } catch (error) {
    if (error instanceof InvalidInputError)
      return error.problems.map(({ code, message, hint }) => `${code}: ${message} (${hint ?? ''})`).join('\n');
    throw error;
  }
  return 'none';
}

describe('the flags of delivery from Git', () => {
  it('are not needed', () => {
    expect(gitOpsOptions({})).toBeUndefined();
  });

  it.each([
    ['deploy', 'deploy'],
    ['./deploy/prod/', 'deploy/prod'],
    ['.', ''],
    ['a//b', 'a/b'],
  ])('take the folder %s', (given, path) => {
    expect(gitOpsOptions({ gitops: 'flux', gitopsRepo: REPO, gitopsPath: given })).toEqual({
      tool: 'flux',
      folder: { repository: REPO, path },
    });
  });

  it('take a branch and a Secret', () => {
    expect(
      gitOpsOptions({
        gitops: 'flux',
        gitopsRepo: 'ssh://git@git.example.com/mesh',
        gitopsPath: '.',
        gitopsBranch: 'release/1.2',
        gitopsSecretName: 'git',
      }),
    ).toEqual({
      tool: 'flux',
      folder: { repository: 'ssh://git@git.example.com/mesh', path: '', branch: 'release/1.2', secretName: 'git' },
    });
  });

  it.each<[string, GitOpsFlags, string]>([
    ['half of them', { gitops: 'flux' }, 'missing-option: --gitops needs --gitops-repo and --gitops-path'],
    ['a lonely one', { gitopsBranch: 'main' }, 'missing-option: --gitops-branch is given, but not --gitops'],
    [
      'what is no URL',
      { gitops: 'flux', gitopsRepo: 'git@git.example.com:team/mesh.git', gitopsPath: '.' },
      'write it as ssh://git@git.example.com/team/mesh.git',
    ],
    ['a local folder', { gitops: 'flux', gitopsRepo: './mesh', gitopsPath: '.' }, 'invalid-option: --gitops-repo "./mesh" is not the URL'],
    [
      'a folder outside',
      { gitops: 'flux', gitopsRepo: REPO, gitopsPath: '../mesh' },
      'invalid-option: --gitops-path "../mesh" is not a folder',
    ],
    [
      'an absolute folder',
      { gitops: 'flux', gitopsRepo: REPO, gitopsPath: '/mesh' },
      'invalid-option: --gitops-path "/mesh" is not a folder',
    ],
    [
      'what is no branch',
      { gitops: 'flux', gitopsRepo: REPO, gitopsPath: '.', gitopsBranch: 'a..b' },
      'invalid-option: --gitops-branch "a..b" is not the name',
    ],
    ['standard output', { gitops: 'flux', gitopsRepo: REPO, gitopsPath: '.', stdout: true }, 'invalid-option: --gitops points at files'],
    [
      'a Secret for Argo CD',
      { gitops: 'argocd', gitopsRepo: REPO, gitopsPath: '.', gitopsSecretName: 'git' },
      'invalid-option: --gitops-secret-name is for Flux',
    ],
  ])('refuse %s', (_, flags, message) => {
    expect(problem(flags)).toContain(message);
  });
});
