import type { CommandCase, ErrorTopic, RefusalCase, StoredObject } from '../error-case.ts';
import { kubeconfig } from './kubeconfig.ts';

const PLAN = 'platform-mesh plan -f platform-mesh.yaml --profile profile.yaml';
const RELEASE = 'PATCH helmreleases/portal';
const INVENTORIES = 'GET configmaps';

/** What somebody else made. */
const PORTAL: StoredObject = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'portal', namespace: 'platform-mesh-system' },
  spec: { interval: '1h' },
};

/** A plan on a server that refuses one request. */
function refused(request: string, status: number, answer: RefusalCase['answer'], objects: readonly StoredObject[] = []): CommandCase {
  return { server: { refusal: { request, status, answer }, objects }, command: PLAN };
}

export const API_SERVER: ErrorTopic = {
  title: 'API servers',
  entries: [
    {
      code: 'unreachable',
      meaning: 'the command cannot connect to the API server, after several attempts',
      cases: [{ server: { state: 'down' }, command: PLAN }],
      fix: 'Check the server URL of the context, the network, and `HTTPS_PROXY` and `NO_PROXY`, which have the same meaning as for kubectl.',
    },
    {
      code: 'tls',
      meaning: 'the API server and the command do not trust each other',
      cases: [{ server: { state: 'untrusted' }, command: PLAN }],
      fix: 'Check `certificate-authority-data`, `tls-server-name` and the client certificate of the context.',
    },
    {
      code: 'unexpected-answer',
      meaning: 'the server that answers is not an API server: a login page, a load balancer, a proxy',
      cases: [refused('*', 302, '<html>log in</html>')],
      fix: 'Check the server URL and the proxy.',
    },
    {
      code: 'unauthorized',
      meaning:
        'there are no credentials, or the API server does not accept them; those of files and plugins were read anew before giving up',
      cases: [
        refused('*', 401, { reason: 'Unauthorized', message: 'Unauthorized' }),
        {
          files: {
            'staging.yaml': kubeconfig(
              '{exec: {apiVersion: client.authentication.k8s.io/v1, command: example-login, installHint: see login.example.com}}',
            ),
          },
          command: 'platform-mesh status mesh --kubeconfig staging.yaml',
        },
      ],
      fix: 'Log in again. A token may have expired.',
    },
    {
      code: 'forbidden',
      meaning: 'the API server knows the user, and does not allow the request',
      cases: [
        refused('GET helmreleases', 403, {
          reason: 'Forbidden',
          message:
            'helmreleases.helm.toolkit.fluxcd.io is forbidden: User "system:serviceaccount:ci:deployer" cannot list resource "helmreleases" in API group "helm.toolkit.fluxcd.io" in the namespace "platform-mesh-system"',
        }),
      ],
      fix: '`platform-mesh install --rbac-only` prints exactly the rights that are needed ([security.md](security.md)).',
    },
    {
      code: 'unknown-kind',
      meaning: 'the API server does not serve a kind; for kinds that the platform itself brings, `apply` waits',
      cases: [{ server: { without: ['PlatformMesh'] }, command: 'platform-mesh plan mesh' }],
      fix: 'Install the CustomResourceDefinition: those of Platform Mesh with `platform-mesh crds`, others come with Flux, Argo CD, OCM or cert-manager. Or the cluster is the wrong one.',
    },
    {
      code: 'not-found',
      meaning: 'something that a request needs does not exist, usually the namespace',
      cases: [
        refused(RELEASE, 404, {
          reason: 'NotFound',
          message: 'namespaces "platform-mesh-system" not found',
          details: { name: 'platform-mesh-system', kind: 'namespaces' },
        }),
      ],
      fix: 'Create the namespace. `apply` creates none, because it may hold more than a platform.',
    },
    {
      code: 'namespace-terminating',
      meaning: 'the namespace is being deleted, and accepts no new objects',
      cases: [
        refused(RELEASE, 403, {
          reason: 'Forbidden',
          message:
            'helmreleases "portal" is forbidden: unable to create new content in namespace platform-mesh-system because it is being terminated',
          details: {
            name: 'portal',
            causes: [
              {
                reason: 'NamespaceTerminating',
                message: 'namespace platform-mesh-system is being terminated',
                field: 'metadata.namespace',
              },
            ],
          },
        }),
      ],
      fix: 'Wait until it is gone, create it, and apply again. `kubectl get namespace --output yaml` says what holds it.',
    },
    {
      code: 'invalid',
      meaning: 'an object does not fit its schema, or an immutable field changes',
      cases: [
        refused(RELEASE, 422, {
          reason: 'Invalid',
          message:
            'HelmRelease.helm.toolkit.fluxcd.io "portal" is invalid: spec.timeout: Invalid value: "10 minutes": spec.timeout in body should match \'^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$\'',
          details: { name: 'portal', causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value', field: 'spec.timeout' }] },
        }),
      ],
      fix: 'Fix the value: `platform-mesh explain` shows where it comes from. For an immutable field, use `--recreate`: it deletes the object and creates it again.',
    },
    {
      code: 'apply-conflict',
      meaning: 'somebody else manages fields of an object, with other values',
      cases: [
        refused(
          RELEASE,
          409,
          {
            reason: 'Conflict',
            message: 'Apply failed with 1 conflict: conflict with "kubectl-edit" using helm.toolkit.fluxcd.io/v2: .spec.interval',
            details: {
              name: 'portal',
              causes: [
                {
                  reason: 'FieldManagerConflict',
                  message: 'conflict with "kubectl-edit" using helm.toolkit.fluxcd.io/v2',
                  field: '.spec.interval',
                },
              ],
            },
          },
          [PORTAL],
        ),
      ],
      fix: 'Put the live value into the profile, or take the field over with `--force-conflicts`.',
    },
    {
      code: 'webhook-denied',
      meaning: 'an admission webhook of the cluster refuses an object',
      cases: [
        refused(RELEASE, 403, {
          reason: 'Forbidden',
          message: 'admission webhook "policy.example.com" denied the request: releases need a team label',
        }),
      ],
      fix: 'Follow the message of the webhook, or ask its owner.',
    },
    {
      code: 'policy-denied',
      meaning: 'an admission policy of the cluster refuses an object',
      cases: [
        refused(RELEASE, 422, {
          reason: 'Invalid',
          message:
            "helmreleases.helm.toolkit.fluxcd.io \"portal\" is forbidden: ValidatingAdmissionPolicy 'teams' with binding 'all' denied request: releases need a team label",
        }),
      ],
      fix: 'Follow the message of the policy, or ask its owner.',
    },
    {
      code: 'already-exists',
      meaning: 'somebody else created the object at the same moment',
      cases: [
        refused(RELEASE, 409, {
          reason: 'AlreadyExists',
          message: 'helmreleases.helm.toolkit.fluxcd.io "portal" already exists',
          details: { name: 'portal' },
        }),
      ],
      fix: 'Run the command again. If it happens often, somebody else deploys the same platform.',
    },
    {
      code: 'conflict',
      meaning: 'somebody else changed an object, or something that it depends on, at the same moment, and retries did not help',
      cases: [
        refused(RELEASE, 409, {
          reason: 'Conflict',
          message:
            'Operation cannot be fulfilled on resourcequotas "all": the object has been modified; please apply your changes to the latest version and try again',
          details: { name: 'all', kind: 'resourcequotas' },
        }),
      ],
      fix: 'Run the command again.',
    },
    {
      code: 'bad-request',
      meaning: 'the API server cannot read a request, or an object is too large (more than 1.5 MiB)',
      cases: [refused(RELEASE, 413, { reason: 'RequestEntityTooLarge', message: 'etcdserver: request is too large' })],
      fix: 'Make the values smaller: put large files into a ConfigMap or into the chart. Otherwise it is a bug; please report it.',
    },
    {
      code: 'gone',
      meaning: 'the API server no longer has the requested version; lists and watches restart on their own',
      cases: [refused(INVENTORIES, 410, { reason: 'Expired', message: 'The provided resource version is too old' })],
      fix: 'Run the command again.',
    },
    {
      code: 'too-many-requests',
      meaning: 'the API server accepts no more requests of this user, after ten retries with the delay that it asked for',
      cases: [
        {
          why: 'The command retries for half a minute, so the example is not run.',
          shown: `error: all ConfigMap in platform-mesh-system: too many requests on cluster "production": too many requests, please try again later [too-many-requests]
   hint: try again later, or with fewer requests at a time
`,
        },
      ],
      fix: 'Try again later. If it happens often, give the user a priority level of its own in API Priority and Fairness.',
    },
    {
      code: 'server-error',
      meaning: 'the API server failed several times: it is starting, its etcd is down, or a webhook does not answer',
      cases: [refused(INVENTORIES, 500, { reason: 'InternalError', message: 'Internal error occurred: etcdserver: leader changed' })],
      fix: 'Check the API server, and run the command again.',
    },
    {
      code: 'timeout',
      meaning: 'the API server did not answer in time, several times',
      cases: [refused(INVENTORIES, 504, { reason: 'Timeout', message: 'Timeout: request did not complete within the allotted timeout' })],
      fix: 'Check the load of the API server and its webhooks, and run the command again.',
    },
    {
      code: 'unknown-workspace',
      meaning: 'the server is kcp, and the workspace does not exist',
      cases: [
        refused('*', 404, {
          reason: 'NotFound',
          message: 'workspaces.tenancy.kcp.io "root:orgs:mine" not found',
          details: { name: 'root:orgs:mine', group: 'tenancy.kcp.io', kind: 'workspaces' },
        }),
      ],
      fix: 'Use the kubeconfig of the runtime cluster, not that of kcp; or create the workspace first.',
    },
    {
      code: 'closed',
      meaning: 'a request came after the connection to its cluster was closed',
      cases: [
        {
          why: 'No command does that, so the example is not run.',
          shown: 'error: HelmRelease platform-mesh-system/portal: the client was closed on cluster "production" [closed]\n',
        },
      ],
      fix: 'It is a bug; please report it.',
    },
  ],
};
