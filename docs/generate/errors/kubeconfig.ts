import type { ErrorTopic } from '../error-case.ts';

/** A kubeconfig with one context, and what its user is. */
export function kubeconfig(user: string, cluster = 'kube'): string {
  return `apiVersion: v1
kind: Config
current-context: production
contexts:
- name: production
  context: {cluster: ${cluster}, user: deployer}
clusters:
- name: kube
  cluster: {server: 'https://kube.example.com:6443'}
users:
- name: deployer
  user: ${user}
`;
}

const TOKEN = '{tokenFile: token}';

export const KUBECONFIG: ErrorTopic = {
  title: 'Kubeconfigs',
  entries: [
    {
      code: 'no-kubeconfig',
      meaning:
        'nothing says which cluster is meant: no `--kubeconfig`, no `KUBECONFIG`, no `~/.kube/config`, and no pod around the command',
      cases: [{ command: 'platform-mesh status mesh' }],
      fix: 'Name a kubeconfig with `--kubeconfig`, or set `KUBECONFIG`. Within a pod, the command uses the ServiceAccount if its token is mounted.',
    },
    {
      code: 'unreadable-kubeconfig',
      meaning: 'the file system refuses to read the named kubeconfig',
      cases: [{ command: 'platform-mesh status mesh --kubeconfig staging.yaml' }],
      fix: 'Check the path and the permissions. Of several files in `KUBECONFIG` some may be missing, as with kubectl.',
    },
    {
      code: 'invalid-kubeconfig',
      meaning:
        'a kubeconfig cannot be used; the message names the file and the entry, and quotes nothing of it, since it holds credentials',
      cases: [
        { files: { 'staging.yaml': kubeconfig(TOKEN, 'cube') }, command: 'platform-mesh status mesh --kubeconfig staging.yaml' },
        {
          files: { 'staging.yaml': kubeconfig('{username: admin, password: admin}') },
          command: 'platform-mesh status mesh --kubeconfig staging.yaml',
        },
      ],
      fix: 'Fix the entry, or create the kubeconfig again with the tool that wrote it.',
    },
    {
      code: 'unknown-context',
      meaning: '`--context` names a context that the kubeconfig does not have, or it has several and none is the current one',
      cases: [
        {
          files: { 'staging.yaml': kubeconfig(TOKEN) },
          command: 'platform-mesh status mesh --kubeconfig staging.yaml --context prodution',
        },
      ],
      fix: 'Choose one of the contexts in the hint.',
    },
    {
      code: 'credential-plugin',
      meaning: 'the program that a kubeconfig names for credentials (`exec`) is not installed, or gives none',
      cases: [],
      fix: 'Install the program, or log in again. Programs find this code as the `cause` of [`unauthorized`](#unauthorized), which the command line shows.',
    },
  ],
};
