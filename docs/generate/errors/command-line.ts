import type { ErrorTopic } from '../error-case.ts';

export const COMMAND_LINE: ErrorTopic = {
  title: 'Command line',
  entries: [
    {
      code: 'missing-option',
      meaning: 'a flag that the command cannot do without is not given',
      cases: [
        { command: 'platform-mesh validate' },
        { command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --remote-runtime' },
      ],
      fix: 'Give the flag that the message names; `platform-mesh help COMMAND` lists them all.',
    },
  ],
};
