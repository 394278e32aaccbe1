import { STANDARD_FILES, type ErrorTopic, type StoredObject } from '../error-case.ts';

const NAMESPACE = 'platform-mesh-system';

function stored(apiVersion: string, kind: string, name: string, rest: object): StoredObject {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE }, ...rest };
}

const MESH = stored('core.platform-mesh.io/v1alpha1', 'PlatformMesh', 'mesh', { spec: {} });
const INVENTORY = stored('v1', 'ConfigMap', 'mesh-inventory-deployment-infra', {
  data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'platform-mesh-system/portal' },
});
const UID = '2f6a1c04';
const OURS = {
  name: 'mesh-inventory-deployment-infra',
  namespace: NAMESPACE,
  labels: { 'core.platform-mesh.io/inventory': 'mesh', 'core.platform-mesh.io/inventory-kind': 'PlatformMesh' },
};
const KUBE_SYSTEM: StoredObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: UID } };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const DELIVERY: ErrorTopic = {
  title: 'Running platforms',
  entries: [
    {
      code: 'unknown-platform',
      meaning: 'the `PlatformMesh` of that name does not exist on the runtime cluster',
      cases: [{ server: { objects: [MESH] }, files: absent(), command: 'platform-mesh plan mash' }],
      fix: 'Use a name of the hint, with its `--namespace`; or give the files of the platform with `-f`.',
    },
    {
      code: 'nothing-applied',
      meaning: '`delete` finds no inventory of the platform, so it does not know what to delete',
      cases: [{ server: {}, files: absent(), command: 'platform-mesh delete mesh' }],
      fix: 'Check name, namespace and cluster. An installation of the Go operator has no inventory: `apply` takes it over; then `delete` works.',
    },
    {
      code: 'broken-inventory',
      meaning: 'somebody changed the inventory by hand, and it is no longer readable',
      cases: [
        {
          server: {
            objects: [
              stored('v1', 'ConfigMap', 'mesh-inventory-deployment-infra', {
                data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'portal in platform-mesh-system' },
              }),
            ],
          },
          command: 'platform-mesh plan -f platform-mesh.yaml --profile profile.yaml',
        },
      ],
      fix: 'Undo the change ([runtime.md](runtime.md#the-inventory) has the format), or delete the ConfigMap and apply again. Then `apply` does not prune objects that left the input before.',
    },
    {
      code: 'other-platform',
      meaning: 'the object belongs to another platform in the same namespace',
      cases: [
        {
          server: {
            objects: [
              {
                ...INVENTORY,
                metadata: {
                  ...INVENTORY.metadata,
                  name: 'other-inventory-deployment-infra',
                  labels: { 'core.platform-mesh.io/inventory': 'other' },
                },
              },
            ],
          },
          command: 'platform-mesh plan -f platform-mesh.yaml --profile profile.yaml',
        },
      ],
      fix: 'Give one of the two another namespace, or its services other names. If you renamed the platform, delete the ConfigMaps of the old name.',
    },
    {
      code: 'other-clusters',
      meaning:
        'the platform was applied to other clusters than are given: one is missing or one too many, they are swapped, or one of them is another one',
      cases: [
        {
          server: {
            objects: [
              KUBE_SYSTEM,
              {
                ...INVENTORY,
                metadata: {
                  ...INVENTORY.metadata,
                  annotations: { 'core.platform-mesh.io/clusters': `{"infra":"${UID}","runtime":"90c2f7b8"}` },
                },
              },
            ],
          },
          command: 'platform-mesh plan -f platform-mesh.yaml --profile profile.yaml',
        },
      ],
      fix: 'Name the clusters that the platform was applied to ([runtime.md](runtime.md#the-clusters)). To move a platform, delete it first.',
    },
    {
      code: 'mass-prune',
      meaning: 'more than half of the applied objects are no longer in the input, which often means a wrong file',
      cases: [
        {
          server: {
            objects: [
              stored('v1', 'ConfigMap', 'mesh-inventory-deployment-infra', {
                data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'platform-mesh-system/portal' },
                metadata: OURS,
              }),
              stored('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'portal', {
                metadata: {
                  name: 'portal',
                  namespace: NAMESPACE,
                  managedFields: [{ manager: 'platform-mesh-deployment', operation: 'Apply' }],
                },
                spec: {},
              }),
            ],
          },
          files: { 'profile.yaml': 'components: {}\n' },
          command: 'platform-mesh plan -f platform-mesh.yaml --profile profile.yaml',
        },
      ],
      fix: 'Check the files. `--allow-mass-prune` deletes the objects, `--no-prune` keeps them. Components that move to another technology do not count.',
    },
    {
      code: 'applied-by-another',
      meaning: 'a Kustomization or an Application that is not suspended still applies the object, and would revert each change',
      cases: [
        {
          why: 'The example needs a Kustomization that has applied the object.',
          shown: `error: HelmRelease platform-mesh-system/portal: Kustomization platform-mesh-system/mesh-services still applies it [applied-by-another]
   hint: suspend or delete Kustomization platform-mesh-system/mesh-services first, or take the object over with --force-conflicts
`,
        },
      ],
      fix: 'Suspend or delete the Kustomization or Application, then run the command again. `--force-conflicts` takes the object over anyway.',
    },
    {
      code: 'lease-forbidden',
      meaning: 'a run needs the Lease of the platform before it writes, but access to the Lease is forbidden',
      cases: [
        {
          server: {
            refusal: {
              request: 'GET leases/mesh-reconcile',
              status: 403,
              answer: {
                reason: 'Forbidden',
                message:
                  'leases.coordination.k8s.io "mesh-reconcile" is forbidden: User "system:serviceaccount:ci:deployer" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "platform-mesh-system"',
              },
            },
          },
          command: 'platform-mesh apply -f platform-mesh.yaml --profile profile.yaml --no-wait',
        },
      ],
      fix: '`platform-mesh install --rbac-only` prints the required rights ([security.md](security.md)).',
    },
    {
      code: 'lease-lost',
      meaning: 'the Lease of the platform was not renewed in time, so another run may write now',
      cases: [
        {
          why: 'The example needs an API server that does not answer for longer than the Lease lasts.',
          shown: `error: Lease platform-mesh-system/mesh-reconcile: it is lost on cluster "production": it was not renewed in time [lease-lost]
   hint: another run may write now; run the command again; it continues where this one ended
`,
        },
      ],
      fix: 'Run the command again: it continues where this one ended.',
    },
    {
      code: 'unstable-values',
      meaning: 'the values that OCM resolves changed in every round of one pass',
      cases: [
        {
          why: 'The example needs two controllers that write the same OCM Resource.',
          shown: `error: values that OCM resolves changed in each of 10 rounds: portal-chart [unstable-values]
   hint: two controllers may be writing the same OCM Resource
`,
        },
      ],
      fix: 'Find out who writes the status of the named OCM Resource.',
    },
    {
      code: 'broken-kubeconfig',
      meaning: "the Secret with the kubeconfig for kcp's authorization webhook is your own, but has no kubeconfig",
      cases: [
        {
          server: {
            objects: [
              stored('v1', 'Secret', 'rebac-authz-webhook-cert', { data: { 'ca.crt': base64('an authority') } }),
              stored('v1', 'Secret', 'kcp-webhook-secret', { data: { kubeconfig: base64('to be done') } }),
            ],
          },
          files: { 'profile.yaml': 'components: {}\n' },
          command: 'platform-mesh apply -f platform-mesh.yaml --profile profile.yaml --no-wait',
        },
      ],
      fix: 'Fix the kubeconfig, or delete the Secret: `apply` then creates it.',
    },
    {
      code: 'broken-admin-secret',
      meaning: 'the Secret for the kcp administrator has no credentials',
      cases: [
        {
          server: { objects: [stored('v1', 'Secret', 'kcp-cluster-admin-client-cert', { data: { 'tls.crt': base64('a certificate') } })] },
          command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --runtime-values-from-cluster',
        },
      ],
      fix: 'Check the Kubeconfig of the kcp-operator that creates it, or name another Secret with `--kcp-cluster-admin-secret-name`.',
    },
    {
      code: 'wait-other-namespace',
      meaning:
        'an entry of `spec.wait` asks for the label of our releases in a namespace where none are, as a copy of the old default does',
      cases: [
        {
          why: 'It needs a running platform, so the example is not run.',
          shown: `warning: spec.wait: HelmRelease with core.platform-mesh.io/operator-created in (true) in namespace default matches nothing, so the releases in namespace platform-mesh-system count [wait-other-namespace]
   hint: name namespace platform-mesh-system, or leave spec.wait out: by default the platform waits for all its releases
`,
        },
      ],
      fix: 'Name the namespace of the instance in the entry, or remove `spec.wait`.',
    },
    {
      code: 'wait-matches-nothing',
      meaning: 'an entry of `spec.wait` without a name matches no object, so there is nothing to wait for',
      cases: [
        {
          why: 'It needs a running platform, so the example is not run.',
          shown: `warning: spec.wait: Deployment with app=portal in namespace mesh matches nothing, so it counts as satisfied [wait-matches-nothing]
   hint: set minCount to wait until objects exist, or name the object
`,
        },
      ],
      fix: 'Check kind, namespace and labels. Set `minCount` to wait until objects exist, or `0` if none need to exist.',
    },
  ],
};

/** These commands read nothing of the folder. */
function absent(): Readonly<Record<string, undefined>> {
  return Object.fromEntries(Object.keys(STANDARD_FILES).map((path) => [path, undefined]));
}
