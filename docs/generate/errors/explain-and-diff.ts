import { STANDARD_FILES, type ErrorTopic } from '../error-case.ts';

export const EXPLAIN_AND_DIFF: ErrorTopic = {
  title: 'explain and diff',
  entries: [
    {
      code: 'unknown-path',
      meaning: '`explain` was asked for a path that nothing sets',
      cases: [{ command: 'platform-mesh explain -f platform-mesh.yaml --profile profile.yaml services.portal.enable' }],
      fix: 'The hint names paths that are near. Without a path, `explain` lists what the platform consists of.',
    },
    {
      code: 'unknown-object',
      meaning: '`explain` was asked for an object that the platform does not have',
      cases: [{ command: 'platform-mesh explain -f platform-mesh.yaml --profile profile.yaml HelmRelease/portals' }],
      fix: 'Write `KIND/NAME`; the hint names objects that are near.',
    },
    {
      code: 'unknown-base',
      meaning: '`diff --against` names neither a folder nor a commit',
      cases: [{ command: 'platform-mesh diff -f platform-mesh.yaml --profile profile.yaml --against mian' }],
      fix: 'Name a folder that `synth` wrote, or a branch, tag or commit of the repository that the input lies in.',
    },
    {
      code: 'outside-repository',
      meaning: '`diff --against` names a commit, but not all of the input lies in its repository',
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
