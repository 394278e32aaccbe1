import { fence } from './markdown.ts';

export const INTRODUCTION = `# The control plane

Platform Mesh separates its tenants by workspaces of [kcp](https://www.kcp.io). A workspace looks like a cluster without nodes: it has its own
APIs, objects and rights, and sees nothing of other workspaces. A team offers an API by an \`APIExport\` in its workspace. A consumer binds it
with an \`APIBinding\`.

\`platform-mesh synth\` writes everything that a new kcp needs to become such a platform. \`kcp/\` has a folder for each workspace; the path
of the folder is the path of the workspace. In a program, it is part of \`PlatformMeshChart\`; the constructs are in
\`platform-mesh-cdk8s/constructs\`.`;

export const TREE_NOTES = `The columns are name, type and purpose. At run time the platform creates more workspaces:

- below \`orgs\`, one of type \`org\` for each organization, and in it one of type \`account\` for each account; an account may hold accounts;
- below \`providers\`, one of type \`provider\` for each provider.

A type says what a workspace starts with. \`universal\` is a type of kcp; the others are in \`root\`. If a type extends \`security\`, its
workspaces become ready only after the security-operator has written their rights, and the security-operator cleans up after a deleted one.`;

export const ORDER = `Workspaces depend on each other: kcp refuses a type while it cannot find the exports that the type binds, and a workspace
while its type does not exist. In the order below, one pass over an empty kcp succeeds, and every later pass changes nothing.`;

export const ORDER_FILE = `Within a step, apply objects in the order of the file. \`kcp/apply-order.yml\` has the same steps for machines: their files, and
conditions for \`kubectl wait --for\`. It is not a manifest, and no \`kustomization.yaml\` names it. It begins like this:`;

export const RUNTIME_VALUES = `Some values exist only at run time: kcp gives every export an identity, cert-manager issues the CA bundles of webhooks, the
identity provider gives its clients their ids, and OCM finds charts and images. The manifests need these values. \`--runtime-values\` names a
file with them:`;

export const PLACEHOLDERS = `\`synth --runtime-values-from-cluster\` reads them from a running platform: identities and client ids from kcp, as the
administrator in Secret \`kcp-cluster-admin-client-cert\`; CA bundles and what OCM resolved from the runtime cluster. \`--kubeconfig\` and
\`--kcp-url\` say where both are. A value that does not exist yet stays a placeholder. A value in the file wins.

With \`ocmResources\`, \`synth\` writes Flux sources, image tags, chart versions and the sources of Applications as \`apply\` does, and ends the
suspension of a release that waited for its image. Without it, these fields are as in the profile, and there are no Flux sources.
[gitops.md](gitops.md#who-writes-what) says what is different in Git. A Resource has these fields:

| field | what it is | from the Resource |
|---|---|---|
| \`version\` | version of the chart or image | \`status.resource.version\`; for an image what \`version-path\` names |
| \`componentVersion\` | version of its OCM component | \`status.component.version\` |
| \`access.imageReference\`, \`access.helmRepository\`, \`access.repoUrl\`, \`access.commit\`, \`access.ref\` | where a chart or a folder is | \`status.resource.access\` |
| \`image.registry\`, \`image.repository\`, \`image.tag\`, \`image.digest\` | where a localized image is | \`status.additional\` |

In a program, pass the same values as \`runtimeValues\` to \`PlatformMeshChart\`; \`loadRuntimeValues\` reads the file. Two empty values are valid:

- An empty CA bundle means that there is none: the login then trusts the CAs of the system.
- An empty list of client ids is written as it is: kcp then lets nobody log in with a token.

For a missing value the manifests have \`\${NAME:=0}\`, and \`unresolved.yaml\` says what it is and how to write it. Flux replaces such a
placeholder (\`postBuild.substituteFrom\`). If Flux does not know the variable, it writes 0. Each of these fields needs a text or a list, so the
API server refuses the object, and the live object stays as it is. With an empty default instead, the API server would accept a login without
client ids and a webhook without a CA bundle. Then nobody could log in, or create an account.

\`kubectl\` and Argo CD replace nothing, so give them complete files. kcp refuses a placeholder for client ids or for the CA bundle of a webhook,
but accepts any text as an identity. If all values are missing, \`unresolved.yaml\` is:`;

export const BY_HAND = `\`kcp WORKSPACE ...\` is \`kubectl\` in a workspace, with the kubeconfig of a kcp administrator:

${fence(
  'sh',
  `set -euo pipefail
KCP=https://root.kcp.localhost:8443
kcp() { local workspace=$1; shift; kubectl --kubeconfig admin.kubeconfig --server "$KCP/clusters/$workspace" "$@"; }`,
)}

First read the values that exist from the start: the identity of kcp's own export, and the CA bundles, which exist after you have applied
\`infra\` and \`runtime\`.

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

Then apply the steps up to the login realm. None of their files has a placeholder:`;

export const BY_HAND_NOTES = `Now the security-operator creates the clients of the realm; it needs a kubeconfig from you or from the Go operator. The ids of these clients are
the last missing values. With them the files are complete, and \`synth\` removes \`unresolved.yaml\`:

${fence(
  'sh',
  `kcp root:platform-mesh-system get identityproviderconfiguration welcome --output jsonpath='{range .status.managedClients.*}  - {.clientId}{"\\n"}{end}' > clients
test -s clients && printf 'audiences:\\n  welcome:\\n%s\\n' "$(cat clients)" >> runtime-values.yaml`,
)}

${fence('console', `$ platform-mesh synth -f mesh --runtime-values runtime-values.yaml --out deploy`)}

With \`feature-enable-terminal-controller-manager\`, the identity of \`core.platform-mesh.io\` is one more value. It exists after the step
\`kcp-apis\`. You may repeat a step at any time. Apply the other steps:`;

export const FLAGS = `Users without an organization log in to the realm \`welcome\` of the identity provider. Its tokens give access to \`root:orgs\`. These flags have
the names of the Go operator, in \`synth\`, \`explain\` and the other commands:

| flag | what it does | field |
|---|---|---|
| \`--idp-registration-allowed\` | users may register themselves | \`spec.registrationAllowed\` of the IdentityProviderConfiguration \`welcome\` |
| \`--idp-welcome-additional-redirect-uris\` | further redirect URIs after the login | \`redirectUris\` of its client \`welcome\` |
| \`--idp-welcome-additional-post-logout-redirect-uris\` | further redirect URIs after the logout | \`postLogoutRedirectUris\` of its client \`welcome\` |
| \`--domain-certificate-ca-secret-name\` | the Secret with the CA bundle of the domain; default \`domain-certificate\` | \`certificateAuthority\` of the WorkspaceAuthenticationConfiguration \`orgs-authentication\` |

In a program they are \`settings\` of \`loadBlueprint\` and \`defineBlueprint\`. A feature toggle decides whether users must verify their e-mail
address: [feature-disable-email-verification](feature-toggles.md#feature-disable-email-verification).`;

export const MORE = `## Where to go on

- [gitops.md](gitops.md): how Flux or Argo CD apply this from Git.
- [feature-toggles.md](feature-toggles.md): optional features, and their effect on the objects.
- [examples/provider](../examples/provider): an API of your own, offered to the platform, in TypeScript.
- [platform-mesh.md](platform-mesh.md#kcp): the fields of \`spec.kcp\`.
- [migrating.md](migrating.md#kcp): what differs from the Go operator.`;
