import { STANDARD_FILES, VALIDATE, type ErrorTopic } from '../error-case.ts';

const MESH = STANDARD_FILES['platform-mesh.yaml'] ?? '';

export const TEMPLATES: ErrorTopic = {
  title: 'Templates',
  entries: [
    {
      code: 'invalid-template',
      meaning: 'a template of a profile has a syntax error, or fails',
      cases: [
        {
          files: {
            'profile.yaml':
              "components:\n  services:\n    portal:\n      enabled: true\n      values:\n        host: '{{ .baseDomain | upper }}'\n",
          },
          command: VALIDATE,
        },
      ],
      fix: 'Correct it; [templates.md](templates.md#functions) lists the functions. For two literal braces, write `{{ "{{" }}`.',
    },
    {
      code: 'template-kept',
      meaning: 'a template fails in `infra`, `spec.values` or `spec.infraValues`, where the text then stays as it is',
      cases: [
        {
          files: {
            'platform-mesh.yaml': `${MESH}spec:\n  values:\n    services:\n      portal:\n        values:\n          greeting: 'Hello {{ name }}'\n`,
          },
          command: VALIDATE,
        },
      ],
      fix: 'Correct it. If the braces are for the chart, write `{{ "{{" }}` for the first two; the result is the same, without the warning.',
    },
    {
      code: 'printf-mark',
      meaning:
        "a template calls `printf` with a format that does not fit its values, so the value holds one of Go's marks, such as `%!d(string=...)`",
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    portal:\n      enabled: true\n      values:\n        port: \'{{ printf "%d" .port }}\'\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Use the verb that fits: `%s` for a text (all variables are texts), `%v` for any value. Numbers of a profile are floats: `%.0f` prints one without decimals.',
    },
    {
      code: 'missing-value',
      meaning: 'a template uses an unknown name, and prints `<no value>`',
      cases: [
        {
          files: {
            'profile.yaml':
              "components:\n  services:\n    portal:\n      enabled: true\n      values:\n        host: 'portal.{{ .domain }}'\n",
          },
          command: VALIDATE,
        },
      ],
      fix: 'Check the name; [templates.md](templates.md#variables) lists the variables. For a name that may be missing, write `{{ .theme | default "light" }}`.',
    },
  ],
};
