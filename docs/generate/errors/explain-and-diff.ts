import { STANDARD_FILES, type ErrorTopic } from '../error-case.ts';

export const EXPLAIN_AND_DIFF: ErrorTopic = {
  title: 'explain and diff',
  entries: [
    {
      code: 'unknown-path',
      meaning: 'the path of `explain` does not exist',
      cases: [{ command: 'platform-mesh explain -f platform-mesh.yaml --profile profile.yaml services.portal.enable' }],
      fix: 'The hint names similar paths. Without a path, `explain` lists the components of the platform.',
    },
    {
      code: 'unknown-object',
      meaning: 'the object of `explain` does not exist in the platform',
      cases: [{ command: 'platform-mesh explain -f platform-mesh.yaml --profile profile.yaml HelmRelease/portals' }],
      fix: 'Write `KIND/NAME`; the hint names similar objects.',
    },
    {
      code: 'unknown-base',
      meaning: '`diff --against` names neither a folder nor a commit',
      cases: [{ command: 'platform-mesh diff -f platform-mesh.yaml --profile profile.yaml --against mian' }],
      fix: 'Name a folder that `synth` wrote, or a branch, tag or commit of the repository of the input.',
    },
    {
      code: 'outside-repository',
      meaning: '`diff --against` names a commit, but not all of the input is in its repository',
      cases: [
        {
          files: { 'repository/profile.yaml': STANDARD_FILES['profile.yaml'], 'profile.yaml': undefined },
          repository: 'repository',
          command: 'platform-mesh diff -f platform-mesh.yaml --profile repository/profile.yaml --against HEAD',
        },
      ],
      fix: 'Put the files into one repository, or compare with a folder: `--against DIR`.',
    },
  ],
};
