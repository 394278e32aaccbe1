import { VALIDATE, type ErrorTopic } from '../error-case.ts';

export const FILES: ErrorTopic = {
  title: 'Files',
  entries: [
    {
      code: 'no-such-file',
      meaning: 'a file or folder does not exist, or a folder has no YAML and no JSON file',
      cases: [{ command: 'platform-mesh validate -f platform-mesh.yaml --profile profiles/production.yaml' }],
      fix: 'Check the path; it is relative to the working directory. Subfolders are not read.',
    },
    {
      code: 'unreadable-file',
      meaning: 'the file system refuses to read a file; the message has its reason',
      cases: [{ files: { profiles: { kind: 'folder' } }, command: 'platform-mesh validate -f platform-mesh.yaml --profile profiles' }],
      fix: '`--profile` names a file, `-f` takes folders too. Otherwise check the permissions of the file.',
    },
    {
      code: 'file-too-large',
      meaning: 'a file has more than 32 MiB, which no profile has',
      cases: [{ files: { 'profile.yaml': { size: 40_000_000 } }, command: VALIDATE }],
      fix: 'Name the profile, not an archive or a log.',
    },
    {
      code: 'not-utf-8',
      meaning: 'a file is not UTF-8 text',
      cases: [{ files: { 'profile.yaml': { bytes: [0xff, 0xfe, 0x63, 0x00] } }, command: VALIDATE }],
      fix: 'Save it as UTF-8. The example is a UTF-16 file of an editor.',
    },
    {
      code: 'invalid-yaml',
      meaning: 'a text is not YAML as Go reads it',
      cases: [{ files: { 'profile.yaml': 'components:\n  services:\n   - portal\n  timeout: 5m\n  ocm: [\n' }, command: VALIDATE }],
      fix: 'Check the line. A value that starts with `{{` needs quotes in a `PlatformMesh`; [templates.md](templates.md#how-a-string-is-rendered) says when a profile needs none.',
    },
    {
      code: 'duplicate-key',
      meaning: 'a map has a key twice, and the last one counts',
      cases: [
        {
          files: { 'profile.yaml': 'components:\n  services:\n    portal:\n      enabled: true\n    portal:\n      enabled: false\n' },
          command: VALIDATE,
        },
      ],
      fix: 'Delete one of them, or merge both.',
    },
    {
      code: 'further-documents',
      meaning: 'a profile has more than one YAML document, and only the first one is read',
      cases: [{ files: { 'profile.yaml': 'components:\n  timeout: 5m\n---\ncomponents:\n  timeout: 10m\n' }, command: VALIDATE }],
      fix: 'Merge the documents, or use two profiles.',
    },
    {
      code: 'foreign-file',
      meaning: '`synth` would replace a file that it did not write; it writes nothing',
      cases: [
        {
          files: { 'deploy/infra/kustomization.yaml': 'resources: []\n' },
          command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --out deploy',
        },
      ],
      fix: 'Choose another `--out`, or move the file away. `synth` replaces and removes its own files only; `.platform-mesh.json` lists them.',
    },
    {
      code: 'unwritable-file',
      meaning: 'the file system refuses to write; existing files are unchanged',
      cases: [
        { files: { deploy: { kind: 'file' } }, command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --out deploy' },
      ],
      fix: 'Fix what the message names: a file in place of a folder, permissions, a full disk.',
    },
  ],
};
