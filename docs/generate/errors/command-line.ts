import type { ErrorTopic } from '../error-case.ts';

export const COMMAND_LINE: ErrorTopic = {
  title: 'Command line',
  entries: [
    {
      code: 'missing-option',
      meaning: 'a required flag is missing',
      cases: [
        { command: 'platform-mesh validate' },
        { command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --remote-runtime' },
      ],
      fix: 'Give the flag that the message names; `platform-mesh help COMMAND` lists them all.',
    },
    {
      code: 'invalid-option',
      meaning: 'a flag has an invalid value, or two flags exclude each other',
      cases: [
        {
          command:
            'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --gitops flux --gitops-repo git@git.example.com:team/mesh.git --gitops-path deploy',
        },
      ],
      fix: 'Write the value as the hint shows.',
    },
  ],
};
