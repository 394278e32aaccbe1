import { fence } from './markdown.ts';

export const INTRODUCTION = `# The control plane

Platform Mesh keeps its tenants apart by workspaces of [kcp](https://www.kcp.io). A workspace looks like a cluster of its own,
without nodes: it has APIs, objects and rights, and nothing of another workspace is seen in it. What a team offers to others
is an \`APIExport\` in its workspace; who wants it makes an \`APIBinding\`.

\`platform-mesh synth\` writes everything that a new kcp needs to become such a platform. \`kcp/\` has a folder for each
workspace, with the path of the workspace as the path of the folder. In a program it is part of \`PlatformMeshChart\`, and the
constructs are in \`platform-mesh-cdk8s/constructs\`.`;

export const TREE_NOTES = `Name, type and purpose. Below \`orgs\`, the platform makes workspaces while it runs: one of the type \`org\` for each
organization, and in it one of the type \`account\` for each account; accounts may hold accounts. Below \`providers\`, each
provider has a workspace of the type \`provider\`.

Types say what a workspace starts with. \`universal\` is kcp's own; the others lie in \`root\`. A workspace whose type extends
\`security\` is held back until the security-operator has written its rights, and is cleaned up by it when it goes.`;

export const ORDER = `Workspaces wait for each other: a type is refused as long as the exports that it binds cannot be found, a workspace as
long as its type is not there. The steps below are in an order in which one pass over an empty kcp succeeds, and every later
pass changes nothing.`;

export const ORDER_FILE = `The order within a step is that of the objects in its file. \`kcp/apply-order.yml\` has the same for machines, with the
files of each step and with conditions as \`kubectl wait --for\` takes them. It is no manifest; no \`kustomization.yaml\` names
it. It begins like this:`;

export const RUNTIME_VALUES = `kcp gives every export an identity, cert-manager makes the authorities of webhooks, the identity provider gives its
clients their ids, and OCM finds charts and images. None of that is known when the files are written, and all of it stands
within objects. \`--runtime-values\` names a file that has it:`;

export const PLACEHOLDERS = `\`synth --runtime-values-from-cluster\` reads the same from a platform that runs: identities and client ids from kcp, as
the administrator in Secret \`kcp-cluster-admin-client-cert\`, authorities and what OCM resolved from the
runtime cluster. What is not known there yet stays a placeholder; what the file says wins. \`--kubeconfig\` and \`--kcp-url\` say
where both are.

With \`ocmResources\`, \`synth\` writes Flux sources, image tags, versions of charts, and the sources of Applications as
\`apply\` does, and a release that waited for its image is no longer suspended. Without it, these stay as the profile has them, and
there are no Flux sources. [gitops.md](gitops.md#who-writes-what) says what is different in Git. A Resource has these fields:

| field | what it is | from the Resource |
|---|---|---|
| \`version\` | version of the chart or image | \`status.resource.version\`; for an image what \`version-path\` names |
| \`componentVersion\` | version of its OCM component | \`status.component.version\` |
| \`access.imageReference\`, \`access.helmRepository\`, \`access.repoUrl\`, \`access.commit\`, \`access.ref\` | where a chart or a folder is | \`status.resource.access\` |
| \`image.registry\`, \`image.repository\`, \`image.tag\`, \`image.digest\` | where a localized image is | \`status.additional\` |

A program passes the same as \`runtimeValues\` to \`PlatformMeshChart\`; \`loadRuntimeValues\` reads the file. An authority
that is an empty text is known not to exist: the login then trusts the authorities of the system. A list of client ids that is
empty is written as it is, and kcp lets nobody log in with a token.

For a value that is not in the file, the manifests have \`\${NAME:=0}\`, and \`unresolved.yaml\` tells what belongs there and in
which form. It is the form that Flux replaces (\`postBuild.substituteFrom\`). The 0 is what it becomes when nobody knows the
variable: every one of these fields wants a text or a list, so the API server refuses the object, and what is there already
stays as it is. With an empty default, a login without client ids or a webhook without authority would get through, and
nobody could log in, or create an account.

\`kubectl\` and Argo CD replace nothing; give them files that are complete: kcp refuses a placeholder in place of client ids
or of the authority of a webhook, but takes any text for an identity. With everything unknown, \`unresolved.yaml\` is:`;

export const BY_HAND = `\`kcp WORKSPACE ...\` is \`kubectl\` in a workspace, with the kubeconfig of a kcp administrator:

${fence(
  'sh',
  `set -euo pipefail
KCP=https://root.kcp.localhost:8443
kcp() { local workspace=$1; shift; kubectl --kubeconfig admin.kubeconfig --server "$KCP/clusters/$workspace" "$@"; }`,
)}

First what the runtime cluster and kcp know from the start: the identity of kcp's own export, and the authorities, which are
there when \`infra\` and \`runtime\` have been applied.

${fence(
  'sh',
  `identity() { kcp "$1" get apiexport "$2" --output jsonpath='{.status.identityHash}'; }
ca() { kubectl --namespace platform-mesh-system get secret "$1" --output jsonpath='{.data.ca\\.crt}' | base64 --decode | sed 's/^/    /'; }
tenancy=$(identity root tenancy.kcp.io)
account=$(ca account-operator-webhook-server-cert)
security=$(ca security-operator-ca-secret)
domain=$(ca domain-certificate)
cat > runtime-values.yaml <<END
identityHashes:
  root:tenancy.kcp.io: $tenancy
caBundles:
  account-operator-webhook-server-cert: |
$account
  security-operator-ca-secret: |
$security
  domain-certificate: |
$domain
END`,
)}

${fence('console', `$ platform-mesh synth -f mesh --runtime-values runtime-values.yaml --out deploy`)}

Then the steps, up to the login realm; none of their files has a placeholder left:`;

export const BY_HAND_NOTES = `Now the security-operator, which has its kubeconfig from you or from the Go operator, makes the clients of the realm. Their
ids are the last values that were missing; with them the files are complete, and \`unresolved.yaml\` is gone:

${fence(
  'sh',
  `kcp root:platform-mesh-system get identityproviderconfiguration welcome --output jsonpath='{range .status.managedClients.*}  - {.clientId}{"\\n"}{end}' > clients
test -s clients && printf 'audiences:\\n  welcome:\\n%s\\n' "$(cat clients)" >> runtime-values.yaml`,
)}

${fence('console', `$ platform-mesh synth -f mesh --runtime-values runtime-values.yaml --out deploy`)}

With \`feature-enable-terminal-controller-manager\`, the identity of \`core.platform-mesh.io\` is one more value; kcp knows it
after the step \`kcp-apis\`. Steps may be repeated at any time. The rest of them:`;

export const FLAGS = `Users who belong to no organization yet log in to the realm \`welcome\` of the identity provider, and with its tokens reach
\`root:orgs\`. These flags of \`synth\`, \`explain\` and the others shape it, under the names that the Go operator gives them:

| flag | what it does | field |
|---|---|---|
| \`--idp-registration-allowed\` | users may register themselves | \`spec.registrationAllowed\` of the IdentityProviderConfiguration \`welcome\` |
| \`--idp-welcome-additional-redirect-uris\` | further places to go to after the login | \`redirectUris\` of its client \`welcome\` |
| \`--idp-welcome-additional-post-logout-redirect-uris\` | further places to go to after the logout | \`postLogoutRedirectUris\` of its client \`welcome\` |
| \`--domain-certificate-ca-secret-name\` | the Secret with the authority of the domain, \`domain-certificate\` unless given | \`certificateAuthority\` of the WorkspaceAuthenticationConfiguration \`orgs-authentication\` |

In a program they are \`settings\` of \`loadBlueprint\` and \`defineBlueprint\`. Whether an e-mail address has to be verified is a
matter of a [toggle](feature-toggles.md#feature-disable-email-verification).`;

export const MORE = `## Where to go on

- [gitops.md](gitops.md): the same from Git, by Flux or Argo CD.
- [feature-toggles.md](feature-toggles.md): what can be switched on, and what that does to the objects.
- [examples/provider](../examples/provider): an API of your own, offered to the platform, in TypeScript.
- [platform-mesh.md](platform-mesh.md#kcp): the fields of \`spec.kcp\`.
- [migrating.md](migrating.md#kcp): what differs from the Go operator.`;
