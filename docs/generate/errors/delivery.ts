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
      meaning: 'a platform was named, and there is no such `PlatformMesh` on the runtime cluster',
      cases: [{ server: { objects: [MESH] }, files: absent(), command: 'platform-mesh plan mash' }],
      fix: 'Name one of those in the hint, with its `--namespace`; or give the files of the platform with `-f`.',
    },
    {
      code: 'nothing-applied',
      meaning: '`delete` finds no inventory of the platform, so nothing is known to be ours',
      cases: [{ server: {}, files: absent(), command: 'platform-mesh delete mesh' }],
      fix: 'Check name, namespace and cluster. An installation of the Go operator has no inventory: `apply` takes it over, then `delete` knows it.',
    },
    {
      code: 'broken-inventory',
      meaning: 'the ConfigMap with what was applied was changed by hand, and cannot be read any more',
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
      fix: 'Take the change back ([runtime.md](runtime.md#the-inventory) has the format), or delete the ConfigMap and apply again: then nothing that is wanted no more is pruned.',
    },
    {
      code: 'other-platform',
      meaning: 'the object was applied for another platform of the same namespace',
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
      fix: 'Give one of the two another namespace, or its services other names. Where the platform was only renamed, delete the ConfigMaps of the old name.',
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
      fix: 'Name the clusters as they were named when the platform was applied ([runtime.md](runtime.md#the-clusters)). Delete the platform before it moves.',
    },
    {
      code: 'mass-prune',
      meaning: 'more than half of what was applied is no longer in the input, which is more often a wrong file than a wish',
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
      fix: 'Check the files that are given. `--allow-mass-prune` deletes the objects, `--no-prune` keeps them. What another technology delivers from now on does not count.',
    },
    {
      code: 'applied-by-another',
      meaning: 'a Kustomization or an Application that is not suspended still applies the object, and would take each change back',
      cases: [
        {
          why: 'Provoking it takes a Kustomization that has applied the object.',
          shown: `error: HelmRelease platform-mesh-system/portal: Kustomization platform-mesh-system/mesh-services still applies it [applied-by-another]
   hint: suspend or delete Kustomization platform-mesh-system/mesh-services first, or take the object over with --force-conflicts
`,
        },
      ],
      fix: 'Suspend or delete what applies the object, then run the command again. `--force-conflicts` takes the object over all the same.',
    },
    {
      code: 'lease-forbidden',
      meaning: 'one run at a time writes for a platform, and the Lease by which runs tell each other may not be used',
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
      fix: '`platform-mesh install --rbac-only` prints the rights that are needed ([security.md](security.md)).',
    },
    {
      code: 'lease-lost',
      meaning: 'the Lease of the platform was not renewed in time, so another run may write now',
      cases: [
        {
          why: 'Provoking it takes an API server that does not answer for longer than the lease lasts.',
          shown: `error: Lease platform-mesh-system/mesh-reconcile: it is lost on cluster "production": it was not renewed in time [lease-lost]
   hint: another run may write now; run the command again; it continues where this one ended
`,
        },
      ],
      fix: 'Run the command again: it goes on where this one ended.',
    },
    {
      code: 'unstable-values',
      meaning: 'what OCM resolves changed again and again while one pass rendered and applied it',
      cases: [
        {
          why: 'Provoking it takes two controllers that write the same OCM Resource.',
          shown: `error: values that OCM resolves changed in each of 10 rounds: portal-chart [unstable-values]
   hint: two controllers may be writing the same OCM Resource
`,
        },
      ],
      fix: 'Find out who writes the status of the OCM Resource that is named.',
    },
    {
      code: 'broken-kubeconfig',
      meaning: "the Secret with the kubeconfig for kcp's authorization webhook is your own, and holds none",
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
      fix: 'Mend the kubeconfig, or delete the Secret: then `apply` makes it.',
    },
    {
      code: 'broken-admin-secret',
      meaning: 'the Secret with the access of an administrator of kcp is there, and holds none',
      cases: [
        {
          server: { objects: [stored('v1', 'Secret', 'kcp-cluster-admin-client-cert', { data: { 'tls.crt': base64('a certificate') } })] },
          command: 'platform-mesh synth -f platform-mesh.yaml --profile profile.yaml --runtime-values-from-cluster',
        },
      ],
      fix: 'Look at the Kubeconfig of the kcp-operator that makes it, or name another Secret with `--kcp-cluster-admin-secret-name`.',
    },
    {
      code: 'wait-other-namespace',
      meaning:
        'an entry of `spec.wait` asks for the label of our releases in a namespace where none are, as a copy of the old default does',
      cases: [
        {
          why: 'It needs a platform that runs, so this is not run.',
          shown: `warning: spec.wait: HelmRelease with core.platform-mesh.io/operator-created in (true) in namespace default matches nothing, so the releases in namespace platform-mesh-system count [wait-other-namespace]
   hint: name namespace platform-mesh-system, or leave spec.wait out: by default the platform waits for all its releases
`,
        },
      ],
      fix: 'Name the namespace of the instance in the entry, or leave `spec.wait` out.',
    },
    {
      code: 'wait-matches-nothing',
      meaning: 'an entry of `spec.wait` without a name matches no object, so there is nothing to wait for',
      cases: [
        {
          why: 'It needs a platform that runs, so this is not run.',
          shown: `warning: spec.wait: Deployment with app=portal in namespace mesh matches nothing, so it counts as satisfied [wait-matches-nothing]
   hint: set minCount to wait until objects exist, or name the object
`,
        },
      ],
      fix: 'Check kind, namespace and labels. Set `minCount` to wait until objects exist, or `0` when none need to.',
    },
  ],
};

/** These commands read nothing of the folder. */
function absent(): Readonly<Record<string, undefined>> {
  return Object.fromEntries(Object.keys(STANDARD_FILES).map((path) => [path, undefined]));
}
